import type { ConnectionState } from '../client/ports.ts';
import { button, make } from './elements.ts';

const WORDS: Readonly<Record<ConnectionState, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  waiting: 'Trying again',
  closed: 'Offline',
};

interface Switchable {
  readonly state: ConnectionState;
  connect(): void;
  disconnect(): void;
}

/** Title, connection, unread count and the switch that takes a side off the network. */
export class PaneHead {
  readonly element: HTMLElement;
  readonly #state = make('span', { class: 'state', attributes: { role: 'status' } });
  readonly #unread = make('span', { class: 'unread' });
  readonly #switch: HTMLButtonElement;
  #client: Switchable | undefined;
  #count = 0;

  /** Whatever happens inside of `pane` counts as reading. */
  constructor(pane: HTMLElement, { id, title }: { id: string; title: string }) {
    this.#switch = button('Go offline', () => this.#toggle());
    this.element = make(
      'header',
      { class: 'pane-head' },
      make('h2', { id }, title),
      this.#unread,
      this.#state,
      this.#switch,
    );
    for (const sign of ['focusin', 'pointerdown']) pane.addEventListener(sign, () => this.#read());
    this.follow(undefined);
  }

  /** Shows this client's connection from now on. */
  follow(client: Switchable | undefined): void {
    this.#client = client;
    this.#switch.hidden = this.#state.hidden = client === undefined;
    if (client !== undefined) this.showState(client.state);
  }

  showState(state: ConnectionState, refusal?: string): void {
    this.#state.textContent = refusal === 'chat-closed' ? 'Chat closed' : (refusal ?? WORDS[state]);
    this.#state.dataset['state'] = state;
    this.#switch.textContent = state === 'closed' ? 'Come back' : 'Go offline';
    this.#switch.disabled = refusal === 'chat-closed';
  }

  /** Counts messages of the other side until somebody looks. */
  addUnread(count: number, pane: HTMLElement): void {
    if (count === 0 || (pane.contains(document.activeElement) && document.visibilityState === 'visible')) return;
    this.#count += count;
    this.#unread.textContent = `${this.#count} new`;
  }

  #read(): void {
    this.#count = 0;
    this.#unread.textContent = '';
  }

  #toggle(): void {
    if (this.#client?.state === 'closed') this.#client.connect();
    else this.#client?.disconnect();
  }
}

import type { From, WireEvent } from '../../shared/protocol/index.ts';
import { make } from './elements.ts';

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A point in time, as the reader writes it. */
export const momentOf = (atMs: number): string => MOMENT.format(atMs);

const LEFT = { left: 'left', hold: 'put the chat on hold', lost: 'was lost: the desk vanished' } as const;
const CLOSED = { idle: 'after a long silence', agent: 'by the agent', customer: 'by the customer' } as const;

const nameOf = (from: From): string =>
  from.nickname ?? { CLIENT: 'The customer', AGENT: 'The agent', SYSTEM: 'Dormouse' }[from.type];

const lineOf = (event: Exclude<WireEvent, { type: 'message-posted' }>): string => {
  switch (event.type) {
    case 'chat-opened':
      return `${nameOf(event.from)} opened the chat${event.subject === undefined ? '' : `: ${event.subject}`}`;
    case 'customer-connected':
      return 'The customer is here';
    case 'customer-disconnected':
      return 'The customer went away';
    case 'customer-removed':
      return 'The customer has been away for long';
    case 'agent-joined':
      return `${nameOf(event.agent)} joined`;
    case 'agent-left':
      return `${nameOf(event.agent)} ${LEFT[event.cause]}`;
    case 'idle-alerted':
      return event.text === '' ? 'Nothing was said for long' : event.text;
    case 'chat-closed':
      return `Closed ${CLOSED[event.cause]}${event.text === '' ? '' : `. ${event.text}`}`;
  }
};

/** One conversation as a list that grows downwards, with the messages that are on their way below it. */
export class Transcript {
  readonly element: HTMLElement;
  readonly #list = make('ol', { class: 'events' });
  readonly #unsent = make('ol', { class: 'events' });
  readonly #typing = make('p', { class: 'typing' });
  readonly #mine: From['type'];
  #day = '';

  /** `mine`: whose messages stand on the right. */
  constructor(mine: From['type'], label: string) {
    this.#mine = mine;
    const log = make(
      'div',
      { class: 'log', attributes: { role: 'log', 'aria-label': label, tabindex: '0' } },
      this.#list,
      this.#unsent,
    );
    this.element = make('div', { class: 'transcript' }, log, this.#typing);
  }

  add(events: readonly WireEvent[]): void {
    for (const event of events) {
      const day = DAY.format(event.at);
      if (day !== this.#day) this.#list.append(make('li', { class: 'day' }, day));
      this.#day = day;
      this.#list.append(this.#item(event));
      if (event.type === 'message-posted' && event.from.type !== this.#mine) this.#typing.textContent = '';
    }
    this.#scrollDown();
  }

  showUnsent(texts: readonly string[]): void {
    const items = texts.map((text) =>
      make('li', { class: 'message mine unsent' }, make('p', {}, text), make('footer', {}, 'on its way')),
    );
    this.#unsent.replaceChildren(...items);
    this.#scrollDown();
  }

  showTyping(name: string | undefined): void {
    this.#typing.textContent = name === undefined ? '' : `${name} is typing …`;
  }

  #item(event: WireEvent): HTMLElement {
    const at = make('time', { attributes: { datetime: new Date(event.at).toISOString() } }, TIME.format(event.at));
    at.title = momentOf(event.at);
    if (event.type !== 'message-posted') return make('li', { class: 'line' }, lineOf(event), ' · ', at);
    const side = event.from.type === this.#mine ? 'mine' : 'theirs';
    const note = event.visibility === 'INT' ? ' note' : '';
    const who = note === '' ? nameOf(event.from) : `${nameOf(event.from)}, for agents only`;
    return make(
      'li',
      { class: `message ${side}${note}` },
      make('p', {}, event.text),
      make('footer', {}, who, ' · ', at),
    );
  }

  #scrollDown(): void {
    const log = this.element.firstElementChild;
    if (log !== null) log.scrollTop = log.scrollHeight;
  }
}

import { browserPorts, followPage, HttpRefusal, requestTicket } from '../client/browser.ts';
import { createDeskClient, type DeskClient } from '../client/desk-client.ts';
import { Composer } from './composer.ts';
import { readLists, type Agent, type DeskLists } from './desk-api.ts';
import { DeskChat } from './desk-chat.ts';
import { button, make } from './elements.ts';
import type { PaneHead } from './pane-head.ts';
import { meaningOf } from './status.ts';

const POLL_MS = 3_000;

/** The desk of one agent: the lists on one side, the chat that is looked at on the other. */
export class DeskBoard {
  readonly element: HTMLElement;
  readonly #agent: Agent;
  readonly #head: PaneHead;
  readonly #pane: HTMLElement;
  readonly #onRefused: () => void;
  readonly #client: DeskClient;
  readonly #chats = new Map<string, DeskChat>();
  readonly #lists = make('nav', { class: 'lists', attributes: { 'aria-label': 'Chats', tabindex: '-1' } });
  readonly #view = make('div', { class: 'view' });
  readonly #bar = make('div', { class: 'actions' });
  readonly #facts = make('p', { class: 'facts' });
  #refusal = '';
  #drawn = '';
  #listed: DeskLists = { waiting: [], mine: [] };
  #shown: DeskChat | undefined;
  #poll = 0;
  #stopFollowing = (): void => {};

  constructor(agent: Agent, head: PaneHead, pane: HTMLElement, signOut: HTMLElement, onRefused: () => void) {
    this.#agent = agent;
    this.#head = head;
    this.#pane = pane;
    this.#onRefused = onRefused;
    this.element = make(
      'div',
      { class: 'board' },
      make('div', { class: 'side' }, this.#lists, make('div', { class: 'actions' }, signOut)),
      this.#view,
    );
    this.#client = createDeskClient({
      ...browserPorts(() => requestTicket('/desk/ticket', agent.idToken), `dormouse.desk.${agent.agentId}.`),
      agentId: agent.agentId,
      nickname: agent.nickname,
      onEvents: (chatId, events) => {
        const chat = this.#chat(chatId);
        const fresh = chat.take(events);
        this.#refusal = '';
        if (chat !== this.#shown) chat.unread += fresh;
        else if (document.visibilityState === 'visible') this.#client.read(chatId);
        this.#head.addUnread(fresh, this.#pane);
        this.#draw();
      },
      onState: (state, refusal) => {
        this.#head.showState(state, refusal);
        if (refusal === 'unauthorized') this.#onRefused();
      },
      onTyping: ({ chat, on, from }) =>
        this.#chat(chat).transcript.showTyping(on ? (from.nickname ?? 'The customer') : undefined),
      onRead: (chatId, upTo) => this.#chat(chatId).transcript.showRead(upTo),
      onFound: (chatId) => this.#chat(chatId),
    });
  }

  start(): void {
    this.#head.follow(this.#client);
    this.#stopFollowing = followPage(this.#client);
    this.#client.connect();
    void this.#refresh();
    this.#poll = window.setInterval(() => void this.#refresh(), POLL_MS);
    this.#drawView();
  }

  /** Puts the focus where the next chat is to be chosen. */
  focus(): void {
    this.#lists.focus();
  }

  stop(): void {
    window.clearInterval(this.#poll);
    this.#stopFollowing();
    this.#client.disconnect();
  }

  async #refresh(): Promise<void> {
    if (document.visibilityState === 'hidden' || this.#client.state === 'closed') return;
    try {
      this.#listed = await readLists(this.#agent);
      for (const { chatId } of this.#listed.mine) this.#follow(chatId);
      const shown = this.#shown?.chatId;
      if (shown !== undefined && !this.#isMine(shown)) this.#client.refresh(shown);
      this.#draw();
    } catch (error) {
      if (error instanceof HttpRefusal && error.status === 401) this.#onRefused();
    }
  }

  #chat(chatId: string): DeskChat {
    const known = this.#chats.get(chatId);
    if (known !== undefined) return known;
    const composer = new Composer('Message to the customer', {
      send: (text) => this.#run(this.#client.post(chatId, text)),
      type: (typing) => this.#client.typing(chatId, typing),
    });
    const { idToken } = this.#agent;
    const seen = (): number => this.#client.positionOf(chatId);
    const chat = new DeskChat(chatId, composer, { base: `/desk/chats/${chatId}/files`, bearer: idToken, seen });
    this.#chats.set(chatId, chat);
    return chat;
  }

  #follow(chatId: string): DeskChat {
    this.#client.watch(chatId);
    return this.#chat(chatId);
  }

  #look(chatId: string): void {
    this.#shown = this.#follow(chatId);
    this.#shown.unread = 0;
    this.#client.read(chatId);
    this.#refusal = '';
    this.#draw();
    this.#drawView();
  }

  #draw(): void {
    const waiting = this.#listed.waiting.filter(({ chatId }) => !this.#isMine(chatId));
    const named = new Set(waiting.map(({ chatId }) => chatId));
    const followed = [...this.#chats.values()].filter(({ chatId }) => !named.has(chatId));
    for (const { chatId, nickname } of [...waiting, ...this.#listed.mine]) {
      const chat = this.#chats.get(chatId);
      if (chat?.nickname === '') chat.nickname = nickname;
    }
    this.#drawLists([
      ...this.#list('Waiting', 'Nobody waits.', waiting),
      ...this.#list('Mine', 'You are in no chat.', followed.filter(({ chatId }) => this.#isMine(chatId)).map(listed)),
      ...this.#list('Seen', '', followed.filter(({ chatId }) => !this.#isMine(chatId)).map(listed)),
    ]);
    this.#drawActions();
  }

  /** Leaves equal lists alone and gives the focus back: a press of a key or a button must not miss its chat. */
  #drawLists(parts: readonly HTMLElement[]): void {
    const markup = parts.map(({ outerHTML }) => outerHTML).join('');
    if (markup === this.#drawn) return;
    this.#drawn = markup;
    const focused = this.#lists.contains(document.activeElement) ? document.activeElement : null;
    const chatId = focused instanceof HTMLElement ? focused.dataset['chat'] : undefined;
    this.#lists.replaceChildren(...parts);
    if (chatId !== undefined) this.#lists.querySelector<HTMLElement>(`[data-chat="${CSS.escape(chatId)}"]`)?.focus();
  }

  #isMine(chatId: string): boolean {
    return this.#chats.get(chatId)?.has(this.#agent.agentId) ?? false;
  }

  #list(
    title: string,
    none: string,
    chats: readonly { chatId: string; nickname: string; status: number }[],
  ): HTMLElement[] {
    if (chats.length === 0 && none === '') return [];
    const items = chats.map(({ chatId, nickname, status }) => {
      const chat = this.#chats.get(chatId);
      const closed = chat?.standing.closed === true;
      const unread = chat?.unread ?? 0;
      const entry = button('', () => this.#look(chatId), 'entry');
      entry.append(
        make('strong', {}, nickname === '' ? 'Customer' : nickname),
        make('span', { class: 'unread' }, unread === 0 ? '' : `${unread} new`),
        make('small', {}, closed ? 'closed' : meaningOf(status)),
      );
      entry.dataset['chat'] = chatId;
      if (chat !== undefined && chat === this.#shown) entry.setAttribute('aria-current', 'true');
      return make('li', {}, entry);
    });
    const list = items.length === 0 ? make('p', { class: 'none' }, none) : make('ul', {}, ...items);
    return [make('h3', {}, title), list];
  }

  #drawView(): void {
    const chat = this.#shown;
    if (chat === undefined) {
      this.#view.replaceChildren(
        make('p', { class: 'none' }, 'Choose a chat of the list to read it; join it to answer.'),
      );
      return;
    }
    this.#view.replaceChildren(this.#facts, chat.past, chat.transcript.element, chat.composer.element, this.#bar);
    this.#drawActions();
    chat.transcript.scrollDown();
  }

  #drawActions(): void {
    const chat = this.#shown;
    if (chat === undefined) return;
    const { chatId, standing, composer, facts } = chat;
    const isMine = this.#isMine(chatId);
    const mode = standing.closed ? 'closed' : isMine ? 'mine' : 'others';
    this.#facts.replaceChildren(
      make('strong', {}, facts.meaning),
      make('span', {}, facts.since),
      make('code', {}, facts.attribute),
      make('span', { class: 'problem', attributes: { role: 'alert' } }, this.#refusal),
    );
    const hadFocus = [composer.element, this.#bar].some((part) => part.contains(document.activeElement));
    composer.element.hidden = mode !== 'mine';
    // Drawn again only when it changes, so that the focus stays where it is.
    if (this.#bar.dataset['mode'] === `${mode} ${chatId}`) return;
    this.#bar.dataset['mode'] = `${mode} ${chatId}`;
    const client = this.#client;
    const actions = {
      closed: [],
      mine: [
        chat.files.element,
        button('Put on hold', () => this.#run(client.hold(chatId))),
        button('Leave', () => this.#run(client.leave(chatId))),
        button('Close the chat', () => this.#run(client.close(chatId))),
      ],
      others: [button('Join', () => this.#run(client.join(chatId)), 'strong')],
    };
    this.#bar.replaceChildren(...actions[mode]);
    if (hadFocus) (mode === 'others' ? (actions.others[0] ?? this) : mode === 'mine' ? composer : this).focus();
  }

  /** A refusal is told where the status stands, until the next change. */
  #run(command: Promise<unknown>): void {
    const told = (refusal: string): void => {
      this.#refusal = refusal;
      this.#draw();
    };
    command.then(
      () => told(''),
      (error: unknown) => told(error instanceof Error ? error.message : String(error)),
    );
  }
}

const listed = ({ chatId, nickname, standing }: DeskChat): { chatId: string; nickname: string; status: number } => ({
  chatId,
  nickname,
  status: standing.status,
});

import type { WireEvent } from '../../shared/protocol/index.ts';
import { browserPorts, followPage, HttpRefusal, requestJson, requestTicket } from '../client/browser.ts';
import { createChatClient, type ChatClient } from '../client/chat-client.ts';
import { Composer } from './composer.ts';
import { button, field, make } from './elements.ts';
import { FilePicker } from './file-picker.ts';
import { keepChat, newSecret, readKeptChat, type KeptChat } from './kept-chat.ts';
import { PaneHead } from './pane-head.ts';
import { pastOf } from './past.ts';
import { Transcript } from './transcript.ts';

interface OpenChat extends KeptChat {
  readonly chatId: string;
  readonly secureKey: string;
}

const isOpened = (value: unknown): value is { chatId: string; secureKey: string } =>
  typeof value === 'object' &&
  value !== null &&
  'chatId' in value &&
  typeof value.chatId === 'string' &&
  'secureKey' in value &&
  typeof value.secureKey === 'string';

/** Opening twice with one secret opens one chat, so a repeat after a lost answer is harmless. */
const openChat = async (chat: KeptChat): Promise<OpenChat> => {
  const { secret, nickname, subject, chatId, secureKey, continues } = chat;
  if (chatId !== undefined && secureKey !== undefined) return { ...chat, chatId, secureKey };
  keepChat(chat);
  const userData = { GCTI_Chat_AsyncMode: 'true' };
  const body = { secret, nickname, userData, ...(subject === '' ? {} : { subject }), ...(continues && { continues }) };
  const answer = await requestJson('POST', '/chats', { body });
  if (!isOpened(answer)) throw new TypeError('The server answered something else than a chat.');
  const opened = { ...chat, chatId: answer.chatId, secureKey: answer.secureKey };
  keepChat(opened);
  return opened;
};

/** The customer's side: opens a chat, or comes back to the one that this browser has. */
export class CustomerPane {
  readonly #pane: HTMLElement;
  readonly #head: PaneHead;
  readonly #body = make('div', { class: 'pane-body' });
  #end = (): void => {};

  constructor(pane: HTMLElement) {
    this.#pane = pane;
    this.#head = new PaneHead(pane, { id: 'customer-title', title: 'Customer' });
    pane.append(this.#head.element, this.#body);
    const kept = readKeptChat();
    if (kept === undefined) this.#askWho();
    else void this.#start(kept);
  }

  #askWho(problem = ''): HTMLInputElement {
    this.#end();
    this.#head.follow(undefined);
    const name = field('Your name', { name: 'nickname', value: 'Carla' });
    const subject = field('What is it about? (optional)', { name: 'subject', required: false });
    const form = make(
      'form',
      { class: 'card' },
      make('p', {}, 'Open a chat and leave when you like: it waits for you, for days if need be.'),
      name.row,
      subject.row,
      make('p', { class: 'problem', attributes: { role: 'alert' } }, problem),
      make('button', { class: 'button strong', attributes: { type: 'submit' } }, 'Start the chat'),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const nickname = name.input.value.trim().slice(0, 64);
      if (nickname !== '') {
        const chat = { secret: newSecret(), nickname, subject: subject.input.value.trim().slice(0, 200) };
        void this.#start(chat).then((composer) => composer?.focus());
      }
    });
    this.#body.replaceChildren(form);
    return name.input;
  }

  async #start(kept: KeptChat): Promise<Composer | undefined> {
    this.#body.replaceChildren(make('p', { class: 'card' }, 'Opening the chat …'));
    try {
      return this.#show(await openChat(kept));
    } catch (error) {
      if (error instanceof HttpRefusal && error.final) keepChat(undefined);
      this.#askWho(error instanceof Error ? error.message : String(error)).focus();
      return undefined;
    }
  }

  #show({ chatId, secureKey, nickname }: OpenChat): Composer {
    const past = make('div', {});
    const files = { base: `/chats/${chatId}/files`, bearer: secureKey, seen: () => client.position };
    const transcript = new Transcript('CLIENT', 'Conversation, as the customer sees it', files);
    const showUnsent = (): void => transcript.showUnsent(client.unsent.map(({ text }) => text));
    const client: ChatClient = createChatClient({
      ...browserPorts(() => requestTicket(`/chats/${chatId}/ticket`, secureKey), `dormouse.outbox.${chatId}.`),
      chatId,
      nickname,
      onEvents: (events) => {
        const isHistory = transcript.isEmpty;
        if (isHistory)
          past.replaceChildren(pastOf(events[0], { url: `/chats/${chatId}`, bearer: secureKey, mine: 'CLIENT' }));
        transcript.add(events);
        if (!isHistory) this.#head.addUnread(events.filter(isFromAgent).length, this.#pane);
        if (events.some(({ type }) => type === 'chat-closed')) ended();
        if (document.visibilityState === 'visible') client.read();
        showUnsent();
      },
      onRead: (upTo) => transcript.showRead(upTo),
      onState: (state, refusal) => {
        this.#head.showState(state, refusal);
        if (refusal !== undefined) ended();
      },
      onTyping: ({ on, from }) => transcript.showTyping(on ? (from.nickname ?? 'The agent') : undefined),
    });
    const composer = new Composer('Message to the agent', {
      send: (text) => {
        client.post(text).then(showUnsent, showUnsent);
        showUnsent();
      },
      type: (typing) => {
        client.typing(typing);
        client.read();
      },
    });
    const actions = make(
      'div',
      { class: 'actions' },
      new FilePicker(files).element,
      button('End the chat', () => void client.close().catch(showUnsent)),
    );
    const ended = (): void => {
      const again = button('Start another chat', () => this.#startOver(), 'strong');
      const goOn = button(
        'Go on in a new chat, with this one in view',
        () => void this.#goOn({ chatId, secureKey }, nickname),
      );
      const hadFocus = [composer.element, actions].some((part) => part.contains(document.activeElement));
      composer.element.hidden = true;
      actions.replaceChildren(again, goOn);
      if (hadFocus) again.focus();
    };
    this.#body.replaceChildren(past, transcript.element, composer.element, actions);
    this.#head.follow(client);
    this.#end = followPage(client);
    showUnsent();
    client.connect();
    return composer;
  }

  /** A closed chat stays closed: a new one continues it. */
  async #goOn(continues: { readonly chatId: string; readonly secureKey: string }, nickname: string): Promise<void> {
    this.#end();
    const composer = await this.#start({ secret: newSecret(), nickname, subject: '', continues });
    composer?.focus();
  }

  #startOver(): void {
    keepChat(undefined);
    this.#askWho().focus();
  }
}

const isFromAgent = (event: WireEvent): boolean => event.type === 'message-posted' && event.from.type === 'AGENT';

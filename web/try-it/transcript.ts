import type { From, WireEvent } from '../../shared/protocol/index.ts';
import { button, make } from './elements.ts';
import { deleteFile, downloadFile } from './file-api.ts';
import { sizeOf, type FilePlace } from './upload.ts';

const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A point in time, as the reader writes it. */
export const momentOf = (atMs: number): string => MOMENT.format(atMs);

/** Who types says so every three seconds; after two of them missed, the other side has left without a word. */
const TYPING_LASTS_MS = 7_000;

/** Within so many pixels of its end a log is being followed; further up, somebody reads. */
const FOLLOWED_PX = 48;

const LEFT = {
  left: 'left',
  hold: 'put the chat on hold',
  transferred: 'transferred the chat',
  lost: 'was lost: the desk vanished',
} as const;
const NOTICE = { 'pushed-url': 'sent the page', custom: 'says:', 'nickname-changed': 'is now called' } as const;
const CLOSED = {
  idle: 'after a long silence',
  agent: 'by the agent',
  customer: 'by the customer',
  workflow: 'by the service',
  abandoned: 'because everybody had left',
} as const;

const nameOf = (from: From): string =>
  from.nickname ??
  { CLIENT: 'The customer', AGENT: 'The agent', EXTERNAL: 'The service', SYSTEM: 'Dormouse' }[from.type];

const placeOf = ({ queue, workbin }: { queue?: string | undefined; workbin?: string | undefined }): string => {
  const place = queue ?? workbin;
  return place === undefined ? '' : `: ${place}`;
};

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
    case 'customer-restored':
      return 'The customer is reached by push again';
    case 'notice-sent':
      return `${nameOf(event.from)} ${NOTICE[event.notice]} ${event.text}`;
    case 'user-data-updated':
      return `${nameOf(event.from)} changed ${Object.keys(event.userData).join(', ')}`;
    case 'file-uploaded':
      return `${nameOf(event.from)} sent ${event.name} (${sizeOf(event.sizeBytes)})`;
    case 'file-deleted':
      return `${nameOf(event.from)} deleted a file`;
    case 'agent-joined':
      return `${nameOf(event.agent)} joined`;
    case 'agent-left':
      return `${nameOf(event.agent)} ${LEFT[event.cause]}${placeOf(event)}`;
    case 'idle-alerted':
      return event.text === '' ? 'Nothing was said for long' : event.text;
    case 'chat-closed':
      return `Closed ${CLOSED[event.cause]}${event.text === '' ? '' : `. ${event.text}`}`;
  }
};

/** One conversation as a list that grows downwards, with the messages that are on their way below it. */
export class Transcript {
  readonly element: HTMLElement;
  readonly #log: HTMLElement;
  readonly #list = make('ol', { class: 'events' });
  readonly #unsent = make('ol', { class: 'events' });
  readonly #typing = make('p', { class: 'typing' });
  readonly #mine: From['type'];
  readonly #said: { readonly index: number; readonly footer: HTMLElement }[] = [];
  readonly #readMark = make('span', { class: 'read' }, ' · read');
  #readUpTo = 0;
  readonly #files: FilePlace | undefined;
  /** The buttons of each file, until it is deleted. */
  readonly #fileActions = new Map<string, HTMLElement>();
  #day = '';
  #typingTimer = 0;

  /** `mine`: whose messages stand on the right; without `files` they are named and cannot be fetched. */
  constructor(mine: From['type'], label: string, files?: FilePlace) {
    this.#mine = mine;
    this.#files = files;
    this.#log = make(
      'div',
      { class: 'log', attributes: { role: 'log', 'aria-label': label, tabindex: '0' } },
      this.#list,
      this.#unsent,
    );
    this.element = make('div', { class: 'transcript' }, this.#log, this.#typing);
  }

  get isEmpty(): boolean {
    return this.#list.childElementCount === 0;
  }

  add(events: readonly WireEvent[]): void {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    const followed = scrollHeight - scrollTop - clientHeight < FOLLOWED_PX;
    for (const event of events) {
      const day = DAY.format(event.at);
      if (day !== this.#day) this.#list.append(make('li', { class: 'day' }, day));
      this.#day = day;
      this.#list.append(this.#item(event));
      if (event.from.type !== this.#mine) this.showTyping(undefined);
    }
    this.showRead(this.#readUpTo);
    if (followed || events.some(({ from }) => from.type === this.#mine)) this.scrollDown();
  }

  /** The other side has read up to here: says so below the last message that it is true of. */
  showRead(upTo: number): void {
    this.#readUpTo = upTo;
    this.#said.findLast(({ index }) => index <= upTo)?.footer.append(this.#readMark);
  }

  showUnsent(texts: readonly string[]): void {
    const items = texts.map((text) =>
      make('li', { class: 'message mine unsent' }, make('p', {}, text), make('footer', {}, 'on its way')),
    );
    this.#unsent.replaceChildren(...items);
    if (items.length > 0) this.scrollDown();
  }

  showTyping(name: string | undefined): void {
    window.clearTimeout(this.#typingTimer);
    if (name === undefined) return this.#typing.replaceChildren();
    const dots = make(
      'span',
      { class: 'dots', attributes: { 'aria-hidden': 'true' } },
      make('i'),
      make('i'),
      make('i'),
    );
    this.#typing.replaceChildren(`${name} is typing`, dots);
    this.#typingTimer = window.setTimeout(() => this.showTyping(undefined), TYPING_LASTS_MS);
  }

  #item(event: WireEvent): HTMLElement {
    const at = make('time', { attributes: { datetime: new Date(event.at).toISOString() } }, TIME.format(event.at));
    at.title = momentOf(event.at);
    if (event.type === 'file-deleted') this.#fileActions.get(event.fileId)?.remove();
    if (event.type === 'file-uploaded')
      return make('li', { class: 'line' }, lineOf(event), ' · ', at, this.#actionsOf(event) ?? '');
    if (event.type !== 'message-posted') return make('li', { class: 'line' }, lineOf(event), ' · ', at);
    const side = event.from.type === this.#mine ? 'mine' : 'theirs';
    const note = event.visibility === 'INT' ? ' note' : '';
    const who = note === '' ? nameOf(event.from) : `${nameOf(event.from)}, for agents only`;
    const footer = make('footer', {}, who, ' · ', at);
    if (side === 'mine' && note === '') this.#said.push({ index: event.index, footer });
    return make('li', { class: `message ${side}${note}` }, make('p', {}, event.text), footer);
  }

  #actionsOf({ fileId, from }: Extract<WireEvent, { type: 'file-uploaded' }>): HTMLElement | undefined {
    const files = this.#files;
    if (files === undefined) return undefined;
    const problem = make('span', { class: 'problem', attributes: { role: 'alert' } });
    const run = (work: Promise<void>): void => {
      problem.textContent = '';
      work.catch((error: unknown) => (problem.textContent = error instanceof Error ? error.message : String(error)));
    };
    const mayDelete = this.#mine === 'AGENT' || from.type === this.#mine;
    const actions = make(
      'span',
      { class: 'file-actions' },
      button('Download', () => run(downloadFile(files, fileId))),
      mayDelete ? button('Delete', () => run(deleteFile(files, fileId))) : undefined,
      problem,
    );
    this.#fileActions.set(fileId, actions);
    return actions;
  }

  /** Shows the end; needed again whenever the element comes back to the page, which forgets where it was. */
  scrollDown(): void {
    this.#log.scrollTop = this.#log.scrollHeight;
  }
}

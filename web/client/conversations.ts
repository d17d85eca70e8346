import type { From, FrameOf, ReadUpTo, ServerFrame, WireEvent } from '../../shared/protocol/index.ts';
import { FRAME_BYTES_MAX, TEXT_BYTES_MAX } from '../../shared/protocol/limits.ts';
import { backoffMs } from './backoff.ts';
import { Connection, type ConnectionOwner } from './connection.ts';
import type { Question, Wish } from './frames.ts';
import { Outbox, type Entry, type Outcome } from './outbox.ts';
import { ownEvent } from './own-event.ts';
import type { ClientPorts, ConnectionState } from './ports.ts';
import { Reading } from './reading.ts';
import { outcomeOf } from './refused.ts';
import { Timeline } from './timeline.ts';

/** How long an event that came too early waits for those before it, until they are asked for. */
const GAP_MS = 250;

/** The pause after a catch-up that did not reach a position already heard of. */
const AGAIN_MS = 1_000;

/** `typing` is sent at most this often while somebody types. */
const TYPING_MS = 3_000;

/** Room for `seen` in a frame. */
const SEEN_BYTES = 32;

/** Refusals after which the command is sent again, once the client has caught up. */
const TRY_AGAIN = ['try-again', 'rate-limited', 'catch-up-first', 'say-hello'];

const TOO_LONG = { code: 'too-long', message: 'the text is too long' };
const CHAT_CLOSED = { code: 'chat-closed', message: 'the chat is closed' };

/** What a page hears: each event once and in order, whatever the sockets do. */
export interface ConversationListener {
  /** At least one event of one chat; several when they were missed. */
  readonly events: (chat: string, events: readonly WireEvent[]) => void;
  readonly state: (state: ConnectionState, refusal?: string) => void;
  /** The other side has read up to here: more than before. */
  readonly read: (chat: string, upTo: number) => void;
  /** A frame that has nothing to do with the order of events: typing, desks. */
  readonly aside: (frame: ServerFrame) => void;
}

/** What tells the customer's client and the desk's apart. */
export interface Role {
  readonly self: From;
  /** What hello and ping say of the positions in `chats`. */
  readonly positions: (chats: Readonly<Record<string, number>>) => { after?: number; chats?: Record<string, number> };
  /** Whether the connection ends with the chat. */
  readonly endsWithChat: boolean;
}

interface Conversation {
  readonly chat: string;
  readonly timeline: Timeline;
  /** Events up to here are not shown: the page has them, or does not want them. */
  readonly shownTo: number;
  /** Set while a catch-up is due or under way: no command for this chat goes out before its end. */
  catchingUp: boolean;
  /** The reference under which a page is due. */
  asked: string | undefined;
  /** Whether the server was told the position on this socket, so that its answers begin there. */
  named: boolean;
  closed: boolean;
  /** Refusals in a row that asked for another try. */
  tries: number;
  cancelLater: (() => void) | undefined;
  readonly reading: Reading;
}

/** Any number of chats on one connection: gap filling, one command at a time, repeats that are known as such. */
export class Conversations implements ConnectionOwner {
  readonly #ports: ClientPorts;
  readonly #role: Role;
  readonly #listener: ConversationListener;
  readonly #connection: Connection;
  readonly #outbox: Outbox;
  readonly #chats = new Map<string, Conversation>();
  readonly #instance: string;
  #commands = 0;
  #inFlight: Entry | undefined;
  #state: ConnectionState = 'closed';
  #typedAtMs = -Infinity;

  /** Takes over the stored outbox. Nothing is sent before `start`. */
  constructor(ports: ClientPorts, role: Role, listener: ConversationListener) {
    this.#ports = ports;
    this.#role = role;
    this.#listener = listener;
    this.#connection = new Connection(ports, this);
    this.#outbox = new Outbox(ports.store);
    this.#instance = Array.from({ length: 10 }, () => Math.floor(ports.random() * 36).toString(36)).join('');
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** The commands that are not known to be settled, in order. */
  get unsettled(): readonly Entry[] {
    return this.#outbox.entries;
  }

  start(): void {
    this.#connection.start();
  }

  stop(): void {
    this.#connection.stop();
  }

  setVisible(visible: boolean): void {
    this.#connection.setVisible(visible);
  }

  /** Follows a chat from `after` on. What the outbox still holds for it may lie further back, so the search begins there. */
  watch(chat: string, after: number): void {
    if (this.#chats.has(chat)) return;
    const waiting = this.#outbox.entries.filter(({ command }) => command.chat === chat).map(({ from }) => from);
    const conversation: Conversation = {
      chat,
      timeline: new Timeline(Math.min(after, ...waiting)),
      shownTo: after,
      catchingUp: false,
      asked: undefined,
      named: false,
      closed: false,
      tries: 0,
      cancelLater: undefined,
      reading: new Reading(this.#ports.timers, (upTo) => this.#connection.tell({ op: 'read', chat, upTo })),
    };
    this.#chats.set(chat, conversation);
    this.#catchUp(conversation);
  }

  /** Stops following a chat; what is in the outbox for it stays until it is followed again. */
  unwatch(chat: string): void {
    this.#chats.get(chat)?.cancelLater?.();
    this.#chats.delete(chat);
  }

  /** Asks for what is new in a chat; a chat that pushes to this socket needs no asking. */
  refresh(chat: string): void {
    const conversation = this.#chats.get(chat);
    if (conversation?.closed === false) this.#catchUp(conversation);
  }

  isWatched(chat: string): boolean {
    return this.#chats.has(chat);
  }

  /** The position up to which a chat has been given out; 0 for one that is not followed. */
  positionOf(chat: string): number {
    return this.#chats.get(chat)?.timeline.cursor ?? 0;
  }

  /** Puts a command into the outbox: resolves with its index, be it after a day without a network; rejects with `Refused`. */
  submit(chat: string, wish: Wish): Promise<number | undefined> {
    return outcomeOf((done) => this.#enter(chat, wish, done));
  }

  #enter(chat: string, wish: Wish, done: (outcome: Outcome) => void): void {
    this.#commands += 1;
    const command = { ...wish, id: `${this.#instance}.${this.#commands}`, chat };
    const tooLong =
      bytesOf(JSON.stringify(command)) + SEEN_BYTES > FRAME_BYTES_MAX ||
      (command.op === 'post' && bytesOf(command.text) > TEXT_BYTES_MAX);
    if (tooLong) return done(TOO_LONG);
    if (this.#chats.get(chat)?.closed === true) return done(CHAT_CLOSED);
    this.#outbox.add({ command, from: this.positionOf(chat), done });
    this.#pump();
  }

  /** Says that somebody types, or stopped; most calls send nothing. */
  type(chat: string, on: boolean, preview?: string): void {
    const now = this.#ports.timers.now();
    if (on ? now - this.#typedAtMs < TYPING_MS : this.#typedAtMs === -Infinity) return;
    this.#typedAtMs = on ? now : -Infinity;
    this.#connection.tell({ op: 'typing', chat, on, ...(preview === undefined ? {} : { preview }) });
  }

  /** Says, within three seconds, that everything given out so far has been read. */
  read(chat: string): void {
    this.#chats.get(chat)?.reading.note(this.positionOf(chat));
  }

  #hearRead({ chat, read }: { readonly chat: string; readonly read?: ReadUpTo | undefined }): void {
    const upTo = read?.[this.#role.self.type === 'CLIENT' ? 'AGENT' : 'CLIENT'] ?? 0;
    if (this.#chats.get(chat)?.reading.hear(upTo) === true) this.#listener.read(chat, upTo);
  }

  hello(): Question {
    for (const conversation of this.#chats.values()) conversation.named = true;
    return { op: 'hello', v: 1, ...this.#role.positions(this.#positions()) };
  }

  ping(): Question {
    return { op: 'ping', ...this.#role.positions(this.#positions()) };
  }

  moved(): void {
    const { phase } = this.#connection;
    // An opened connection is live only after its first answer has been taken: `received` says so.
    if (phase === 'open') return;
    this.#inFlight = undefined;
    for (const conversation of this.#chats.values()) reset(conversation);
    this.#tellState();
  }

  interrupted(): void {
    this.#inFlight = undefined;
    for (const conversation of this.#chats.values()) {
      reset(conversation);
      this.#catchUp(conversation);
    }
  }

  received(frame: ServerFrame): void {
    switch (frame.type) {
      case 'hello-ok':
        this.#greeted(frame);
        for (const page of frame.chats) this.#hearRead(page);
        break;
      case 'page':
        this.#takePage(frame);
        this.#hearRead(frame);
        break;
      case 'read':
        this.#hearRead(frame);
        break;
      case 'event':
        this.#take(frame.chat, frame.event);
        break;
      case 'pong':
        for (const { chat, position } of frame.behind) this.#hearOf(chat, position);
        break;
      case 'ack':
        this.#acknowledged(frame);
        break;
      case 'error':
        this.#refused(frame);
        break;
      default:
    }
    if (frame.type !== 'event' || !this.#chats.has(frame.chat)) this.#listener.aside(frame);
    this.#pump();
    this.#tellState();
  }

  #greeted(frame: FrameOf<'hello-ok'>): void {
    for (const page of frame.chats) {
      const conversation = this.#chats.get(page.chat);
      if (conversation?.named !== true) continue;
      conversation.catchingUp = conversation.asked !== undefined;
      this.#give(conversation, conversation.timeline.takePage(page.events, page.position));
      this.#goOn(conversation, page.more);
      if (page.closed && !page.more) this.#end(conversation);
    }
    for (const conversation of this.#chats.values()) if (!conversation.named) this.#catchUp(conversation);
  }

  #takePage({ ref, chat, events, position, more }: FrameOf<'page'>): void {
    const conversation = this.#chats.get(chat);
    if (conversation === undefined || conversation.asked !== ref) return;
    conversation.asked = undefined;
    conversation.catchingUp = false;
    this.#give(conversation, conversation.timeline.takePage(events, position));
    this.#goOn(conversation, more);
  }

  #goOn(conversation: Conversation, more: boolean): void {
    if (more) this.#catchUp(conversation);
    else if (conversation.timeline.behind) this.#catchUpAfter(conversation, AGAIN_MS);
  }

  #take(chat: string, event: WireEvent): void {
    const conversation = this.#chats.get(chat);
    if (conversation === undefined) return;
    this.#give(conversation, conversation.timeline.take(event));
    if (conversation.timeline.behind) this.#catchUpAfter(conversation, GAP_MS);
  }

  #hearOf(chat: string, position: number): void {
    const conversation = this.#chats.get(chat);
    if (conversation === undefined) return;
    conversation.timeline.hearOf(position);
    if (conversation.timeline.behind) this.#catchUp(conversation);
  }

  /** What is found among the own events leaves the outbox before anybody can send again. */
  #give(conversation: Conversation, events: readonly WireEvent[]): void {
    for (const { id, index } of events) if (id !== undefined) this.#outbox.settle(id, { index });
    const shown = events.filter((event) => event.index > conversation.shownTo);
    if (shown.length > 0) this.#listener.events(conversation.chat, shown);
    if (events.some((event) => event.type === 'chat-closed')) this.#end(conversation);
  }

  /** All own events up to the close have been found: what is left will never be accepted. */
  #end(conversation: Conversation): void {
    conversation.closed = true;
    this.#outbox.refuse(conversation.chat, CHAT_CLOSED);
    if (this.#role.endsWithChat) this.#connection.stop(CHAT_CLOSED.code);
  }

  #acknowledged({ ref, chat, index, prev, at, repeated }: FrameOf<'ack'>): void {
    const entry = this.#outbox.find(ref);
    if (this.#inFlight?.command.id === ref) this.#inFlight = undefined;
    this.#outbox.settle(ref, { index });
    const conversation = this.#chats.get(chat);
    if (conversation !== undefined) conversation.tries = 0;
    if (index === undefined) return;
    if (entry === undefined || prev === undefined || at === undefined || repeated === true) this.#hearOf(chat, index);
    else this.#take(chat, ownEvent(entry.command, { index, prev, at }, this.#role.self));
  }

  #refused({ ref, code, message }: FrameOf<'error'>): void {
    if (ref === undefined) return;
    const entry = this.#inFlight?.command.id === ref ? this.#inFlight : undefined;
    const conversation = [...this.#chats.values()].find(
      (each) => each.asked === ref || each.chat === entry?.command.chat,
    );
    if (entry !== undefined) this.#inFlight = undefined;
    if (conversation?.asked === ref) conversation.asked = undefined;
    if (conversation === undefined) return;
    if (!TRY_AGAIN.includes(code)) {
      conversation.catchingUp = conversation.asked !== undefined;
      if (entry !== undefined) this.#outbox.settle(ref, { code, message });
      else this.#outbox.refuse(conversation.chat, { code, message });
      return;
    }
    // The chat's commands wait for a catch-up; after `say-hello` the answer to the hello is one.
    conversation.catchingUp = true;
    if (code === 'say-hello') return;
    conversation.tries += 1;
    const atOnce = code === 'catch-up-first' && conversation.tries === 1;
    this.#catchUpAfter(conversation, atOnce ? 0 : backoffMs(conversation.tries, this.#ports.random));
  }

  #catchUp(conversation: Conversation): void {
    if (conversation.asked !== undefined) return;
    reset(conversation);
    const { chat, timeline } = conversation;
    conversation.asked = this.#connection.ask({ op: 'catch-up', chat, after: timeline.cursor });
    conversation.catchingUp = conversation.named = conversation.asked !== undefined;
  }

  #catchUpAfter(conversation: Conversation, ms: number): void {
    if (conversation.asked !== undefined || conversation.cancelLater !== undefined) return;
    conversation.cancelLater = this.#ports.timers.after(ms, () => {
      conversation.cancelLater = undefined;
      if (conversation.catchingUp || conversation.timeline.behind) this.#catchUp(conversation);
    });
  }

  /** Sends the oldest command whose chat is caught up, if none is under way: a gateway keeps no order between two frames. */
  #pump(): void {
    if (this.#inFlight !== undefined || this.#connection.phase !== 'open') return;
    for (const entry of this.#outbox.entries) {
      const conversation = this.#chats.get(entry.command.chat);
      if (conversation === undefined || conversation.catchingUp) continue;
      this.#inFlight = entry;
      this.#connection.demand(entry.command.id, { ...entry.command, seen: conversation.timeline.cursor });
      return;
    }
  }

  #positions(): Record<string, number> {
    return Object.fromEntries([...this.#chats.values()].map(({ chat, timeline }) => [chat, timeline.cursor]));
  }

  #tellState(): void {
    const { phase, refusal } = this.#connection;
    const busy = this.#state !== 'live' && [...this.#chats.values()].some(({ catchingUp }) => catchingUp);
    const state = phase === 'open' ? (busy ? 'connecting' : 'live') : phase;
    if (state === this.#state) return;
    this.#state = state;
    this.#listener.state(state, refusal);
  }
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** Forgets what was under way: the socket that was to answer is gone, or the question is about to be asked anew. */
const reset = (conversation: Conversation): void => {
  conversation.cancelLater?.();
  conversation.cancelLater = conversation.asked = undefined;
  conversation.catchingUp = conversation.named = false;
  conversation.reading.forget();
};

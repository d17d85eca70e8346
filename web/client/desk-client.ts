import type { FrameOf, From, NoticeKind, ServerFrame, WireEvent } from '../../shared/protocol/index.ts';
import { Conversations } from './conversations.ts';
import type { Wish } from './frames.ts';
import type { ClientPorts, ConnectionState } from './ports.ts';

/** What an agent's client is made of. */
export interface DeskClientOptions extends ClientPorts {
  /** How the agent's own messages are signed until the page reads them from the log. */
  readonly agentId: string;
  readonly nickname: string;
  /** Each event of each followed chat exactly once and in order; several at a time when they were missed. */
  readonly onEvents: (chatId: string, events: readonly WireEvent[]) => void;
  /** `refusal`: the error code that closed the connection for good. */
  readonly onState?: (state: ConnectionState, refusal?: string) => void;
  readonly onTyping?: (typing: FrameOf<'typing'>) => void;
  /** The customer has read up to here; each time more than before. */
  readonly onRead?: (chatId: string, upTo: number) => void;
  /** A chat of this agent that the page did not follow; it is followed from its beginning from now on. */
  readonly onFound?: (chatId: string) => void;
}

/** A message to a chat. */
export interface DeskPostOptions {
  readonly messageType?: string;
  /** `INT`: for agents only. */
  readonly visibility?: 'ALL' | 'INT';
}

/** An agent's end of several chats, on one socket. */
export interface DeskClient {
  readonly state: ConnectionState;
  /** Connects and stays connected; while waiting: tries at once. */
  connect(): void;
  /** Lets go of the socket until `connect`. What is posted meanwhile is kept. */
  disconnect(): void;
  /** Follows a chat from position `after` on (0: from its beginning). `joined`: the agent is in it already. */
  watch(chatId: string, options?: { readonly after?: number; readonly joined?: boolean }): void;
  /** Asks for what is new: a chat that the agent is not in pushes nothing, and heartbeats are seldom. */
  refresh(chatId: string): void;
  unwatch(chatId: string): void;
  /** Everything up to here has been given to `onEvents`. */
  positionOf(chatId: string): number;
  /** Follows and enters a chat. */
  join(chatId: string): Promise<number | undefined>;
  /** Leaves; when the last agent leaves, the chat sleeps. */
  leave(chatId: string): Promise<number | undefined>;
  /** Leaves and puts the chat on hold, if wanted into a queue or a workbin that is named. */
  hold(chatId: string, place?: { readonly queue: string } | { readonly workbin: string }): Promise<number | undefined>;
  /** Leaves and puts the chat into a queue, for another agent. */
  transfer(chatId: string, queue: string): Promise<number | undefined>;
  /** Ends the chat. */
  close(chatId: string): Promise<number | undefined>;
  /** Resolves with the index when the message is durable, however long that takes; rejects with `Refused`. */
  post(chatId: string, text: string, options?: DeskPostOptions): Promise<number | undefined>;
  /** Sends a notice: `text` is the address of a page, words for the application, or the agent's new nickname. */
  notify(
    chatId: string,
    notice: NoticeKind,
    text: string,
    options?: Pick<DeskPostOptions, 'visibility'>,
  ): Promise<number | undefined>;
  /** Sets user data by key, for agents only; null deletes. */
  setUserData(chatId: string, userData: Readonly<Record<string, string | null>>): Promise<number | undefined>;
  /** Call it at every key stroke, and with false when the field is emptied. */
  typing(chatId: string, on: boolean, preview?: string): void;
  /** Call it when the agent has read what was given out so far: the customer is shown it. */
  read(chatId: string): void;
  /** Whether anybody looks at the page. */
  setVisible(visible: boolean): void;
}

type SeatEvent = Extract<WireEvent, { type: 'agent-joined' | 'agent-left' }>;

/** Keeps which chats the agent is in, to enter them again when the server took the desk for lost. */
class Desk {
  readonly #options: DeskClientOptions;
  readonly #joined = new Set<string>();
  readonly #self: From;
  readonly conversations: Conversations;
  #desks = 1;

  constructor(options: DeskClientOptions) {
    this.#options = options;
    const { agentId, nickname } = options;
    this.#self = { type: 'AGENT', agentId, nickname };
    this.conversations = new Conversations(
      options,
      { self: this.#self, positions: (chats) => ({ chats: { ...chats } }), endsWithChat: false },
      {
        events: (chat, events) => {
          const wasIn = this.#joined.has(chat);
          for (const event of events) this.#note(chat, event);
          options.onEvents(chat, events);
          if (wasIn && this.#endsLost(events)) this.#joinAgain(chat);
        },
        state: (state, refusal) => options.onState?.(state, refusal),
        read: (chat, upTo) => options.onRead?.(chat, upTo),
        aside: (frame) => this.#aside(frame),
      },
    );
  }

  watch(chat: string, after: number, joined: boolean): void {
    if (joined) this.#joined.add(chat);
    this.conversations.watch(chat, after);
  }

  /** Says something that the agent's other desks, if there are any, are to show too. */
  say(chat: string, wish: Wish): Promise<number | undefined> {
    return this.conversations.submit(chat, this.#desks > 1 ? { ...wish, echo: true } : wish);
  }

  #note(chat: string, event: WireEvent): void {
    if (event.type === 'chat-closed') this.#joined.delete(chat);
    if (!this.#isOwnSeat(event)) return;
    if (event.type === 'agent-joined') this.#joined.add(chat);
    // Whoever was taken for lost did not leave.
    else if (event.cause !== 'lost') this.#joined.delete(chat);
  }

  /** Whether the last that happened to this agent's seat is its loss: the log says it, also when a hello's answer did not arrive. */
  #endsLost(events: readonly WireEvent[]): boolean {
    const last = events.findLast((event) => this.#isOwnSeat(event));
    return last?.type === 'agent-left' && last.cause === 'lost';
  }

  #isOwnSeat(event: WireEvent): event is SeatEvent {
    return (event.type === 'agent-joined' || event.type === 'agent-left') && event.agent.agentId === this.#self.agentId;
  }

  #joinAgain(chat: string): void {
    void this.conversations.submit(chat, { op: 'join' }).catch(() => this.#joined.delete(chat));
  }

  #aside(frame: ServerFrame): void {
    switch (frame.type) {
      case 'typing':
        return this.#options.onTyping?.(frame);
      case 'desks':
        this.#desks = frame.count;
        return;
      case 'event':
        return this.#found(frame.chat);
      case 'hello-ok':
        this.#desks = frame.desks ?? 1;
        for (const { chat, closed } of frame.chats) if (!closed) this.#found(chat);
        if (frame.declaredLost !== true) return;
        for (const chat of this.#joined) this.#joinAgain(chat);
        return;
      default:
    }
  }

  #found(chat: string): void {
    if (this.conversations.isWatched(chat)) return;
    this.conversations.watch(chat, 0);
    this.#options.onFound?.(chat);
  }
}

/** Makes an agent's client; it connects at `connect`. */
export const createDeskClient = (options: DeskClientOptions): DeskClient => {
  const desk = new Desk(options);
  const { conversations } = desk;
  return {
    get state() {
      return conversations.state;
    },
    connect: () => conversations.start(),
    disconnect: () => conversations.stop(),
    watch: (chatId, { after = 0, joined = false } = {}) => desk.watch(chatId, after, joined),
    refresh: (chatId) => conversations.refresh(chatId),
    unwatch: (chatId) => conversations.unwatch(chatId),
    positionOf: (chatId) => conversations.positionOf(chatId),
    join: (chatId) => {
      conversations.watch(chatId, 0);
      return conversations.submit(chatId, { op: 'join' });
    },
    leave: (chatId) => conversations.submit(chatId, { op: 'leave' }),
    hold: (chatId, place) => conversations.submit(chatId, { op: 'hold', ...place }),
    transfer: (chatId, queue) => conversations.submit(chatId, { op: 'transfer', queue }),
    close: (chatId) => conversations.submit(chatId, { op: 'close' }),
    post: (chatId, text, more) => desk.say(chatId, { op: 'post', text, ...more }),
    notify: (chatId, notice, text, more) => desk.say(chatId, { op: 'notice', notice, text, ...more }),
    setUserData: (chatId, userData) => desk.say(chatId, { op: 'user-data', userData }),
    typing: (chatId, on, preview) => conversations.type(chatId, on, preview),
    read: (chatId) => conversations.read(chatId),
    setVisible: (visible) => conversations.setVisible(visible),
  };
};

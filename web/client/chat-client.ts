import type { FrameOf, NoticeKind, WireEvent } from '../../shared/protocol/index.ts';
import { Conversations } from './conversations.ts';
import type { Wish } from './frames.ts';
import type { ClientPorts, ConnectionState } from './ports.ts';

/** What a customer's client is made of. */
export interface ChatClientOptions extends ClientPorts {
  readonly chatId: string;
  /** How the customer's own messages are signed until the page reads them from the log. */
  readonly nickname?: string;
  /** The position from which events are wanted; left out: the whole chat. */
  readonly after?: number;
  /** Each event exactly once and in order; several at a time when they were missed. */
  readonly onEvents: (events: readonly WireEvent[]) => void;
  /** `refusal`: the error code that closed the connection for good, `chat-closed` at the end of the chat. */
  readonly onState?: (state: ConnectionState, refusal?: string) => void;
  readonly onTyping?: (typing: FrameOf<'typing'>) => void;
  /** An agent has read up to here; each time more than before. */
  readonly onRead?: (upTo: number) => void;
}

/** A message that is not known to be accepted. */
export interface Unsent {
  readonly id: string;
  readonly text: string;
}

/** One customer's end of one chat. */
export interface ChatClient {
  readonly state: ConnectionState;
  /** Everything up to here has been given to `onEvents`. */
  readonly position: number;
  readonly unsent: readonly Unsent[];
  /** Connects and stays connected; while waiting: tries at once. */
  connect(): void;
  /** Lets go of the socket until `connect`. What is posted meanwhile is kept. */
  disconnect(): void;
  /** Resolves with the index when the message is durable, however long that takes; rejects with `Refused`. */
  post(text: string, options?: { readonly messageType?: string }): Promise<number | undefined>;
  /** Sends a notice: `text` is the address of a page, words for the application, or the customer's new nickname. */
  notify(notice: NoticeKind, text: string): Promise<number | undefined>;
  /** Sets user data by key; null deletes. */
  setUserData(userData: Readonly<Record<string, string | null>>): Promise<number | undefined>;
  /** Ends the chat. */
  close(): Promise<number | undefined>;
  /** Call it at every key stroke, and with false when the field is emptied. */
  typing(on: boolean, preview?: string): void;
  /** Call it when somebody has read what was given out so far: the agents are shown it. */
  read(): void;
  /** Whether anybody looks at the page. */
  setVisible(visible: boolean): void;
}

/** Makes a customer's client; it connects at `connect`. */
export const createChatClient = (options: ChatClientOptions): ChatClient => {
  const { chatId, nickname, after = 0 } = options;
  const conversations = new Conversations(
    options,
    {
      self: { type: 'CLIENT', ...(nickname === undefined ? {} : { nickname }) },
      positions: (chats) => ({ after: chats[chatId] ?? after }),
      endsWithChat: true,
    },
    {
      events: (_chat, events) => options.onEvents(events),
      state: (state, refusal) => options.onState?.(state, refusal),
      read: (_chat, upTo) => options.onRead?.(upTo),
      aside: (frame) => {
        if (frame.type === 'typing') options.onTyping?.(frame);
      },
    },
  );
  const submit = (wish: Wish): Promise<number | undefined> => conversations.submit(chatId, wish);
  conversations.watch(chatId, after);
  return {
    get state() {
      return conversations.state;
    },
    get position() {
      return conversations.positionOf(chatId);
    },
    get unsent() {
      return conversations.unsettled.flatMap(({ command }) => (command.op === 'post' ? [command] : []));
    },
    connect: () => conversations.start(),
    disconnect: () => conversations.stop(),
    post: (text, more) => submit({ op: 'post', text, ...more }),
    notify: (notice, text) => submit({ op: 'notice', notice, text }),
    setUserData: (userData) => submit({ op: 'user-data', userData }),
    close: () => submit({ op: 'close' }),
    typing: (on, preview) => conversations.type(chatId, on, preview),
    read: () => conversations.read(chatId),
    setVisible: (visible) => conversations.setVisible(visible),
  };
};

import type {
  AgentId,
  ChatId,
  CommandId,
  ConnectionId,
  Continued,
  DisconnectCause,
  EpochMs,
  External,
  FileId,
  Notice,
  Place,
  UserDataChanges,
  Visibility,
} from './events.ts';
import type { PushSubscription } from './push-subscription.ts';

/** A person who gives a command. */
export type Person =
  | { readonly type: 'CLIENT'; readonly connectionId?: ConnectionId }
  | { readonly type: 'AGENT'; readonly agentId: AgentId };

/** Who gives a command: a person in the chat, or a workflow, which needs no seat in it (FLOW-1). */
export type Author = Person | External;

/** A command of a client: `seen` is the position up to which that client has caught up. */
interface ClientCommand {
  readonly id: CommandId;
  readonly seen: number;
}

/** For whom somebody may say something. */
export type Audience = Exclude<Visibility, 'NONE'>;

/** A customer wants a chat. */
export interface OpenChat {
  readonly type: 'open-chat';
  readonly id: CommandId;
  readonly chatId: ChatId;
  readonly service: string;
  readonly nickname: string;
  /** Whether the chat has a push subscription: decides which presence timeout applies. */
  readonly push: boolean;
  readonly userData: Readonly<Record<string, string>>;
  readonly subject?: string;
  /** Where to push to, if `push`. */
  readonly subscription?: PushSubscription;
  /** The closed chats that it continues, the newest first. */
  readonly continues?: readonly Continued[];
  /** Who handled the newest of them last. */
  readonly lastAgentId?: AgentId;
}

/** The customer's first frame on a socket. */
export interface ConnectCustomer {
  readonly type: 'connect-customer';
  readonly id: CommandId;
  readonly connectionId: ConnectionId;
  readonly seen: number;
}

/** Evidence about one socket, and nothing about another. */
export interface DisconnectCustomer {
  readonly type: 'disconnect-customer';
  readonly id: CommandId;
  readonly connectionId: ConnectionId;
  readonly cause: Exclude<DisconnectCause, 'lease-over'>;
}

/** Somebody writes. */
export interface PostMessage extends ClientCommand {
  readonly type: 'post-message';
  readonly by: Author;
  readonly text: string;
  readonly messageType?: string;
  /** ALL (default), INT or VIP, as far as the author may use it (VIS-5). */
  readonly visibility?: Audience;
}

/** Somebody sends a notice. */
export interface SendNotice extends ClientCommand {
  readonly type: 'send-notice';
  readonly by: Author;
  readonly notice: Notice;
  /** The address of the page, the words, or the new nickname. */
  readonly text: string;
  /** ALL (default), INT or VIP, as far as the author may use it (VIS-5); a nickname is for ALL. */
  readonly visibility?: Audience;
}

/** Somebody types while `async-idle-notices` may count that. */
export interface NoteTyping {
  readonly type: 'note-typing';
  readonly id: CommandId;
  readonly by: Person;
  /** Whether they began, or stopped. */
  readonly on: boolean;
}

/** Somebody sets or deletes user data. */
export interface UpdateUserData extends ClientCommand {
  readonly type: 'update-user-data';
  readonly by: Author;
  readonly userData: UserDataChanges;
}

/** An agent takes a seat. */
export interface JoinChat extends ClientCommand {
  readonly type: 'join-chat';
  readonly agentId: AgentId;
  readonly nickname: string;
  /** The agent's desk epoch: a declaration of loss for this epoch or a later one ends the membership. */
  readonly epoch: number;
}

/** An agent leaves, puts the chat on hold, or transfers it into a queue. */
export interface LeaveChat extends ClientCommand {
  readonly type: 'leave-chat';
  readonly agentId: AgentId;
  readonly cause: 'left' | 'hold' | 'transferred';
  /** Where the chat goes if this is the last agent. */
  readonly place?: Place;
}

/** Follows from the declaration that an agent's desk vanished. */
export interface LoseAgent {
  readonly type: 'lose-agent';
  readonly id: CommandId;
  readonly agentId: AgentId;
  readonly epoch: number;
}

/** Somebody in the chat ends it. */
export interface CloseChat extends ClientCommand {
  readonly type: 'close-chat';
  readonly by: Author;
}

/** A wake-up arrived: a hint to look at the state. */
export interface WakeUp {
  readonly type: 'wake-up';
  readonly id: CommandId;
  readonly number: number;
  /** When the customer was last heard of outside the log, if it was looked up. */
  readonly contactAt?: EpochMs;
  /** How far the customer is known to have come outside the log, if it was looked up. */
  readonly seenTo?: number;
}

/** The sweep looks at a chat on its own road. */
export interface CheckStuck {
  readonly type: 'check-stuck';
  readonly id: CommandId;
  /** This look has found something overdue: what else is late is not left to the wake-up that it armed itself. */
  readonly found?: true;
  readonly contactAt?: EpochMs;
  readonly seenTo?: number;
}

/** The workflow restores a chat: takes its removed customer back, where the service wants that. */
export interface RestoreChat {
  readonly type: 'restore-chat';
  readonly id: CommandId;
}

/** An administrator wants changed options to be in force at once. */
export interface ApplyOptions {
  readonly type: 'apply-options';
  readonly id: CommandId;
}

/** A file's bytes have arrived: name and size are those that were asked for, and found to be so. */
export interface AddFile extends ClientCommand {
  readonly type: 'add-file';
  readonly by: Person;
  readonly file: FileId;
  readonly name: string;
  readonly sizeBytes: number;
  /** ALL (default) or INT; INT is for agents only. */
  readonly visibility?: 'ALL' | 'INT';
}

/** Somebody takes a file away. */
export interface DeleteFile extends ClientCommand {
  readonly type: 'delete-file';
  readonly by: Person;
  readonly file: FileId;
}

/** Somebody wants a file. */
export interface FetchFile {
  readonly type: 'fetch-file';
  readonly id: CommandId;
  readonly by: Person;
  readonly file: FileId;
}

/** What people do with files; it comes over HTTP, and sockets carry nothing of it. */
export type FileCommand = AddFile | DeleteFile | FetchFile;

/** Everything that a chat can be asked to do over a socket or by a function. */
export type Command =
  | OpenChat
  | ConnectCustomer
  | DisconnectCustomer
  | PostMessage
  | SendNotice
  | NoteTyping
  | UpdateUserData
  | JoinChat
  | LeaveChat
  | LoseAgent
  | CloseChat
  | WakeUp
  | CheckStuck
  | RestoreChat
  | ApplyOptions;

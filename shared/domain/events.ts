import type { Periods } from './options.ts';
import type { PushSubscription } from './push-subscription.ts';
import type { Ending } from './reporting/ending.ts';

/** The newest schema version of events that this code reads. Code that meets a higher one does not decide (SKEW-1). */
export const EVENT_VERSION = 5;

/** Epoch milliseconds. */
export type EpochMs = number;

/** Names one chat: 26 characters of lower-case base32, made by hashing the opener's secret. */
export type ChatId = string;

/** The subject of an agent's identity token, at most 64 characters. */
export type AgentId = string;

/** API Gateway's id of one socket. */
export type ConnectionId = string;

/**
 * Names one command for ever: `c/<client's id>` for the customer, `a/<agentId>/<client's id>` for an agent,
 * `x/<principal>/<caller's id>` for a workflow, `s/<cause>` for what functions do on their own. The author's part keeps
 * two authors' ids apart.
 */
export type CommandId = string;

/** Names one file of a chat: 16 characters A-Z a-z 0-9 - _, made where the upload was asked for. */
export type FileId = string;

/** Who may see an event: everyone; everyone but the customer; neither customer nor agents; nobody (bookkeeping). */
export type Visibility = 'ALL' | 'INT' | 'VIP' | 'NONE';

/** Who caused an event, in Genesys' user types. */
export type Actor =
  | { readonly type: 'CLIENT' }
  | { readonly type: 'AGENT'; readonly agentId: AgentId; readonly nickname: string }
  | External
  | { readonly type: 'SYSTEM' };

/** A workflow, under the nickname that its request gave. What it says as a bot is no activity (FLOW-3). */
export interface External {
  readonly type: 'EXTERNAL';
  readonly nickname?: string;
  readonly bot?: true;
}

/** One wake-up that was asked for: its number makes its name and decides nothing. */
export interface Arming {
  readonly number: number;
  readonly at: EpochMs;
}

/** A closed chat that another one continues: its events from `from` on may be read through that one. */
export interface Continued {
  readonly chatId: ChatId;
  readonly from: number;
}

/** Something found overdue by more than the slip: a wake-up was lost (STUCK-3). */
export interface Overdue {
  readonly kind: DeadlineKind;
  readonly lateMs: number;
}

/** The clocks that a chat can have running. */
export type DeadlineKind = 'idle-alert' | 'idle-alert2' | 'idle-close' | 'abandoned' | 'presence' | 'lease' | 'unseen';

/** How it became known that a socket is gone. */
export type DisconnectCause = 'closed' | 'gone' | 'lease-over';
/** How an agent left: by choice, by putting the chat on hold or into a queue, or because the desk vanished. */
export type LeaveCause = 'left' | 'hold' | 'transferred' | 'lost';
/** Where an agent put the chat: a queue, or a workbin. Names, not places that exist here. */
export type Place = { readonly queue: string } | { readonly workbin: string };
/** What a notice says: the address of a page, words for the application, or the author's new nickname. */
export type Notice = 'pushed-url' | 'custom' | 'nickname-changed';
/** User data to set, by key; null deletes. */
export type UserDataChanges = Readonly<Record<string, string | null>>;
/** Who or what closed the chat; `abandoned`: a regular chat with nobody left in it. */
export type CloseCause = 'idle' | 'agent' | 'customer' | 'workflow' | 'abandoned';

/** What every event carries. */
export interface EventEnvelope {
  readonly v: number;
  /** Place in the chat's one order, from 1 without a hole. */
  readonly index: number;
  /** When the command came, never before the event before it (LOG-4). */
  readonly at: EpochMs;
  readonly id: CommandId;
  readonly actor: Actor;
  readonly visibility: Visibility;
  /** The highest position the customer is known to have caught up to. */
  readonly seen?: number;
  /** A socket of the acting customer that the state did not list. */
  readonly socket?: ConnectionId;
  /** The periods in force from here on, when they differ from those in the state. */
  readonly periods?: Periods;
  /** When its author will be at rest again, if that is more than one command away (LIM-3). */
  readonly restAt?: EpochMs;
  /** The wake-up that this event asks for. */
  readonly arm?: Arming;
  /** The number of the wake-up that brought this event about. */
  readonly fired?: number;
  /** By when what went to the customer's sockets must be seen, where this begins the time (PUSH-12). */
  readonly seeBy?: EpochMs;
  /** Set when it takes a removed customer back, who is away from here on (RESTORE-4). */
  readonly restores?: true;
  /** Set when the event was overdue by more than the slip. */
  readonly overdue?: Overdue;
}

/** What happened, by type. */
export type EventBody =
  | {
      readonly type: 'chat-opened';
      readonly chatId: ChatId;
      readonly service: string;
      readonly nickname: string;
      readonly push: boolean;
      readonly userData: Readonly<Record<string, string>>;
      readonly subject?: string;
      readonly subscription?: PushSubscription;
      /** The closed chats that it continues, the newest first (CONT-1). */
      readonly continues?: readonly Continued[];
      /** Who handled the newest of them last: a hint for routing (CONT-8). */
      readonly lastAgentId?: AgentId;
    }
  | { readonly type: 'customer-connected'; readonly connectionId: ConnectionId }
  | { readonly type: 'customer-disconnected'; readonly connectionId: ConnectionId; readonly cause: DisconnectCause }
  | { readonly type: 'presence-doubted' }
  | { readonly type: 'presence-confirmed'; readonly contactAt: EpochMs }
  | { readonly type: 'customer-removed' }
  | { readonly type: 'customer-restored' }
  | { readonly type: 'message-posted'; readonly text: string; readonly messageType?: string }
  | { readonly type: 'agent-joined'; readonly agentId: AgentId; readonly nickname: string; readonly epoch: number }
  | {
      readonly type: 'agent-left';
      readonly agentId: AgentId;
      readonly nickname: string;
      readonly cause: LeaveCause;
      readonly place?: Place;
    }
  | {
      readonly type: 'notice-sent';
      readonly notice: Notice;
      readonly text: string;
      /** Set when it is activity, as `async-idle-notices` said when it was sent. */
      readonly counts?: true;
    }
  | { readonly type: 'typing-noted' }
  | { readonly type: 'user-data-updated'; readonly userData: UserDataChanges }
  | {
      readonly type: 'idle-alerted';
      readonly text: string;
      /** Set on the second alert of one silence (`timeout-alert2`). */
      readonly second?: true;
    }
  | {
      readonly type: 'file-uploaded';
      readonly file: FileId;
      readonly name: string;
      readonly sizeBytes: number;
      readonly contentType: string;
      /** Set when it is activity, as `async-idle-notices` said. */
      readonly counts?: true;
    }
  | {
      readonly type: 'file-deleted';
      readonly file: FileId;
      readonly counts?: true;
      /** Set when the customer may upload as much again, as `delete-file` said. */
      readonly freed?: true;
    }
  /** The customer was given a file. */
  | { readonly type: 'file-fetched'; readonly file: FileId }
  | ({ readonly type: 'chat-closed'; readonly cause: CloseCause; readonly text: string } & Ending)
  /** What went to the customer's sockets was not seen in time: it is pushed. */
  | { readonly type: 'unseen-noted' }
  | { readonly type: 'wake-up-moved' };

/** One committed fact of a chat: an item of its log. */
export type ChatEvent = EventEnvelope & EventBody;

export type EventType = EventBody['type'];

/** An event of one type. */
export type EventOf<T extends EventType> = EventEnvelope & Extract<EventBody, { type: T }>;

/** The version that `event` asks of its readers: what older code reads rightly stays at the version it had (SKEW-4). */
export const versionOf = (
  event: EventBody & Pick<EventEnvelope, 'actor' | 'periods' | 'restores' | 'seeBy'>,
): number => {
  // Older code would lose the time that runs, and with it the push.
  if (event.seeBy !== undefined || event.type === 'unseen-noted') return 5;
  if (event.actor.type === 'EXTERNAL') return 3;
  // Whatever says how a regular chat's clocks run: older code would take the chat for an asynchronous one (REG-1).
  if (event.restores === true || event.periods?.regular !== undefined) return 3;
  switch (event.type) {
    case 'notice-sent':
    case 'typing-noted':
    case 'user-data-updated':
      return 2;
    case 'file-uploaded':
    case 'file-deleted':
    case 'file-fetched':
      return 4;
    case 'chat-opened':
      return event.subscription === undefined ? 1 : 2;
    case 'idle-alerted':
      return event.second === true ? 3 : 1;
    case 'chat-closed':
      return event.cause === 'abandoned' ? 3 : 1;
    case 'agent-left':
      return event.cause === 'transferred' || event.place !== undefined ? 2 : 1;
    default:
      return 1;
  }
};

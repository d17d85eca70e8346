import type { AgentId, Arming, ChatId, CommandId, ConnectionId, EpochMs, Place, UserDataChanges } from './events.ts';
import type { ChatFiles } from './chat-files.ts';
import type { Periods } from './options.ts';
import type { PushSubscription } from './push-subscription.ts';

/** `GCTI_Chat_AsyncStatus`; 0 is never used. A positive value means: a person must look at this. */
export type AsyncStatus = -2 | -1 | 1 | 2 | 3 | 4 | 5;

/** A socket of the customer, with the lease that its hello started. */
export interface Socket {
  readonly id: ConnectionId;
  readonly since: EpochMs;
}

/** The time without any socket of the customer. */
export interface Absence {
  readonly since: EpochMs;
  /** When the first period ran out unconfirmed. */
  readonly doubtedAt?: EpochMs;
}

/** What waits to be seen. */
export interface Unseen {
  /** Its oldest event: whoever has seen that one is getting on. */
  readonly from: number;
  /** When it is pushed. */
  readonly by: EpochMs;
}

/** The customer as the chat knows them. */
export interface Customer {
  readonly nickname: string;
  readonly push: boolean;
  readonly sockets: readonly Socket[];
  /** The highest position this customer is known to have caught up to. */
  readonly seen: number;
  readonly absence?: Absence;
  /** Removed by the presence clock; a hello brings the customer back. */
  readonly removed: boolean;
  /** Where to tell the customer of what they miss; without it nothing is pushed, and the next two are left out. */
  readonly subscription?: PushSubscription;
  /** The newest event that the subscription is about. */
  readonly pushable?: number;
  /** The highest index that was pushed. */
  readonly pushedTo?: number;
  /** What went to a socket and is not known to be seen; left out while nothing is (PUSH-12). */
  readonly unseen?: Unseen;
}

/** An agent who is in the chat. */
export interface AgentSeat {
  readonly agentId: AgentId;
  readonly nickname: string;
  readonly epoch: number;
  readonly joinedAt: EpochMs;
}

/** The idle clock: from the last qualifying activity, then from the alert. */
export interface IdleClock {
  readonly since: EpochMs;
  /** When the last alert was given. */
  readonly alertedAt?: EpochMs;
  /** That was the second one (`timeout-alert2`). */
  readonly second?: true;
  /** The status to return to when activity that is nobody's turn ends the alert. */
  readonly statusBefore?: AsyncStatus;
}

/** A command that was accepted, and where. */
export interface Accepted {
  readonly id: CommandId;
  readonly index: number;
}

/** The last index that each class of reader may see. */
export interface LastVisible {
  readonly ALL: number;
  readonly INT: number;
  readonly VIP: number;
}

/** The state of a chat: a fold over its log. */
export interface Session {
  readonly chatId: ChatId;
  readonly service: string;
  readonly phase: 'open' | 'closed';
  readonly openedAt: EpochMs;
  /** Index and time of the newest event. */
  readonly index: number;
  readonly at: EpochMs;
  readonly status: AsyncStatus;
  /** When the status last changed. */
  readonly statusAt: EpochMs;
  readonly periods: Periods;
  readonly idle: IdleClock;
  readonly customer: Customer;
  readonly agents: readonly AgentSeat[];
  readonly armings: readonly Arming[];
  /** The highest wake-up number ever given out. */
  readonly armed: number;
  readonly accepted: readonly Accepted[];
  /** The index of the newest accepted command that has left the window. */
  readonly forgotten: number;
  readonly last: LastVisible;
  /**
   * Who has been sending faster than their pace (`c` the customer, `a/<agentId>` an agent, `x` all workflows), and when each
   * will be at rest again. Left out when nobody has (LIM-3).
   */
  readonly busy?: Readonly<Record<string, EpochMs>>;
  /** Where the last agent put the chat, until the next one joins. */
  readonly placed?: Place;
  /** What was set or deleted since the opening; left out while nothing was (DATA-2). */
  readonly userData?: UserDataChanges;
  /** Left out while the chat never had a file (FILE-2). */
  readonly files?: ChatFiles;
  /** The newest event that carries a row for the lists. */
  readonly rowIndex: number;
}

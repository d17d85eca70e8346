import type {
  Notification,
  PushOutcome,
  PushProvider,
  PushQueue,
  PushReceipts,
  PushRetries,
  PushStatement,
} from '../../app/ports.ts';

/** The queue's contents. */
export interface MemoryPushQueue extends PushQueue {
  /** Removes and answers everything that waits, oldest first. */
  takeAll(): readonly PushStatement[];
}

/** Plays the queue of what is to be pushed. */
export const memoryPushQueue = (): MemoryPushQueue => {
  let queue: PushStatement[] = [];
  return {
    send: async ({ chatId, upTo }) => {
      queue.push({ chatId, upTo });
    },
    takeAll: () => {
      const all = queue;
      queue = [];
      return all;
    },
  };
};

/** Plays the notes of what was acknowledged and given up. */
export const memoryPushReceipts = (): PushReceipts => {
  const noted = new Map<string, number>();
  const givenUp = new Map<string, { readonly upTo: number; readonly round: number; readonly by: string }>();
  return {
    read: async (chatId) => noted.get(chatId) ?? 0,
    note: async (chatId, upTo) => {
      noted.set(chatId, Math.max(noted.get(chatId) ?? 0, upTo));
    },
    claimGivingUp: async ({ chatId, upTo, round }, by) => {
      const held = givenUp.get(chatId);
      const isOurs =
        held === undefined ||
        held.upTo < upTo ||
        (held.upTo === upTo && (held.round < round || (held.round === round && held.by === by)));
      if (isOurs) givenUp.set(chatId, { upTo, round, by });
      return isOurs;
    },
  };
};

/** What a provider was given. */
export interface MemoryPushProvider extends PushProvider {
  readonly taken: readonly Notification[];
  /** What it answers from now on. */
  answer(outcome: PushOutcome): void;
}

/** Plays a provider that takes everything, until it is told otherwise. */
export const memoryPushProvider = (): MemoryPushProvider => {
  const taken: Notification[] = [];
  let answered: PushOutcome = 'delivered';
  return {
    taken,
    push: async (notification) => {
      taken.push(notification);
      return answered;
    },
    answer: (outcome) => {
      answered = outcome;
    },
  };
};

/** What became of pushes that failed. */
export interface MemoryPushRetries extends PushRetries {
  /** Receipts of what comes again, with the delay. */
  readonly delayed: { readonly receipt: string; readonly afterSec: number }[];
  readonly givenUp: Required<PushStatement>[];
}

/** Plays the queue's side of pushes that failed. */
export const memoryPushRetries = (): MemoryPushRetries => {
  const delayed: MemoryPushRetries['delayed'] = [];
  const givenUp: MemoryPushRetries['givenUp'] = [];
  return {
    delayed,
    givenUp,
    later: async (receipt, afterSec) => {
      delayed.push({ receipt, afterSec });
    },
    giveUp: async (statement) => {
      givenUp.push(statement);
    },
  };
};

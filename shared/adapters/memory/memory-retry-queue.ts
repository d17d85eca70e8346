import type { RetryQueue } from '../../app/ports.ts';

/** An effect that is to be tried again. */
export type FailedEffect = Parameters<RetryQueue['send']>[0];

/** The queue's contents. */
export interface MemoryRetryQueue extends RetryQueue {
  /** What waits, oldest first. */
  waiting(): readonly FailedEffect[];
  /** Removes and answers everything that waits, oldest first. */
  takeAll(): readonly FailedEffect[];
}

/** Plays the queue of effects that failed. */
export const memoryRetryQueue = (): MemoryRetryQueue => {
  let queue: FailedEffect[] = [];
  return {
    send: async (failed) => {
      queue.push({ ...failed });
    },
    waiting: () => queue.slice(),
    takeAll: () => {
      const all = queue;
      queue = [];
      return all;
    },
  };
};

import type { OptionWalks, WalkOrders } from '../../app/ports.ts';
import type { OptionWalk } from '../../domain/option-walk.ts';

/** Plays the walks of services. */
export const memoryOptionWalks = (): OptionWalks => {
  const walks = new Map<string, OptionWalk>();
  return {
    read: async (service) => walks.get(service),
    replace: async (before, after) => {
      if (JSON.stringify(walks.get(after.service)) !== JSON.stringify(before)) return false;
      walks.set(after.service, after);
      return true;
    },
  };
};

/** An order to go on with a walk. */
type WalkOrder = Parameters<WalkOrders['send']>[0];

/** The orders given. */
export interface MemoryWalkOrders extends WalkOrders {
  /** Removes and answers everything that waits, oldest first, with its delay. */
  takeAll(): readonly (WalkOrder & { readonly afterSec: number })[];
}

/** Plays the queue of orders. */
export const memoryWalkOrders = (): MemoryWalkOrders => {
  let queue: (WalkOrder & { readonly afterSec: number })[] = [];
  return {
    send: async (order, afterSec) => {
      queue.push({ ...order, afterSec });
    },
    takeAll: () => {
      const all = queue;
      queue = [];
      return all;
    },
  };
};

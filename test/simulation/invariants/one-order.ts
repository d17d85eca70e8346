import type { Invariant } from './invariant.ts';

export const oneOrder: Invariant = {
  name: 'one-order',
  about: 'The log has one order: places from 1 without a hole, times that never go back.',
  check: ({ log }) =>
    log.flatMap((event, place) => {
      const before = log[place - 1];
      if (event.index !== place + 1) return [`place ${place + 1} holds index ${event.index}`];
      return before !== undefined && event.at < before.at ? [`time goes back at ${event.index}`] : [];
    }),
};

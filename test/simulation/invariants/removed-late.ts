import { readNaively } from '../naive-status.ts';
import type { Invariant } from './invariant.ts';

/** Contact outside the log is noted at most once in a third of a period; clocks differ by a second. */
const TOLERATED = { share: 1 / 3, ms: 1_500 };

export const removedLate: Invariant = {
  name: 'removed-late',
  about: 'A customer is removed only after two full periods without contact.',
  check: ({ log, contacts }) => {
    const readings = readNaively(log);
    return log.flatMap((event, place) => {
      if (event.type !== 'customer-removed') return [];
      const left = log.findLastIndex((other, at) => at < place && other.type === 'customer-disconnected');
      const doubted = log.findLastIndex((other, at) => at < place && other.type === 'presence-doubted');
      const doubt = doubted > left ? doubted : place;
      // Each period is as long as it was when it ran out: options may have changed in between.
      const periodsMs = [doubt, place].map((at) => readings[at - 1]?.presenceMs ?? 0);
      const dueMs = periodsMs.reduce((sum, ms) => sum + ms, 0) - Math.max(...periodsMs) * TOLERATED.share;
      const known = contacts.filter(({ answeredMs }) => answeredMs < event.at - TOLERATED.ms);
      const lastMs = Math.max(0, ...known.map(({ cameMs }) => cameMs));
      const awayMs = event.at - lastMs + TOLERATED.ms;
      return awayMs < dueMs ? [`removed at ${event.index}, ${awayMs} ms after contact`] : [];
    });
  },
};

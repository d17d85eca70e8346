import { readNaively } from '../naive-status.ts';
import type { Invariant } from './invariant.ts';

/** Contact outside the log is noted at most once in a third of a period; clocks differ by a second. */
const TOLERATED = { share: 1 / 3, ms: 1_500 };

export const removedLate: Invariant = {
  name: 'removed-late',
  about: 'A customer is removed only after two full periods without contact.',
  check: ({ log, contactsMs }) => {
    const readings = readNaively(log);
    return log.flatMap((event, place) => {
      if (event.type !== 'customer-removed') return [];
      const periodMs = readings[place - 1]?.presenceMs ?? 0;
      const lastMs = contactsMs.filter((ms) => ms < event.at - TOLERATED.ms).at(-1) ?? 0;
      const awayMs = event.at - lastMs + TOLERATED.ms;
      return awayMs < periodMs * (2 - TOLERATED.share) ? [`removed at ${event.index}, ${awayMs} ms after contact`] : [];
    });
  },
};

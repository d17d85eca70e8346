import { RETENTION_SEC } from '../../../shared/app/run-effects.ts';
import type { Invariant } from './invariant.ts';

export const everythingExpires: Invariant = {
  name: 'everything-expires',
  about:
    'A closed chat is kept for 90 days and expires as a whole, its last item and its row last; an open one keeps everything.',
  check: ({ state, expiries, rowExpiresAtSec, harms }) => {
    if (harms.has('record-lost')) return [];
    if (state?.phase !== 'closed') {
      return expiries.every((sec) => sec === undefined) ? [] : ['an item of an open chat has a time to live'];
    }
    const last = expiries.at(-1);
    if (last === undefined || rowExpiresAtSec === undefined) return ['the last item or the row is kept for ever'];
    const keptUntilSec = Math.floor(state.at / 1000) + RETENTION_SEC;
    const wrong = expiries.slice(0, -1).findIndex((sec) => sec === undefined || sec >= last || sec < keptUntilSec);
    return wrong < 0 ? [] : [`item ${wrong + 1} expires ${expiries[wrong] ?? 'never'}, the last one ${last}`];
  },
};

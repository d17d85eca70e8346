import type { Harm } from '../faults/fault.ts';
import type { Invariant } from './invariant.ts';

const MAY_STICK: readonly Harm[] = ['wake-up-lost', 'record-lost', 'calls-fail', 'slow'];

export const checkAtHolds: Invariant = {
  name: 'check-at-holds',
  about: 'Check-at never passes for a chat whose clocks work: the stuck-check finds nothing overdue.',
  check: ({ log, harms }) =>
    MAY_STICK.some((harm) => harms.has(harm))
      ? []
      : log.flatMap(({ index, overdue }) =>
          overdue === undefined
            ? []
            : [`the stuck-check found ${overdue.kind} overdue by ${overdue.lateMs} ms at ${index}`],
        ),
};

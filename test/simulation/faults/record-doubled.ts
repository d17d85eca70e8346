import type { Fault } from './fault.ts';

export const recordDoubled: Fault = {
  name: 'record-doubled',
  about: 'A record of the log is handled twice, at the same time or later.',
  at: 'record',
  chance: 0.1,
  strike: (random) => [0, random.between(0, random.chance(0.3) ? 3_600_000 : 300)],
};

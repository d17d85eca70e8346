import type { Fault } from './fault.ts';

export const recordLate: Fault = {
  name: 'record-late',
  about: 'A record of the log comes minutes late, after records of later events.',
  at: 'record',
  chance: 0.1,
  harm: 'slow',
  strike: (random) => [random.between(1_000, 300_000)],
};

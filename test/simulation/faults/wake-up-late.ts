import type { Fault } from './fault.ts';

export const wakeUpLate: Fault = {
  name: 'wake-up-late',
  about: 'A wake-up comes up to an hour late.',
  at: 'wake-up',
  chance: 0.15,
  harm: 'slow',
  strike: (random) => [random.between(1_000, 3_600_000)],
};

import type { Fault } from './fault.ts';

export const wakeUpEarly: Fault = {
  name: 'wake-up-early',
  about: 'A wake-up comes before its time.',
  at: 'wake-up',
  chance: 0.15,
  strike: (random) => [-random.between(1, 120_000)],
};

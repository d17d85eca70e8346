import type { Fault } from './fault.ts';

export const wakeUpDoubled: Fault = {
  name: 'wake-up-doubled',
  about: 'A wake-up comes twice, at the same time or later.',
  at: 'wake-up',
  chance: 0.15,
  strike: (random) => [0, random.between(0, random.chance(0.3) ? 7_200_000 : 400)],
};

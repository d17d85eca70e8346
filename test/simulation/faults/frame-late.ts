import type { Fault } from './fault.ts';

export const frameLate: Fault = {
  name: 'frame-late',
  about: 'A frame is overtaken by later ones.',
  at: 'frame',
  chance: 0.05,
  strike: (random) => [random.between(50, random.chance(0.2) ? 15_000 : 1_000)],
};

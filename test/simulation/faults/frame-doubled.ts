import type { Fault } from './fault.ts';

export const frameDoubled: Fault = {
  name: 'frame-doubled',
  about: 'A frame is handled twice, the second time maybe much later.',
  at: 'frame',
  chance: 0.03,
  harm: 'frame-doubled',
  strike: (random) => [0, random.between(0, random.chance(0.2) ? 60_000 : 500)],
};

import type { Fault } from './fault.ts';

export const tickLost: Fault = {
  name: 'tick-lost',
  about: 'A tick of the sweep does not come.',
  at: 'tick',
  chance: 0.2,
  harm: 'slow',
  strike: () => true,
};

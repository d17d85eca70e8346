import type { Fault } from './fault.ts';

export const clockSkew: Fault = {
  name: 'clock-skew',
  about: 'The clocks of two functions differ by up to a second.',
  at: 'clock',
  chance: 0.6,
  harm: 'skew',
  strike: (random) => random.between(-500, 500),
};

import type { Fault } from './fault.ts';

export const storm: Fault = {
  name: 'storm',
  about: 'A service refuses nearly every call for up to ten minutes.',
  at: 'call',
  chance: 0.002,
  harm: 'calls-fail',
  strike: (random) => ({ kind: 'storm', ms: random.between(1_000, 600_000) }),
};

import type { Fault } from './fault.ts';

export const slowCall: Fault = {
  name: 'slow-call',
  about: 'A call takes up to twelve seconds, so that others overtake its caller or the caller is timed out.',
  at: 'call',
  chance: 0.02,
  harm: 'slow',
  strike: (random) => ({ kind: 'slow', ms: random.between(200, 12_000) }),
};

import type { Fault } from './fault.ts';

export const pushFailed: Fault = {
  name: 'push-failed',
  about: 'A push is not acknowledged: it never arrives, or the answer to it gets lost.',
  at: 'push',
  chance: 0.3,
  strike: (random) => ({ arrives: random.chance(0.4) }),
};

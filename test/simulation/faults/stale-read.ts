import type { Fault } from './fault.ts';

export const staleRead: Fault = {
  name: 'stale-read',
  about: 'A weakly consistent read misses the newest events.',
  at: 'read',
  chance: 0.3,
  strike: (random) => random.between(1, 4),
};

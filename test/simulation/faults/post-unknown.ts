import type { Fault } from './fault.ts';

export const postUnknown: Fault = {
  name: 'post-unknown',
  about: 'A post fails for a reason that says nothing about the socket; the frame may arrive all the same.',
  at: 'post',
  chance: 0.05,
  strike: (random) => ({ outcome: 'unknown', arrives: random.chance(0.5) }),
};

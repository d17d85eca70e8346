import type { Fault } from './fault.ts';

export const falseGone: Fault = {
  name: 'false-gone',
  about: 'A post to a living socket is answered with 410; the frame may arrive all the same.',
  at: 'post',
  chance: 0.08,
  strike: (random) => ({ outcome: 'gone', arrives: random.chance(0.5) }),
};

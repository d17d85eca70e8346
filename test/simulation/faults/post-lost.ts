import type { Fault } from './fault.ts';

export const postLost: Fault = {
  name: 'post-lost',
  about: 'A post is answered with 200 and never arrives.',
  at: 'post',
  chance: 0.08,
  strike: () => ({ outcome: 'sent', arrives: false }),
};

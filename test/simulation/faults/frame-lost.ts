import type { Fault } from './fault.ts';

export const frameLost: Fault = {
  name: 'frame-lost',
  about: 'A frame or the answer to it is lost between client and gateway.',
  at: 'frame',
  chance: 0.02,
  strike: () => [],
};

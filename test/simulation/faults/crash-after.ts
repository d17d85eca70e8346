import type { Fault } from './fault.ts';

export const crashAfter: Fault = {
  name: 'crash-after',
  about: 'A function ends just after one of its calls has been carried out.',
  at: 'call',
  chance: 0.01,
  harm: 'calls-fail',
  strike: () => ({ kind: 'crash-after' }),
};

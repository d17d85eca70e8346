import type { Fault } from './fault.ts';

export const crashBefore: Fault = {
  name: 'crash-before',
  about: 'A function ends just before one of its calls: killed, out of memory, timed out.',
  at: 'call',
  chance: 0.01,
  harm: 'calls-fail',
  strike: () => ({ kind: 'crash-before' }),
};

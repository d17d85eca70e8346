import type { Fault } from './fault.ts';

export const answerLost: Fault = {
  name: 'answer-lost',
  about: 'A call is carried out and its answer gets lost: the caller is told that it failed.',
  at: 'call',
  chance: 0.02,
  harm: 'calls-fail',
  strike: () => ({ kind: 'answer-lost' }),
};

import type { Fault } from './fault.ts';

export const requestLost: Fault = {
  name: 'request-lost',
  about: 'A call to a service fails before it is carried out: throttled, or the request got lost.',
  at: 'call',
  chance: 0.02,
  harm: 'calls-fail',
  strike: () => ({ kind: 'refused' }),
};

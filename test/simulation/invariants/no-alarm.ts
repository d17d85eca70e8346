import type { Invariant } from './invariant.ts';

export const noAlarm: Invariant = {
  name: 'no-alarm',
  about:
    'Every agent in the chat is listed as one who may be; no living socket is dropped; no function meets an error that is a mistake.',
  check: ({ alarms }) => alarms,
};

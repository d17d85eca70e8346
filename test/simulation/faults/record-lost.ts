import type { Fault } from './fault.ts';

export const recordLost: Fault = {
  name: 'record-lost',
  about: 'A record of the log never reaches the effects function, or is dead-lettered: all its effects are lost.',
  at: 'record',
  chance: 0.1,
  harm: 'record-lost',
  strike: () => [],
};

import type { Fault } from './fault.ts';

export const wakeUpLost: Fault = {
  name: 'wake-up-lost',
  about: 'A wake-up that was asked for never comes.',
  at: 'wake-up',
  chance: 0.2,
  harm: 'wake-up-lost',
  strike: () => [],
};

import type { Fault } from './fault.ts';

export const disconnectLost: Fault = {
  name: 'disconnect-lost',
  about: 'The gateway never says that a socket closed.',
  at: 'disconnect',
  chance: 0.4,
  strike: () => [],
};

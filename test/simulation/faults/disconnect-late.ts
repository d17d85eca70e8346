import type { Fault } from './fault.ts';

export const disconnectLate: Fault = {
  name: 'disconnect-late',
  about: 'The gateway says late, or twice, that a socket closed.',
  at: 'disconnect',
  chance: 0.3,
  strike: (random) =>
    random.chance(0.5) ? [random.between(1_000, 900_000)] : [random.between(0, 500), random.between(0, 60_000)],
};

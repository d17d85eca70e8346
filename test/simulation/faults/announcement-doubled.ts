import type { Fault } from './fault.ts';

export const announcementDoubled: Fault = {
  name: 'announcement-doubled',
  about: 'What was announced reaches who listens twice, the second time up to an hour later.',
  at: 'announcement',
  chance: 0.3,
  strike: (random) => [0, random.between(1, 3_600_000)],
};

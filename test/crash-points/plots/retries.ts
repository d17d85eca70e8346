import type { Plot } from '../plot.ts';
import { refusedOnce } from './misfortunes.ts';
import { agent, does, together, until } from './scenes.ts';

export const retryPlots: readonly Plot[] = [
  {
    name: 'every effect of an opening fails once',
    misfortunes: () => [refusedOnce('effects', 'wakeUps.arm', 'rows.write', 'bus.announce')],
    toSec: 20,
    scenes: [until(20)],
  },
  {
    name: 'every effect of a close fails once',
    misfortunes: () => [refusedOnce('effects', 'agentChats.forget', 'log.expire')],
    fromSec: 5,
    toSec: 20,
    scenes: [...together, agent(5, does('close')), until(20)],
  },
];

import type { Plot } from '../plot.ts';
import { noWakeUps, recordLost } from './misfortunes.ts';
import { customer, does, leaves, opens, until } from './scenes.ts';

const QUICK = { idleAlertSec: 60, idleCloseSec: 60 };
const HOUR_SEC = 3_600;

export const lossPlots: readonly Plot[] = [
  {
    name: 'every wake-up is lost',
    options: QUICK,
    misfortunes: () => [noWakeUps()],
    fromSec: 10,
    toSec: 2 * HOUR_SEC,
    scenes: [customer(0, opens), customer(3, leaves), until(2 * HOUR_SEC)],
  },
  {
    name: 'the effects of the opening are lost',
    options: QUICK,
    misfortunes: () => [recordLost(1)],
    toSec: 2 * HOUR_SEC,
    scenes: [until(2 * HOUR_SEC)],
  },
  {
    name: 'the effects of a close are lost',
    options: QUICK,
    misfortunes: () => [recordLost(2)],
    fromSec: 2,
    toSec: HOUR_SEC,
    scenes: [customer(0, opens), customer(2, does('close')), until(HOUR_SEC)],
  },
];

import type { Plot } from '../plot.ts';
import { agent, customer, does, leaves, opens, together, until } from './scenes.ts';

const QUICK = { idleAlertSec: 60, idleCloseSec: 60 };

export const clockPlots: readonly Plot[] = [
  { name: 'alert and close, pages open', options: QUICK, fromSec: 50, toSec: 150, scenes: [...together, until(150)] },
  {
    name: 'alert and close, everybody gone',
    options: { ...QUICK, flexDisconnectSec: 1_000 },
    fromSec: 3,
    toSec: 200,
    scenes: [customer(0, opens), customer(3, leaves), until(200)],
  },
  {
    name: 'a deadline that has moved',
    options: QUICK,
    fromSec: 50,
    toSec: 90,
    scenes: [...together, agent(50, does('post')), until(90)],
  },
  {
    name: 'a regular chat, two alerts and the close',
    cast: { regular: true },
    options: { controlOn: true, timeoutAlertSec: 60, timeoutAlert2Sec: 30, timeoutCloseSec: 30 },
    fromSec: 50,
    toSec: 150,
    scenes: [...together, until(150)],
  },
  {
    name: 'a regular chat, everybody gone',
    cast: { regular: true },
    fromSec: 90,
    toSec: 200,
    scenes: [...together, customer(3, leaves), agent(110, does('leave')), until(200)],
  },
  {
    name: 'a day of silence, then the close',
    fromSec: 10,
    scenes: [...together, customer(4, does('post')), agent(8, does('hold'))],
  },
];

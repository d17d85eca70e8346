import type { Plot } from '../plot.ts';
import { noDisconnects } from './misfortunes.ts';
import { agent, customer, does, leaves, opens, polls, together, until, vanishes } from './scenes.ts';

const HOUR_SEC = 3_600;

export const presencePlots: readonly Plot[] = [
  {
    name: 'a customer is doubted and removed',
    fromSec: 4,
    toSec: 130,
    scenes: [...together, customer(4, leaves), until(130)],
  },
  {
    name: 'a customer comes back in time',
    fromSec: 4,
    toSec: 80,
    scenes: [...together, customer(4, leaves), customer(60, opens), until(80)],
  },
  {
    name: 'a reading customer is confirmed',
    fromSec: 4,
    toSec: 110,
    scenes: [customer(0, opens), customer(4, leaves), polls(30), until(110)],
  },
  {
    name: 'a lease runs out',
    misfortunes: () => [noDisconnects()],
    fromSec: 4,
    toSec: 2.3 * HOUR_SEC,
    scenes: [customer(0, opens), customer(4, vanishes), until(2.3 * HOUR_SEC)],
  },
  {
    name: 'a message to a dead page is pushed',
    cast: { push: true },
    options: { pushUnseenSec: 20 },
    misfortunes: () => [noDisconnects()],
    fromSec: 4,
    toSec: 60,
    scenes: [...together, customer(4, vanishes), agent(6, does('post')), agent(9, does('post')), until(60)],
  },
  {
    name: 'a message is read in time',
    cast: { push: true },
    options: { pushUnseenSec: 20 },
    fromSec: 4,
    toSec: 60,
    scenes: [...together, agent(6, does('post')), customer(12, (device) => device.read()), until(60)],
  },
  {
    name: 'a desk is lost',
    fromSec: 4,
    toSec: 200,
    scenes: [customer(0, opens), ...together, customer(3, leaves), agent(4, leaves), until(200)],
  },
  {
    name: 'a lost desk comes back',
    fromSec: 150,
    toSec: 220,
    scenes: [...together, agent(4, leaves), agent(200, opens), until(220)],
  },
  {
    name: 'a silent desk is lost',
    misfortunes: () => [noDisconnects()],
    fromSec: 10,
    toSec: 0.6 * HOUR_SEC,
    scenes: [agent(1, opens), agent(2, (desk) => desk.submit('join')), agent(6, vanishes), until(0.6 * HOUR_SEC)],
  },
  {
    name: 'two agents are lost at the same time',
    cast: { desks: [1, 1] },
    fromSec: 30,
    toSec: 200,
    scenes: [
      agent(1, opens),
      agent(1, opens, 1),
      agent(2, (desk) => desk.submit('join')),
      agent(3, (desk) => desk.submit('join'), 1),
      agent(5, leaves),
      agent(5, leaves, 1),
      until(200),
    ],
  },
];

import type { Plot } from '../plot.ts';
import { firstPostLost, noDisconnects } from './misfortunes.ts';
import { agent, customer, does, glances, leaves, opens, together, until } from './scenes.ts';

const twoDesks = { desks: [2] };

export const comingPlots: readonly Plot[] = [
  { name: 'a customer comes', fromSec: 1, toSec: 8, scenes: [customer(1, opens)] },
  {
    name: 'a second device comes',
    cast: { customerDevices: 2 },
    fromSec: 3,
    toSec: 10,
    scenes: [...together, customer(3, opens, 1)],
  },
  {
    name: 'an agent opens two desks',
    cast: twoDesks,
    fromSec: 1,
    toSec: 12,
    scenes: [agent(1, opens), agent(5, opens, 1)],
  },
  {
    name: 'an agent comes back to a chat',
    fromSec: 5,
    toSec: 14,
    scenes: [...together, agent(4, leaves), agent(5, opens)],
  },
  {
    name: 'a second device reads a long chat',
    cast: { customerDevices: 2 },
    fromSec: 10,
    toSec: 16,
    scenes: [...together, ...[3, 4, 5, 6, 7, 8].map((sec) => agent(sec, does('post'))), customer(10, opens, 1)],
  },
  { name: 'a heartbeat after a while', fromSec: 290, toSec: 335, scenes: [...together, until(335)] },
  { name: 'heartbeats', fromSec: 4, toSec: 14, scenes: [...together, customer(4, glances), agent(8, glances)] },
  {
    name: 'a lost frame is asked for',
    misfortunes: () => [firstPostLost()],
    cast: { desks: [1] },
    fromSec: 3,
    toSec: 16,
    scenes: [
      customer(0, opens),
      agent(1, opens),
      customer(2, does('post')),
      agent(3, does('join')),
      agent(5, does('post')),
      agent(7, does('post')),
    ],
  },
  {
    name: 'one of two devices goes',
    cast: { customerDevices: 2 },
    fromSec: 6,
    toSec: 14,
    scenes: [...together, customer(3, opens, 1), customer(6, leaves)],
  },
  { name: 'the last device goes', fromSec: 4, toSec: 30, scenes: [...together, customer(4, leaves), until(30)] },
  {
    name: 'one of two desks goes',
    cast: twoDesks,
    fromSec: 6,
    toSec: 14,
    scenes: [...together, agent(3, opens, 1), agent(6, leaves)],
  },
  {
    name: 'a desk goes and comes back',
    fromSec: 4,
    toSec: 20,
    scenes: [...together, agent(4, leaves), agent(12, opens)],
  },
  {
    name: 'a post finds a device gone',
    misfortunes: () => [noDisconnects()],
    fromSec: 4,
    toSec: 30,
    scenes: [...together, customer(4, leaves), agent(8, does('post')), until(30)],
  },
  {
    name: 'a post finds a desk gone',
    misfortunes: () => [noDisconnects()],
    fromSec: 4,
    toSec: 30,
    scenes: [...together, agent(4, leaves), customer(8, does('post')), until(30)],
  },
];

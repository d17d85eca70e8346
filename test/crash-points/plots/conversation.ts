import type { Plot } from '../plot.ts';
import { agent, customer, does, opens, together, types, until } from './scenes.ts';

const onePost = { fromSec: 5, toSec: 14 };

export const conversationPlots: readonly Plot[] = [
  { name: 'an agent joins', fromSec: 2, toSec: 12, scenes: together },
  { name: 'a customer posts, nobody there', ...onePost, scenes: [customer(0, opens), customer(5, does('post'))] },
  {
    name: 'a customer posts to an agent with two desks',
    cast: { desks: [2] },
    ...onePost,
    scenes: [...together, agent(3, opens, 1), customer(5, does('post'))],
  },
  {
    name: 'an agent with two desks posts',
    cast: { desks: [2] },
    ...onePost,
    scenes: [...together, agent(3, opens, 1), agent(5, does('post'))],
  },
  {
    name: 'an agent coaches another',
    cast: { desks: [1, 1] },
    ...onePost,
    scenes: [...together, agent(2, opens, 1), agent(3, does('join'), 1), agent(5, does('post', 'INT'))],
  },
  {
    name: 'customer and agent post at the same time',
    ...onePost,
    scenes: [...together, customer(5, does('post')), agent(5, does('post'))],
  },
  {
    name: 'an event with a snapshot',
    ...onePost,
    scenes: [
      ...together,
      ...[3, 3.4, 3.8].map((sec) => agent(sec, does('post'))),
      customer(5, does('post')),
      agent(6, does('post')),
      until(14),
    ],
  },
  { name: 'both type', fromSec: 4, toSec: 12, scenes: [...together, customer(4, types), agent(6, types), until(12)] },
  { name: 'the agent holds', ...onePost, scenes: [...together, agent(5, does('hold'))] },
  { name: 'the agent leaves', ...onePost, scenes: [...together, agent(5, does('leave'))] },
  {
    name: 'the agent leaves and joins again',
    fromSec: 5,
    toSec: 18,
    scenes: [...together, agent(5, does('leave')), agent(8, does('join'))],
  },
  {
    name: 'one of two agents leaves',
    cast: { desks: [1, 1] },
    ...onePost,
    scenes: [...together, agent(2, opens, 1), agent(3, does('join'), 1), agent(5, does('leave'))],
  },
  { name: 'the agent closes', ...onePost, scenes: [...together, agent(5, does('close'))] },
  { name: 'the customer closes', ...onePost, scenes: [...together, customer(5, does('close'))] },
  {
    name: 'two close at the same time',
    ...onePost,
    scenes: [...together, customer(5, does('close')), agent(5, does('close'))],
  },
];

import type { Operation } from './operation.ts';

export const agentHolds: Operation = {
  name: 'agent-holds',
  weight: 1.5,
  run: (stage, random) => random.pick(stage.desks).submit('hold'),
};

import type { Operation } from './operation.ts';

export const agentTransfers: Operation = {
  name: 'agent-transfers',
  weight: 1,
  run: (stage, random) => random.pick(stage.desks).submit('transfer'),
};

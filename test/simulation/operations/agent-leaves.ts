import type { Operation } from './operation.ts';

export const agentLeaves: Operation = {
  name: 'agent-leaves',
  weight: 1.5,
  run: (stage, random) => random.pick(stage.desks).submit('leave'),
};

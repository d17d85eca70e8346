import type { Operation } from './operation.ts';

export const agentTypes: Operation = {
  name: 'agent-types',
  weight: 1,
  run: (stage, random) => random.pick(stage.desks).type(),
};

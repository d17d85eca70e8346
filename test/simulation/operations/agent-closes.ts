import type { Operation } from './operation.ts';

export const agentCloses: Operation = {
  name: 'agent-closes',
  weight: 0.15,
  run: (stage, random) => random.pick(stage.desks).submit('close'),
};

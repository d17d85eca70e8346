import type { Operation } from './operation.ts';

export const agentJoins: Operation = {
  name: 'agent-joins',
  weight: 5,
  run: (stage, random) => random.pick(stage.desks).submit('join'),
};

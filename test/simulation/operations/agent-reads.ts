import type { Operation } from './operation.ts';

export const agentReads: Operation = {
  name: 'agent-reads',
  weight: 1.5,
  run: (stage, random) => random.pick(stage.desks).read(),
};

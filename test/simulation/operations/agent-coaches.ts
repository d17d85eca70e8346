import type { Operation } from './operation.ts';

export const agentCoaches: Operation = {
  name: 'agent-coaches',
  weight: 1.5,
  run: (stage, random) => random.pick(stage.desks).submit('post', 'INT'),
};

import type { Operation } from './operation.ts';

export const agentNotifies: Operation = {
  name: 'agent-notifies',
  weight: 1.5,
  run: (stage, random) => random.pick(stage.desks).submit('notice'),
};

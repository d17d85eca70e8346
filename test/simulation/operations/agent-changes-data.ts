import type { Operation } from './operation.ts';

export const agentChangesData: Operation = {
  name: 'agent-changes-data',
  weight: 0.7,
  run: (stage, random) => random.pick(stage.desks).submit('user-data'),
};

import { MANNERS } from './manners.ts';
import type { Operation } from './operation.ts';

export const workflowNotifies: Operation = {
  name: 'workflow-notifies',
  weight: 0.7,
  run: (stage, random) => stage.workflow.submit('notice', random.pick(MANNERS)),
};

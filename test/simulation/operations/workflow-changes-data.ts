import type { Operation } from './operation.ts';

export const workflowChangesData: Operation = {
  name: 'workflow-changes-data',
  weight: 0.7,
  run: (stage) => stage.workflow.submit('user-data'),
};

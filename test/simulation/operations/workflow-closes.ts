import type { Operation } from './operation.ts';

export const workflowCloses: Operation = {
  name: 'workflow-closes',
  weight: 0.1,
  run: (stage) => stage.workflow.submit('close'),
};

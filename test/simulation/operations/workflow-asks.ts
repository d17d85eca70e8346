import type { Operation } from './operation.ts';

export const workflowAsks: Operation = {
  name: 'workflow-asks',
  weight: 1,
  run: (stage) => stage.workflow.ask(false),
};

import type { Operation } from './operation.ts';

export const workflowRestores: Operation = {
  name: 'workflow-restores',
  weight: 0.7,
  run: (stage) => stage.workflow.ask(true),
};

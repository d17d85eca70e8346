import { MANNERS } from './manners.ts';
import type { Operation } from './operation.ts';

export const workflowPosts: Operation = {
  name: 'workflow-posts',
  weight: 2,
  run: (stage, random) => stage.workflow.submit('post', random.pick(MANNERS)),
};

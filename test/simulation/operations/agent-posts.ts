import type { Operation } from './operation.ts';

export const agentPosts: Operation = {
  name: 'agent-posts',
  weight: 6,
  run: (stage, random) => random.pick(stage.desks).submit('post'),
};

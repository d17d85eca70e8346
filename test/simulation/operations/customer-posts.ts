import type { Operation } from './operation.ts';

export const customerPosts: Operation = {
  name: 'customer-posts',
  weight: 10,
  run: (stage, random) => random.pick(stage.customers).submit('post'),
};

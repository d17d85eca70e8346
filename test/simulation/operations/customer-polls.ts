import type { Operation } from './operation.ts';

export const customerPolls: Operation = {
  name: 'customer-polls',
  weight: 0.7,
  run: (stage) => stage.poll(),
};

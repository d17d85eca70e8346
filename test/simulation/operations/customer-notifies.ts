import type { Operation } from './operation.ts';

export const customerNotifies: Operation = {
  name: 'customer-notifies',
  weight: 1.5,
  run: (stage, random) => random.pick(stage.customers).submit('notice'),
};

import type { Operation } from './operation.ts';

export const customerCloses: Operation = {
  name: 'customer-closes',
  weight: 0.15,
  run: (stage, random) => random.pick(stage.customers).submit('close'),
};

import type { Operation } from './operation.ts';

export const customerReads: Operation = {
  name: 'customer-reads',
  weight: 1.5,
  run: (stage, random) => random.pick(stage.customers).read(),
};

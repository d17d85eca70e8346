import type { Operation } from './operation.ts';

export const customerTypes: Operation = {
  name: 'customer-types',
  weight: 1,
  run: (stage, random) => random.pick(stage.customers).type(),
};

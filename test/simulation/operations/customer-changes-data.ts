import type { Operation } from './operation.ts';

export const customerChangesData: Operation = {
  name: 'customer-changes-data',
  weight: 0.7,
  run: (stage, random) => random.pick(stage.customers).submit('user-data'),
};

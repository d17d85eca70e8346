import type { Operation } from './operation.ts';

export const customerGoesOn: Operation = {
  name: 'customer-goes-on',
  weight: 0.5,
  run: (stage) => stage.goOn(),
};

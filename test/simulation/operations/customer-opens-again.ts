import type { Operation } from './operation.ts';

export const customerOpensAgain: Operation = {
  name: 'customer-opens-again',
  weight: 0.3,
  run: (stage) => stage.openChat(),
};

import type { Operation } from './operation.ts';

export const pageOpens: Operation = {
  name: 'page-opens',
  weight: 2,
  run: (stage, random) => {
    random.pick(stage.devices).open(random.chance(0.3));
  },
};

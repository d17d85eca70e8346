import type { Operation } from './operation.ts';

export const pageCloses: Operation = {
  name: 'page-closes',
  weight: 1.5,
  run: (stage, random) => random.pick(stage.devices).close(random.chance(0.7)),
};

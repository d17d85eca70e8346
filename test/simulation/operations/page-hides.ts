import type { Operation } from './operation.ts';

export const pageHides: Operation = {
  name: 'page-hides',
  weight: 1,
  run: (stage, random) => random.pick(stage.devices).setVisible(false),
};

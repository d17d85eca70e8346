import type { Operation } from './operation.ts';

export const pageShows: Operation = {
  name: 'page-shows',
  weight: 1,
  run: (stage, random) => random.pick(stage.devices).setVisible(true),
};

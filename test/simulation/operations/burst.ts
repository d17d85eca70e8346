import type { Operation } from './operation.ts';

export const burst: Operation = {
  name: 'burst',
  weight: 0.5,
  run: (stage, random) => {
    const device = random.pick(stage.devices);
    for (let left = random.between(5, 40); left > 0; left--) device.submit('post');
  },
};

import type { Operation } from './operation.ts';

export const twoAtOnce: Operation = {
  name: 'two-at-once',
  weight: 2,
  run: (stage, random) => {
    for (const device of stage.devices) {
      if (device.client !== undefined && random.chance(0.7)) device.submit('post');
    }
  },
};

import type { Operation } from './operation.ts';

/** Comes before every silence of hours: hardly anybody keeps a page open for so long, and nobody looks at it. */
export const everybodyLeaves: Operation = {
  name: 'everybody-leaves',
  weight: 0,
  run: (stage, random) => {
    for (const device of stage.devices) {
      if (device.client === undefined) continue;
      random.weighted([
        [60, () => device.close(true)],
        [15, () => device.close(false)],
        [22, () => device.sleep()],
        [3, () => device.setVisible(false)],
      ])();
    }
  },
};

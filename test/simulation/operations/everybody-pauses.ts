import type { Operation } from './operation.ts';

/** Comes before every silence of minutes: most people look elsewhere. */
export const everybodyPauses: Operation = {
  name: 'everybody-pauses',
  weight: 0,
  run: (stage, random) => {
    for (const device of stage.devices) {
      if (device.client === undefined) continue;
      random.weighted([
        [4, () => device.close(true)],
        [1.5, () => device.close(false)],
        [2, () => device.sleep()],
        [1.5, () => device.setVisible(false)],
      ])();
    }
  },
};

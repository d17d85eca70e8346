import type { Operation } from './operation.ts';

/** Comes before every long silence: nobody sits in front of an open page for hours, or hardly anybody. */
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

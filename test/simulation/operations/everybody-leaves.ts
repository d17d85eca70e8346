import type { Device } from '../cast/device.ts';
import type { Random } from '../engine/random.ts';
import type { Operation } from './operation.ts';

const HOUR_MS = 3_600_000;

/** The page stays open behind others for hours, until its machine goes to sleep. */
const isForgotten = (device: Device, random: Random): void => {
  const { agenda, mischief } = device.world;
  device.setVisible(false);
  agenda.after(random.between(1, 12) * HOUR_MS, () => {
    if (mischief.on) device.sleep();
  });
};

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
        [3, () => isForgotten(device, random)],
      ])();
    }
  },
};

import type { Operation } from './operation.ts';

export const pageReloads: Operation = {
  name: 'page-reloads',
  weight: 1,
  run: (stage, random) => {
    const device = random.pick(stage.devices);
    device.close(random.chance(0.7));
    device.open(random.chance(0.5));
  },
};

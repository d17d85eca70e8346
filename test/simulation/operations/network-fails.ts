import type { Operation } from './operation.ts';

export const networkFails: Operation = {
  name: 'network-fails',
  weight: 1.5,
  run: (stage, random) => {
    const device = random.pick(stage.devices);
    device.setNetwork(false);
    stage.world.agenda.after(random.between(500, random.chance(0.2) ? 180_000 : 20_000), () => device.setNetwork(true));
  },
};

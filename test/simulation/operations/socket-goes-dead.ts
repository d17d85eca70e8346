import type { Operation } from './operation.ts';

export const socketGoesDead: Operation = {
  name: 'socket-goes-dead',
  weight: 1.5,
  run: (stage, random) => {
    const device = random.pick(stage.devices);
    if (stage.world.gateway.serves(device) && stage.world.mischief.happens('socket-silent')) {
      stage.world.gateway.silence(device);
    }
  },
};

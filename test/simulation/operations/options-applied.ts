import { randomOptions } from '../engine/random-options.ts';
import type { Operation } from './operation.ts';

/** The options change, and an administrator has them brought to sleeping chats. */
export const optionsApplied: Operation = {
  name: 'options-applied',
  weight: 0.7,
  run: (stage, random) => {
    if (!stage.world.mischief.happens('options-changed')) return;
    stage.world.changeOptions(randomOptions(random));
    stage.applyOptions();
  },
};

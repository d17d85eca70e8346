import { randomMasks } from '../engine/random-masks.ts';
import { randomControl, randomOptions } from '../engine/random-options.ts';
import type { Operation } from './operation.ts';

export const optionsChange: Operation = {
  name: 'options-change',
  weight: 0.5,
  run: (stage, random) => {
    if (!stage.world.mischief.happens('options-changed')) return;
    stage.world.changeOptions({ ...randomOptions(random), ...randomControl(random), masks: randomMasks(random) });
  },
};

import { DEFAULT_OPTIONS } from '../../../shared/domain/options.ts';
import type { Plot, Scene } from '../plot.ts';
import { recordLost } from './misfortunes.ts';
import { customer, does, leaves, opens, until } from './scenes.ts';

const QUICK = { idleAlertSec: 120, idleCloseSec: 60 };

/** The options of the service change, and are brought to the chat. */
const applies = (atSec: number): Scene => ({
  atSec,
  run: (stage) => {
    stage.world.changeOptions({ ...DEFAULT_OPTIONS, ...QUICK });
    stage.applyOptions();
  },
});

const REPEAT_MS = 3_000;
const REPEATS = 4;

/** The workflow asks for a restoration, and a few times more: a call that fails is asked again. */
const restores = (atSec: number): Scene => ({
  atSec,
  run: (stage) => {
    for (let time = 0; time < REPEATS; time++)
      stage.world.agenda.after(time * REPEAT_MS, () => stage.workflow.ask(true));
  },
});

export const sleeperPlots: readonly Plot[] = [
  { name: 'options change while everybody sleeps', fromSec: 5, toSec: 120, scenes: [applies(5), until(120)] },
  {
    name: 'the workflow restores what an opening lost',
    options: { restoreBy: 'esp' },
    misfortunes: () => [recordLost(1)],
    fromSec: 20,
    toSec: 45,
    scenes: [restores(20), until(45)],
  },
  {
    name: 'the workflow takes a customer back',
    cast: { push: true },
    options: { restoreBy: 'both', restorePush: true, flexPushSec: 10 },
    fromSec: 40,
    toSec: 60,
    scenes: [restores(40), until(60)],
  },
  {
    name: 'a customer goes on with a closed chat',
    fromSec: 5,
    toSec: 25,
    scenes: [
      customer(0, opens),
      customer(2, does('post')),
      customer(3, does('close')),
      customer(4, leaves),
      { atSec: 5, run: (stage) => stage.goOn() },
      until(25),
    ],
  },
];

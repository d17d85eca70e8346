import { describe, expect, it } from 'vitest';
import { goneIsConfirmed } from './ablations/gone-is-confirmed.ts';
import { heartbeatNamesPosition } from './ablations/heartbeat-names-position.ts';
import { listedBeforeJoin } from './ablations/listed-before-join.ts';
import { repeatsAreKnown } from './ablations/repeats-are-known.ts';
import { timeNeverGoesBack } from './ablations/time-never-goes-back.ts';
import { twoPeriods } from './ablations/two-periods.ts';
import { makePlan } from './engine/plan.ts';
import { judge, runRange } from './engine/run-range.ts';

/**
 * Seeds that once showed something. A new operation or fault gives every seed another session: those that are older than
 * the newest of these are sessions like any other.
 */
const FOUND = [
  [481, 'a doubled frame is refused the first time and accepted the second'],
  [96, 'the options are shortened in the middle of a silence'],
  [1853, 'the options are shortened while an old wake-up is far away'],
  [501825, 'the presence period is lengthened between doubt and removal'],
  [2420, 'a close that was a day away is due at once'],
  [204904, 'what an opening lost waits for two hours of ticks that are lost or cut off'],
  [247743, 'the same, and every row that fails is put off'],
  [95655, 'contact from just before the doubt is noted just after it'],
  [144036, 'a notice waits for a minute in a page that looks settled'],
  [51919, 'a frame that was refused comes a second time, after the join and what was said then'],
  [702124, 'the same, and its page was closed before the refusal came'],
  [8670, 'copies of pushes that were given up multiply whenever they are sent anew'],
  [561, 'a chat that continues another has events of its own, at the same indexes'],
  [25631, 'an event makes the alert shorter just before the sweep looks'],
  [954671, 'a hello is answered long after it came, and its socket is gone by then'],
  [17201, 'a hello is looked at when its customer has been removed meanwhile'],
] as const;

describe('seeds that found something', () => {
  it.each(FOUND)('given seed %i (%s), when it is played, then no promise is broken', async (seed) => {
    const { breaches } = await judge(makePlan(seed));
    expect(breaches).toEqual([]);
  });
});

describe('a rule that is switched off is missed', () => {
  it.each([
    { ablation: repeatsAreKnown, invariant: 'acknowledged-once' },
    { ablation: goneIsConfirmed, invariant: 'no-alarm' },
    { ablation: heartbeatNamesPosition, invariant: 'same-view' },
    { ablation: listedBeforeJoin, invariant: 'no-alarm' },
    { ablation: timeNeverGoesBack, invariant: 'one-order' },
    { ablation: twoPeriods, invariant: 'removed-late' },
  ])(
    'given sessions without the rule $ablation.name, when they are played, then $invariant breaks',
    async ({ ablation, invariant }) => {
      const broken = new Set<string>();
      const range = { firstSeed: 1, sessions: 200, stride: 1, choice: { only: ablation.faults }, ablation };
      await runRange(
        range,
        (part) => {
          for (const breach of part.breaches) broken.add(breach.invariant);
          return !broken.has(invariant);
        },
        8,
      );
      expect([...broken]).toContain(invariant);
    },
  );
});

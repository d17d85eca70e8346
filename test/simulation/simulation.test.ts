import { describe, expect, it } from 'vitest';
import { makePlan } from './engine/plan.ts';
import { judge, runRange } from './engine/run-range.ts';
import { addTally, emptyTally } from './engine/tally.ts';

describe('whole sessions with faults between any two calls', () => {
  it('[LOG-5][CMD-1][DLV-3] given 1,000 seeds, when they are played, then no promise is broken', async () => {
    const sum = emptyTally();
    await runRange({ firstSeed: 1, sessions: 1_000, stride: 1, choice: {} }, (part) => {
      addTally(sum, part);
      return true;
    });
    expect(sum.breaches).toEqual([]);
    expect(sum.sessions).toBe(1_000);
  }, 110_000);

  it('given one seed, when it is played twice, then every step is the same', async () => {
    const first = await judge(makePlan(7));
    const second = await judge(makePlan(7));
    expect(second.played.traceHash).toBe(first.played.traceHash);
    expect(second.played.history.log).toEqual(first.played.history.log);
  });
});

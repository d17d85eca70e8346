import { describe, expect, it } from 'vitest';
import { createActivity } from '../../local/clock/activity.ts';
import { createRealClock } from '../../local/clock/real-clock.ts';
import { createVirtualClock } from '../../local/clock/virtual-clock.ts';

function virtualClock() {
  const errors: unknown[] = [];
  const activity = createActivity();
  const clock = createVirtualClock({ activity, onError: (error) => errors.push(error) }, 1_000);
  return { clock, activity, errors };
}

describe('a virtual clock', () => {
  it('stands still until moved, and stops at every timer in the order of their times', async () => {
    const { clock } = virtualClock();
    const fired: [string, number][] = [];
    clock.at(3_000, () => void fired.push(['late', clock.now()]));
    clock.at(2_000, () => {
      fired.push(['early', clock.now()]);
      clock.at(2_500, () => void fired.push(['armed on the way', clock.now()]));
    });
    await clock.advanceTo(10_000);
    expect(fired).toEqual([
      ['early', 2_000],
      ['armed on the way', 2_500],
      ['late', 3_000],
    ]);
    expect(clock.now()).toBe(10_000);
  });

  it('waits at a timer until the work that it began is done', async () => {
    const { clock, activity } = virtualClock();
    const seen: number[] = [];
    clock.at(2_000, () => {
      const work = new Promise<void>((resolve) => setTimeout(resolve, 20)).then(() => void seen.push(clock.now()));
      void activity.track(work);
    });
    clock.at(3_000, () => void seen.push(clock.now()));
    await clock.advanceTo(4_000);
    expect(seen).toEqual([2_000, 3_000]);
  });

  it('runs what is due already without being moved, and nothing that was cancelled', async () => {
    const { clock, activity } = virtualClock();
    const fired: string[] = [];
    clock.at(500, () => void fired.push('due'));
    clock.at(500, () => void fired.push('cancelled'))();
    clock.at(2_000, () => void fired.push('cancelled, too'))();
    await activity.idle();
    await clock.advanceTo(5_000);
    expect(fired).toEqual(['due']);
  });

  it('reports what a timer throws and goes on', async () => {
    const { clock, errors } = virtualClock();
    const failure = new Error('as asked');
    clock.at(2_000, () => Promise.reject(failure));
    await clock.advanceTo(3_000);
    expect(errors).toEqual([failure]);
    expect(clock.now()).toBe(3_000);
  });

  it('does not go back', async () => {
    const { clock } = virtualClock();
    await expect(clock.advanceTo(999)).rejects.toThrow('unable to move time to 999; it is 1000 already');
  });

  it('moves once after the other when asked twice', async () => {
    const { clock } = virtualClock();
    await Promise.all([clock.advanceTo(2_000), clock.advanceTo(3_000)]);
    expect(clock.now()).toBe(3_000);
  });
});

describe('a real clock', () => {
  it('cannot be moved, and runs what is due', async () => {
    const clock = createRealClock({ activity: createActivity(), onError: () => undefined });
    await expect(clock.advanceTo(1)).rejects.toThrow('unable to move time; this cloud follows the real clock');
    await new Promise<void>((resolve) => {
      clock.at(0, resolve);
    });
    clock.at(Date.now() + 60 * 86_400_000, () => undefined);
    clock.stop();
  });
});

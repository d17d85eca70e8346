import type { Activity, CloudClock } from '../../../local/contracts.ts';

interface Timer {
  readonly atMs: number;
  readonly fire: () => void | Promise<void>;
}

export interface TestTime {
  readonly clock: CloudClock;
  readonly activity: Activity;
  /** Moves time forward by so many milliseconds, firing what is due on the way. */
  pass(ms: number): Promise<void>;
}

/** Time that stands still until the test moves it. */
export function testTime(startMs: number): TestTime {
  let nowMs = startMs;
  const timers = new Set<Timer>();
  const running = new Set<Promise<unknown>>();
  const idle = async (): Promise<void> => {
    while (running.size > 0) await Promise.allSettled(running);
  };
  const activity: Activity = {
    track: (work) => {
      running.add(work);
      const forget = (): void => void running.delete(work);
      work.then(forget, forget);
      return work;
    },
    idle,
  };
  const nextUpTo = (toMs: number): Timer | undefined =>
    [...timers].filter((timer) => timer.atMs <= toMs).toSorted((a, b) => a.atMs - b.atMs)[0];
  const advanceTo = async (toMs: number): Promise<void> => {
    await idle();
    for (let timer = nextUpTo(toMs); timer !== undefined; timer = nextUpTo(toMs)) {
      timers.delete(timer);
      nowMs = Math.max(nowMs, timer.atMs);
      await timer.fire();
      await idle();
    }
    nowMs = Math.max(nowMs, toMs);
  };
  const clock: CloudClock = {
    mode: 'virtual',
    now: () => nowMs,
    at: (atMs, fire) => {
      const timer = { atMs, fire };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advanceTo,
  };
  return { clock, activity, pass: (ms) => advanceTo(nowMs + ms) };
}

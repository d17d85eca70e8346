import { createActivity } from '../../../local/clock/activity.ts';
import { createVirtualClock } from '../../../local/clock/virtual-clock.ts';
import type { Activity, CloudClock } from '../../../local/contracts.ts';

export interface TestTime {
  readonly clock: CloudClock;
  readonly activity: Activity;
  /** Moves time forward by so many milliseconds, firing what is due on the way. */
  pass(ms: number): Promise<void>;
}

/** Time that stands still until the test moves it. A timer that throws fails the test run. */
export function testTime(startMs: number): TestTime {
  const activity = createActivity();
  const onError = (error: unknown): void => {
    throw error;
  };
  const clock = createVirtualClock({ activity, onError }, startMs);
  return { clock, activity, pass: (ms) => clock.advanceTo(clock.now() + ms) };
}

import type { CloudClock } from '../contracts.ts';
import type { ClockParts } from './virtual-clock.ts';

/** The longest wait that `setTimeout` can count, in milliseconds (2^31 − 1, about 24.8 days). */
const LONGEST_TIMEOUT_MS = 2_147_483_647;

/** The machine's time. Waits of any length work: long ones are cut into pieces. */
export function createRealClock({ activity, onError }: ClockParts): CloudClock & { stop(): void } {
  const pending = new Set<{ timeout: NodeJS.Timeout }>();
  return {
    mode: 'real',
    now: () => Date.now(),
    at(atMs, fire) {
      const entry = { timeout: setTimeout(() => undefined, 0) };
      clearTimeout(entry.timeout);
      const wait = (): void => {
        const remainingMs = Math.max(0, atMs - Date.now());
        entry.timeout = setTimeout(
          () => {
            if (atMs > Date.now()) return wait();
            pending.delete(entry);
            activity.track(Promise.resolve().then(fire)).catch(onError);
          },
          Math.min(remainingMs, LONGEST_TIMEOUT_MS),
        );
      };
      pending.add(entry);
      wait();
      return () => {
        clearTimeout(entry.timeout);
        pending.delete(entry);
      };
    },
    advanceTo: () => Promise.reject(new Error('unable to move time; this cloud follows the real clock')),
    stop() {
      for (const entry of pending) clearTimeout(entry.timeout);
      pending.clear();
    },
  };
}

import type { Activity, CloudClock } from '../contracts.ts';

/** What a clock needs: where to count the work of its timers, and whom to tell when a timer throws. */
export interface ClockParts {
  readonly activity: Activity;
  readonly onError: (error: unknown) => void;
}

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly fire: () => void | Promise<void>;
}

/** A clock that stands still until moved; `onMove` hears every new time before anything runs at it. */
export function createVirtualClock(
  { activity, onError }: ClockParts,
  startMs: number,
  onMove: (nowMs: number) => void = () => undefined,
): CloudClock & { stop(): void } {
  const timers = new Set<Timer>();
  let nowMs = startMs;
  let nextOrder = 0;
  let moves: Promise<void> = Promise.resolve();

  const run = (timer: Timer): void => {
    if (!timers.delete(timer)) return;
    activity.track(Promise.resolve().then(timer.fire)).catch(onError);
  };

  const moveTo = (toMs: number): void => {
    nowMs = Math.max(nowMs, toMs);
    onMove(nowMs);
  };

  const advance = async (toMs: number): Promise<void> => {
    await activity.idle();
    for (let next = earliest(timers, toMs); next; next = earliest(timers, toMs)) {
      moveTo(next.atMs);
      run(next);
      await activity.idle();
    }
    moveTo(toMs);
  };

  onMove(nowMs);
  return {
    mode: 'virtual',
    now: () => nowMs,
    at(atMs, fire) {
      const timer = { atMs, order: nextOrder++, fire };
      timers.add(timer);
      // Due already: it must not wait for the next move, or the cloud would seem idle with work left to do.
      if (atMs <= nowMs) setImmediate(() => run(timer));
      return () => timers.delete(timer);
    },
    advanceTo(toMs) {
      if (toMs < nowMs) return Promise.reject(new Error(`unable to move time to ${toMs}; it is ${nowMs} already`));
      const move = moves.then(() => advance(toMs));
      moves = move.catch(onError);
      return move;
    },
    stop: () => timers.clear(),
  };
}

function earliest(timers: ReadonlySet<Timer>, untilMs: number): Timer | undefined {
  let first: Timer | undefined;
  for (const timer of timers) {
    if (timer.atMs > untilMs) continue;
    if (!first || timer.atMs < first.atMs || (timer.atMs === first.atMs && timer.order < first.order)) first = timer;
  }
  return first;
}

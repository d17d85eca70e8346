import type { Clock } from '../../app/ports.ts';

/** Time that stands still until it is moved. */
export interface MemoryClock extends Clock {
  /** Moves time forward by so many milliseconds. */
  advance(ms: number): void;
  /** Sets the time; never backwards. */
  moveTo(atMs: number): void;
}

/** A clock that starts at `startMs` and stands still. */
export const memoryClock = (startMs: number): MemoryClock => {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms;
    },
    moveTo: (atMs) => {
      nowMs = Math.max(nowMs, atMs);
    },
  };
};

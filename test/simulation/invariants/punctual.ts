import type { Harm } from '../faults/fault.ts';
import type { History } from '../history.ts';
import { readNaively } from '../naive-status.ts';
import type { Invariant } from './invariant.ts';

const LATE: readonly Harm[] = ['wake-up-lost', 'record-lost', 'calls-fail', 'slow'];

const MINUTE_MS = 60_000;

/** Jitter, slack, rounding up to a minute, and the minute that the scheduler may take. */
const ON_TIME_MS = 3 * MINUTE_MS;

const jitterMs = (periodMs: number): number => Math.min(5 * MINUTE_MS, periodMs / 288);

const isLost = (harms: History['harms']): boolean => harms.has('wake-up-lost') || harms.has('record-lost');

/** What was lost waits for the sweep: time counts from the last time before `atMs` that something went wrong with it. */
const waitedForSinceMs = ({ harms, sweepsSpoiltMs }: History, dueMs: number, atMs: number): number =>
  isLost(harms) ? Math.max(dueMs, sweepsSpoiltMs.findLast((spoiltMs) => spoiltMs < atMs) ?? 0) : dueMs;

/** How late a clock of `periodMs` may be noticed; with losses by the stuck-check, which waits for the close and its margin. */
const boundMs = ({ harms }: History, periodMs: number, longestMs: number): number => {
  const onTime = jitterMs(periodMs) + ON_TIME_MS;
  if (!LATE.some((harm) => harms.has(harm))) return onTime;
  const stuckCheckMs = longestMs + 2 * jitterMs(longestMs) + 15 * MINUTE_MS + 20 * MINUTE_MS;
  return onTime + 70 * MINUTE_MS + (isLost(harms) ? stuckCheckMs : 0);
};

export const punctual: Invariant = {
  name: 'punctual',
  about:
    'Alert and close come on time; when wake-ups or records were lost, no later than the first stuck-checks that nothing spoils bring them.',
  check: (history) => {
    const { log } = history;
    const readings = readNaively(log);
    let longestMs = 0;
    return log.flatMap((event, place) => {
      const before = readings[place - 1];
      if (before === undefined) return [];
      longestMs = Math.max(longestMs, before.silenceMs);
      const { fromMs, periodMs } = before;
      const dueMs = Math.max(fromMs + periodMs, before.periodsAtMs);
      const lateMs = event.at - waitedForSinceMs(history, dueMs, event.at);
      // Whatever happens after the deadline shows that the clock had not been served until then.
      return lateMs > boundMs(history, periodMs, longestMs)
        ? [`the idle clock is ${lateMs} ms late at ${event.index}`]
        : [];
    });
  },
};

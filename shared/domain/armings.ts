import type { Arming, EpochMs } from './events.ts';
import { ARMINGS_MAX, SLIP_MS } from './limits.ts';

/** Added to a deadline so that a function whose clock is a little behind finds it due (WAKE-5). */
const SLACK_MS = 1000;

const MINUTE_MS = 60_000;

/** From here on a wake-up comes from EventBridge Scheduler, which counts in minutes; below, from a queue's delay. */
export const FAR_MS = 15 * MINUTE_MS;

/** When to be woken for a deadline: a second after it, on the full minute when it is far, never in the past. */
export const wakeUpAt = (deadline: EpochMs, now: EpochMs): EpochMs => {
  const at = Math.max(deadline + SLACK_MS, now);
  return at - now < FAR_MS ? at : Math.ceil(at / MINUTE_MS) * MINUTE_MS;
};

/** A wake-up for a deadline comes no later than this. */
const latestFor = (deadline: EpochMs): EpochMs => deadline + SLACK_MS + MINUTE_MS;

/** A wake-up so close may have come already, by another function's clock. */
const CLOSE_MS = 5_000;

/**
 * Whether a wake-up is still to come before the deadline is missed (WAKE-3). One whose time has passed does not count,
 * late or not: it may have come, found nothing due, and left no trace. Two that come at the same time cannot each rely on
 * the other: each strikes itself from the list, so the one that commits later sees that the other is gone (WAKE-4).
 */
export const isCovered = (armings: readonly Arming[], deadline: EpochMs, now: EpochMs): boolean =>
  armings.some(({ at }) => at > now + CLOSE_MS && at <= latestFor(deadline));

/**
 * When a wake-up for a deadline was to come. Periods that became shorter put a deadline into the past, and its wake-up
 * could be armed only then: such a chat is not stuck yet (STUCK-2).
 */
export const expectedAt = (armings: readonly Arming[], deadline: EpochMs, now: EpochMs): EpochMs => {
  const first = armings.find(({ at }) => at >= deadline && at <= now);
  return first === undefined || first.at <= latestFor(deadline) ? deadline : first.at;
};

/** The outstanding wake-ups after an event: without the one that fired and those that are lost, at most four. */
export const armingsAfter = (
  armings: readonly Arming[],
  event: { readonly at: EpochMs; readonly arm?: Arming; readonly fired?: number },
): readonly Arming[] => {
  const kept = armings.filter((arming) => arming.number !== event.fired && arming.at > event.at - SLIP_MS);
  const all = event.arm === undefined ? kept : [...kept, event.arm];
  // The latest are dropped first: a wake-up that the state forgot still comes, and finds nothing to do.
  return [...all].sort((a, b) => a.at - b.at || a.number - b.number).slice(0, ARMINGS_MAX);
};

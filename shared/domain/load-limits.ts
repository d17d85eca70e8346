import type { EpochMs } from './events.ts';
import type { ChatOptions } from './options.ts';

/** How old a count of open chats may be before the next opening has it taken anew (LOAD-3). */
export const COUNT_FRESH_MS: EpochMs = 15_000;

/** A count above so many chats is made from a part of them. */
const COUNTED_EXACTLY_MAX = 4_000;

/** What the limits of a service come to. */
export type LoadLimits = Pick<ChatOptions, 'sessionsMax' | 'restorePercent'>;

/**
 * How many more chats a service takes as of a new count, when `before` were left as of the last one. Where none was left the
 * limit had been reached: then none is taken before the count is below the share that restores service (LOAD-1).
 */
export const roomAfter = (before: number, counted: number, { sessionsMax, restorePercent }: LoadLimits): number => {
  const isRefusing = before <= 0 && counted * 100 >= sessionsMax * restorePercent;
  return isRefusing ? 0 : Math.max(0, sessionsMax - counted);
};

/** In how many of `all` equal parts of the chats to count, so that about 4,000 are found when the limit is reached. */
export const partsToCount = (sessionsMax: number, all: number): number =>
  Math.min(all, Math.ceil((all * COUNTED_EXACTLY_MAX) / Math.max(1, sessionsMax)));

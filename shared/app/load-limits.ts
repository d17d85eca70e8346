import type { ChatId, EpochMs } from '../domain/events.ts';
import { COUNT_FRESH_MS, partsToCount, roomAfter } from '../domain/load-limits.ts';
import type { ChatOptions } from '../domain/options.ts';
import { CHECK_SHARDS, type ChatLog, type Clock, type Journal, type ListRows, type LoadGauge } from './ports.ts';

/** What holding openings against the load limits needs. */
export interface LoadDeps {
  readonly log: ChatLog;
  readonly rows: ListRows;
  readonly gauge: LoadGauge;
  readonly clock: Clock;
  readonly journal: Journal;
}

/** A lost race for the count means that it is being taken; more races than this, and the count does not matter any more. */
const TRIES = 3;

/**
 * Whether a chat may not be opened because its service has as many as it takes (LOAD-1). One that is open already never is
 * refused (LOAD-2): before a refusal the log is read so that nothing is missed. Nothing is read while the control is off.
 */
export const isOverLimit = async (
  deps: LoadDeps,
  chatId: ChatId,
  service: string,
  options: ChatOptions,
): Promise<boolean> => {
  if (!options.limitsEnabled) return false;
  if ((await deps.log.load(chatId, 'weak')) !== undefined) return false;
  if (await hasRoom(deps, service, options)) return false;
  return (await deps.log.load(chatId, 'strong')) === undefined;
};

const hasRoom = async (deps: LoadDeps, service: string, options: ChatOptions): Promise<boolean> => {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const now = deps.clock.now();
    const taken = await deps.gauge.take(service, now - COUNT_FRESH_MS);
    if (taken.kind !== 'stale') return taken.kind === 'taken';
    await countAnew(deps, service, options, taken.countedAt, now);
  }
  return true;
};

/** One function counts, the others go on with the room that was left: it is claimed first and settled when it is known. */
const countAnew = async (
  deps: LoadDeps,
  service: string,
  options: ChatOptions,
  countedAt: EpochMs | undefined,
  now: EpochMs,
): Promise<void> => {
  const room = await deps.gauge.claim(service, countedAt, now, options.sessionsMax);
  if (room === undefined) return;
  const counted = await countOpen(deps.rows, service, options.sessionsMax);
  const after = roomAfter(room, counted, options);
  await deps.gauge.settle(service, now, after - room);
  if (after === 0) deps.journal.note('LOAD_LIMIT_REACHED', { service, open: counted, limit: options.sessionsMax });
};

/** Chats are spread evenly over the shards of the check-at list, whatever their service: some shards tell of all (LOAD-4). */
const countOpen = async (rows: ListRows, service: string, sessionsMax: number): Promise<number> => {
  const parts = partsToCount(sessionsMax, CHECK_SHARDS);
  const most = Math.ceil((sessionsMax * parts) / CHECK_SHARDS);
  const counts = await Promise.all(
    Array.from({ length: parts }, (_, shard) => rows.countOpen(service, shard, most + 1)),
  );
  return Math.round((counts.reduce((sum, count) => sum + count, 0) * CHECK_SHARDS) / parts);
};

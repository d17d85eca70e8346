import { checkAt } from '../domain/deadlines.ts';
import type { Session } from '../domain/session.ts';
import { commandIds } from './command-ids.ts';
import { LAST_EFFECTS, missingEffects } from './missing-effects.ts';
import { CHECK_SHARDS, type IdSource, type StoredRow } from './ports.ts';
import { reasonOf, runEffects, type EffectDeps } from './run-effects.ts';
import { wakeChat, type WakeDeps } from './wake-chat.ts';

/** What the recurring tick needs. */
export interface SweepDeps extends WakeDeps, EffectDeps {
  readonly ids: IdSource;
}

/** What one round of the sweep came to. */
export interface SweepReport {
  readonly looked: number;
  readonly stuck: number;
  readonly failed: number;
}

const ROWS_PER_SHARD = 100;

/** A row without a log is an opening that never came through; younger ones may still be on their way (STUCK-7). */
const ORPHAN_MS = 3_600_000;

/**
 * The stuck-check (seed, "Additional information"): looks at every chat whose row is due to be looked at. It stands on a
 * road of its own, a recurring tick and a list, so that it finds what the wake-ups lost. One row that fails does not stop it.
 */
export const sweep = async (deps: SweepDeps): Promise<SweepReport> => {
  const report = { looked: 0, stuck: 0, failed: 0 };
  const shards = Array.from({ length: CHECK_SHARDS }, (_, shard) => shard);
  const now = deps.clock.now();
  const rows = await Promise.all(shards.map((shard) => deps.rows.due(shard, now, ROWS_PER_SHARD)));
  for (const row of rows.flat()) {
    report.looked++;
    try {
      if (await lookAt(deps, row)) report.stuck++;
    } catch (error) {
      report.failed++;
      deps.journal.note('SWEEP_ROW_FAILED', { chatId: row.chatId, reason: reasonOf(error) });
      await lookLater(deps, row);
    }
  }
  return report;
};

/** How soon a row that failed is looked at again. */
const LOOK_AGAIN_MS = 5 * 60_000;

/** The list is read from its oldest end: rows that keep failing must not stand in front of those behind them (STUCK-8). */
const lookLater = async (deps: SweepDeps, row: StoredRow): Promise<void> => {
  try {
    await deps.rows.moveLookAt(row, deps.clock.now() + LOOK_AGAIN_MS);
  } catch (error) {
    deps.journal.note('SWEEP_ROW_FAILED', { chatId: row.chatId, reason: reasonOf(error) });
  }
};

/** Looks at one chat; true when something was overdue. */
const lookAt = async (deps: SweepDeps, row: StoredRow): Promise<boolean> => {
  const { chatId } = row;
  const before = (await deps.log.load(chatId, 'strong'))?.state;
  if (before === undefined) {
    await removeOrphan(deps, row);
    return false;
  }
  // First: the row of an event that is committed now would hide what is missing below it (STUCK-10).
  await reissueEffects(deps, row.appliedIndex, before);
  const id = commandIds.stuckCheck(deps.ids.newId());
  const { committed, state = before } = await wakeChat(deps, chatId, { type: 'check-stuck', id });
  await reissueEffects(deps, before.index, state);
  const overdue = committed.map(({ event }) => event.overdue).filter((found) => found !== undefined);
  for (const { kind, lateMs } of overdue) deps.journal.note('STUCK_CHAT_FOUND', { chatId, kind, lateMs });
  if (state.phase === 'open') await deps.rows.moveLookAt(row, checkAt(state));
  return overdue.length > 0;
};

const removeOrphan = async (deps: SweepDeps, row: StoredRow): Promise<void> => {
  const now = deps.clock.now();
  if (now - row.openedAt > ORPHAN_MS) await deps.rows.remove(row);
  else await deps.rows.moveLookAt(row, row.openedAt + ORPHAN_MS + 1);
};

/**
 * Runs every effect again that the row does not know of; those that ran already find a newer index or their work done. The
 * rows come last of all: they are what the next round goes by when this one is cut off (STUCK-10).
 */
const reissueEffects = async (deps: SweepDeps, after: number, state: Session): Promise<void> => {
  const missing = await missingEffects(deps.log, after, state);
  for (const found of missing) await runEffects(deps, found, ({ kind }) => !LAST_EFFECTS.includes(kind));
  for (const last of LAST_EFFECTS) {
    for (const found of missing) await runEffects(deps, found, ({ kind }) => kind === last);
  }
};

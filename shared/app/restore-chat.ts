import type { Overdue, ChatId } from '../domain/events.ts';
import { reject, type Rejection } from '../domain/rejections.ts';
import { mayRestore } from '../domain/restore.ts';
import type { Session } from '../domain/session.ts';
import { commandIds } from './command-ids.ts';
import { deliver } from './deliver.ts';
import { handleCommand } from './handle-command.ts';
import { LAST_EFFECTS, missingEffects } from './missing-effects.ts';
import type { IdSource, ListRows, RetryQueue } from './ports.ts';
import { wakeChat, type WakeDeps } from './wake-chat.ts';

/** What restoring a chat needs. */
export interface RestoreDeps extends WakeDeps {
  readonly rows: Pick<ListRows, 'read'>;
  readonly retries: RetryQueue;
  readonly ids: IdSource;
}

/** What became of a chat that was to be restored. */
export interface Restoration {
  readonly kind: 'restored';
  /** False when `session-restore-extend-by` does not let the workflow: then nothing was done. */
  readonly allowed: boolean;
  /** What was overdue by more than the slip, and has been done now. */
  readonly overdue: readonly Overdue[];
  /** How many effects were given out once more. */
  readonly reissued: number;
  /** Whether a removed customer was taken back. */
  readonly customerRestored: boolean;
  readonly state: Session;
}

/**
 * Restores a chat for the workflow (`induceRestore=true`; RESTORE-2). No chat is lost here: what can be lost are its effects, its
 * wake-ups and its customer. Effects that its row does not know of are handed to the retry queue; then what is overdue is
 * done, and a wake-up is armed; last the customer is taken back where the service wants that. All of it may be repeated, and
 * a sound chat is left as it is.
 * @throws Fault (retryable) when it is not known to be done: ask again.
 */
export const restoreChat = async (deps: RestoreDeps, chatId: ChatId): Promise<Restoration | Rejection> => {
  const found = (await deps.log.load(chatId, 'strong'))?.state;
  if (found === undefined) return reject('chat-not-found', 'unable to restore the chat; its log is empty');
  const nothing = { overdue: [], reissued: 0, customerRestored: false } as const;
  if (!mayRestore(await deps.options.of(found.service), 'esp'))
    return { kind: 'restored', allowed: false, ...nothing, state: found };
  // First: the row of an event that is committed now would hide what is missing below it (STUCK-10).
  const reissued = await reissue(deps, found);
  const requestId = deps.ids.newId();
  const check = { type: 'check-stuck', id: commandIds.stuckCheck(requestId) } as const;
  const { committed, state = found } = await wakeChat(deps, chatId, check);
  const overdue = committed.map(({ event }) => event.overdue).filter((each) => each !== undefined);
  for (const { kind, lateMs } of overdue) deps.journal.note('STUCK_CHAT_FOUND', { chatId, kind, lateMs });
  const outcome = await handleCommand(deps, chatId, {
    command: { type: 'restore-chat', id: commandIds.restore(requestId) },
    firstLoad: 'strong',
  });
  if (outcome.kind === 'rejected') return outcome;
  const did = { kind: 'restored', allowed: true, overdue, reissued } as const;
  if (outcome.kind === 'unchanged') return { ...did, customerRestored: false, state: outcome.state ?? state };
  await deliver(deps, outcome);
  return { ...did, customerRestored: true, state: outcome.after };
};

/** Hands the effects that the row does not know of to the retry queue, the rows last. */
const reissue = async ({ rows, log, retries }: RestoreDeps, state: Session): Promise<number> => {
  const row = await rows.read(state.chatId);
  const missing = await missingEffects(log, row?.appliedIndex ?? 0, state);
  const all = missing.flatMap(({ chatId, index, effects }) =>
    effects.map(({ kind }, effect) => ({ kind, failed: { chatId, index, effect } })),
  );
  const rank = ({ kind }: (typeof all)[number]): number => LAST_EFFECTS.indexOf(kind);
  for (const { failed } of all.sort((a, b) => rank(a) - rank(b))) await retries.send(failed);
  return all.length;
};

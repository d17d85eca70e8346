import type { ChatId, FileId } from '../domain/events.ts';
import { Fault, type ChatLog, type Journal } from './ports.ts';
import type { KeptFiles } from './ports-of-files.ts';

/** What settling files needs. */
export interface SettleDeps {
  readonly log: ChatLog;
  readonly files: KeptFiles;
  readonly journal: Journal;
}

/** What the state says of a file: it stays, it stays as long as a closed chat, or it goes. */
type Fate = 'kept' | 'expiring' | 'gone';

/**
 * Makes the store agree with the state about these files. Run late, twice or in another order than the events it comes to the
 * same, because it follows the state and not the event; when the state moved while it ran, it looks once more (FILE-9).
 * @throws Fault when the store or the log cannot be reached: the caller tries again later.
 */
export const settleFiles = async (deps: SettleDeps, chatId: ChatId, files: readonly FileId[]): Promise<void> => {
  const done = new Map<FileId, Fate>();
  let before = await fatesOf(deps.log, chatId, files);
  do {
    const fates = [...before].filter(([file, fate]) => done.get(file) !== fate);
    // At the same time: a hundred large files copied one after the other would take longer than a function may.
    const results = await Promise.allSettled(fates.map(([file, fate]) => apply(deps, chatId, file, fate)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    for (const [file, fate] of fates) done.set(file, fate);
    before = await fatesOf(deps.log, chatId, files);
  } while (files.some((file) => before.get(file) !== done.get(file)));
};

const fatesOf = async (log: ChatLog, chatId: ChatId, files: readonly FileId[]): Promise<Map<FileId, Fate>> => {
  const loaded = await log.load(chatId, 'strong');
  if (loaded === undefined)
    throw new Fault(`unable to settle files of ${chatId}; its log is empty`, { retryable: false });
  const { phase, files: held } = loaded.state;
  const fateOf = (file: FileId): Fate => {
    if (held === undefined || !Object.hasOwn(held.live, file)) return 'gone';
    return phase === 'closed' ? 'expiring' : 'kept';
  };
  return new Map(files.map((file) => [file, fateOf(file)]));
};

const apply = async (deps: SettleDeps, chatId: ChatId, file: FileId, fate: Fate): Promise<void> => {
  if (fate === 'gone') return deps.files.remove(chatId, file);
  const isThere = fate === 'kept' ? await deps.files.keep(chatId, file) : await deps.files.expire(chatId, file);
  if (!isThere) deps.journal.note('FILE_MISSING', { chatId, file });
};

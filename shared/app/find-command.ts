import type { ChatId, CommandId } from '../domain/events.ts';
import type { ChatLog } from './ports.ts';

const EVENTS_PER_READ = 200;

/** So much of a log is looked through for an earlier try, and no more. */
export const READS_MAX = 10;

/**
 * Looks for a command among the events after a position, as far as `readsMax` reads of 200 events reach; `position` is how far it
 * came, `more` whether events are left that nobody has looked at (FLOW-6, FILE-6).
 */
export const findCommand = async (
  log: ChatLog,
  chatId: ChatId,
  id: CommandId,
  { after, readsMax }: { readonly after: number; readonly readsMax: number },
): Promise<{ readonly index?: number; readonly position: number; readonly reads: number; readonly more: boolean }> => {
  let position = after;
  for (let reads = 1; reads <= readsMax; reads++) {
    const page = await log.readAfter(chatId, position, EVENTS_PER_READ, 'strong');
    position = page.position;
    const found = page.events.find((event) => event.id === id);
    if (found !== undefined) return { index: found.index, position, reads, more: page.more };
    if (!page.more) return { position, reads, more: false };
  }
  return { position, reads: readsMax, more: true };
};

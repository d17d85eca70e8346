import type { ChatEvent, ChatId } from '../domain/events.ts';
import { SNAPSHOT_EVERY } from '../domain/limits.ts';
import type { Session } from '../domain/session.ts';
import { PAGE_BYTES_MAX } from '../protocol/limits.ts';
import type { Missed } from '../protocol/server-frames.ts';
import type { ChatLog } from './ports.ts';
import { missedOf, type Eyes } from './views.ts';

/** How many events one read brings at most; a page of bytes usually ends sooner. */
const EVENTS_PER_READ = 100;

/**
 * Everything after `after` that the reader may see, one frame's worth of it (CATCH-1). `known` are the newest events up to
 * the head, if the caller has them: a reader who missed only those costs no further read.
 */
export const catchUp = async (
  log: ChatLog,
  state: Session,
  known: readonly ChatEvent[],
  after: number,
  eyes: Eyes,
  bytesMax: number = PAGE_BYTES_MAX,
): Promise<Missed> => {
  const chatId: ChatId = state.chatId;
  const first = known[0]?.index ?? state.index + 1;
  if (after + 1 >= first) return missedOf(chatId, known, { after, readTo: state.index, more: false }, eyes, bytesMax);
  const limit = Math.min(EVENTS_PER_READ, Math.max(SNAPSHOT_EVERY, state.index - after));
  const page = await log.readAfter(chatId, after, limit, 'strong');
  return missedOf(chatId, page.events, { after, readTo: page.position, more: page.more }, eyes, bytesMax);
};

import type { ChatId } from '../../domain/events.ts';
import { otherSideOf, readUpTo, type Reader } from '../../domain/readers.ts';
import type { ClientFrame } from '../../protocol/client-frames.ts';
import type { ReadUpTo, ServerFrame } from '../../protocol/server-frames.ts';
import { postToDesk } from '../deliver.ts';
import { Fault } from '../ports.ts';
import { chatOf, isDeskLine, type FrameDeps, type Line } from './frame-deps.ts';

type ReadFrame = Extract<ClientFrame, { op: 'read' }>;

/** Notes how far somebody has read, and shows it to the other side if that is news. Nothing is answered (READ-1). */
export const noteRead = async (deps: FrameDeps, line: Line, frame: ReadFrame): Promise<void> => {
  const chatId = chatOf(line, frame.chat);
  if (typeof chatId !== 'string') return;
  const reader: Reader = isDeskLine(line) ? { type: 'AGENT', agentId: line.bearer.agentId } : { type: 'CLIENT' };
  let state = (await deps.log.load(chatId, 'weak'))?.state;
  // Somebody has read what this load does not know of yet.
  if (state !== undefined && frame.upTo > state.index) state = (await deps.log.load(chatId, 'strong'))?.state;
  const upTo = state === undefined ? undefined : readUpTo(state, reader, frame.upTo);
  if (state === undefined || upTo === undefined) return;
  if (!(await deps.readMarks.note(chatId, reader.type, upTo, deps.clock.now()))) return;
  const shown = JSON.stringify({ type: 'read', chat: chatId, read: { [reader.type]: upTo } } satisfies ServerFrame);
  const { sockets, agents } = otherSideOf(state, reader);
  await Promise.all([
    ...sockets.map((connectionId) => deps.sockets.post(connectionId, shown)),
    ...agents.map((agentId) => postToDesk(deps, agentId, shown)),
  ]);
};

/** What is known of reading, for the last page of a catch-up; nothing that cannot be told now is worth its failure (READ-3). */
export const readMember = async (
  { readMarks, journal }: FrameDeps,
  { chat, more }: { readonly chat: ChatId; readonly more: boolean },
): Promise<{ read?: ReadUpTo }> => {
  if (more) return {};
  try {
    const { DEVICE: _theirs, ...read } = await readMarks.read(chat);
    return Object.keys(read).length === 0 ? {} : { read };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    journal.note('CHAT_UNREADABLE', { chatId: chat, fault: error.message });
    return {};
  }
};

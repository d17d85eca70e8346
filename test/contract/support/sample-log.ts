import type { ChatLog, LogEntry } from '../../../shared/app/ports.ts';
import { effectsOf } from '../../../shared/domain/effects.ts';
import type { ChatEvent, ChatId } from '../../../shared/domain/events.ts';
import { evolve } from '../../../shared/domain/evolve.ts';
import { SNAPSHOT_EVERY } from '../../../shared/domain/limits.ts';
import { DEFAULT_OPTIONS, periodsOf } from '../../../shared/domain/options.ts';
import type { Session } from '../../../shared/domain/session.ts';

/** Monday 2026-03-02, 09:00 UTC. */
export const START = Date.UTC(2026, 2, 2, 9);

let chats = 0;

/** A chat id that no other test of this process uses: 26 characters, as real ones have. */
export const freshChatId = (): ChatId => {
  chats += 1;
  return `chat${String(chats).padStart(22, 'a')}`;
};

/** The first event of a chat. */
export const opening = (chatId: ChatId): ChatEvent => ({
  v: 1,
  index: 1,
  at: START,
  id: 'c/open000000000000',
  actor: { type: 'CLIENT' },
  visibility: 'ALL',
  periods: periodsOf(DEFAULT_OPTIONS, false),
  arm: { number: 1, at: START + 46_000 },
  type: 'chat-opened',
  chatId,
  service: 'support',
  nickname: 'Ada',
  push: false,
  userData: { GCTI_Chat_AsyncMode: 'true' },
});

/** Message number `index` of a chat: the customer's, as large as an ordinary one. */
export const message = (index: number, text = `message ${index}`): ChatEvent => ({
  v: 1,
  index,
  at: START + index * 1000,
  id: `c/m${String(index).padStart(15, '0')}`,
  actor: { type: 'CLIENT' },
  visibility: 'ALL',
  seen: index - 1,
  type: 'message-posted',
  text,
});

/** An entry made from `event` as the application makes it: effects derived, the snapshot on every K-th. */
export const entryOf = (before: Session | undefined, event: ChatEvent): { entry: LogEntry; after: Session } => {
  const after = evolve(before, event);
  const entry = { event, effects: effectsOf(before, event, after) };
  return { entry: event.index % SNAPSHOT_EVERY === 0 ? { ...entry, snapshot: after } : entry, after };
};

/** A chat of `length` events, as entries and as the state after each. */
export const sampleChat = (chatId: ChatId, length: number): { entries: LogEntry[]; states: Session[] } => {
  const entries: LogEntry[] = [];
  const states: Session[] = [];
  for (let index = 1; index <= length; index++) {
    const made = entryOf(states.at(-1), index === 1 ? opening(chatId) : message(index));
    entries.push(made.entry);
    states.push(made.after);
  }
  return { entries, states };
};

/** Appends a sample chat to a log and answers what was appended. */
export const written = async (log: ChatLog, chatId: ChatId, length: number): Promise<ReturnType<typeof sampleChat>> => {
  const chat = sampleChat(chatId, length);
  for (const entry of chat.entries) await log.append(chatId, entry);
  return chat;
};

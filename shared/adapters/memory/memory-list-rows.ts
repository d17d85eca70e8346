import { CHECK_SHARDS, type ListRows, type StoredRow } from '../../app/ports.ts';
import type { ChatId } from '../../domain/events.ts';

/** The rows in memory, with what a test asks of them. */
export interface MemoryListRows extends ListRows {
  /** When a row expires, in seconds since the epoch; undefined while it is kept. */
  expiresAtSec(chatId: ChatId): number | undefined;
}

const shardOf = (chatId: ChatId): number => {
  let sum = 0;
  for (let i = 0; i < chatId.length; i++) sum = (sum * 31 + chatId.charCodeAt(i)) >>> 0;
  return sum % CHECK_SHARDS;
};

const isSame = (a: StoredRow | undefined, b: StoredRow): a is StoredRow =>
  a !== undefined && a.appliedIndex === b.appliedIndex && a.lookAt === b.lookAt;

/** A row's place in the check-at list. */
const placeOf = ({ lookAt, chatId }: StoredRow): string => `${String(lookAt).padStart(13, '0')}#${chatId}`;

/** Plays the work list and the check-at list. */
export const memoryListRows = (): MemoryListRows => {
  const rows = new Map<ChatId, StoredRow>();
  const expiries = new Map<ChatId, number>();

  const select = (isWanted: (row: StoredRow) => boolean, soonest: (row: StoredRow) => number, limit: number) => {
    const found: StoredRow[] = [];
    for (const row of rows.values()) if (isWanted(row)) found.push(row);
    return found.sort((a, b) => soonest(a) - soonest(b) || (a.chatId < b.chatId ? -1 : 1)).slice(0, limit);
  };

  const ignores = (before: StoredRow | undefined, index: number, expires: boolean): boolean => {
    if (before === undefined || before.appliedIndex < index) return false;
    return before.appliedIndex > index || !expires || expiries.has(before.chatId);
  };

  return {
    prepare: async (chatId, row) => {
      const before = rows.get(chatId);
      if (before === undefined || before.appliedIndex === 0) rows.set(chatId, { ...row, chatId, appliedIndex: 0 });
    },
    write: async (chatId, index, row, expiresAtSec) => {
      if (ignores(rows.get(chatId), index, expiresAtSec !== undefined)) return;
      rows.set(chatId, { ...row, chatId, appliedIndex: index });
      if (expiresAtSec === undefined) expiries.delete(chatId);
      else expiries.set(chatId, expiresAtSec);
    },
    read: async (chatId) => rows.get(chatId),
    due: async (shard, before, limit) =>
      select(
        (row) => row.phase === 'open' && row.lookAt < before && shardOf(row.chatId) === shard,
        (row) => row.lookAt,
        limit,
      ),
    open: async (service, shard, after, limit) => {
      const isThere = (row: StoredRow): boolean =>
        row.phase === 'open' && shardOf(row.chatId) === shard && placeOf(row) > after;
      const found = select(isThere, ({ lookAt }) => lookAt, limit + 1);
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        chatIds: page.filter((row) => row.service === service).map(({ chatId }) => chatId),
        ...(found.length > limit && last !== undefined ? { next: placeOf(last) } : {}),
      };
    },
    countOpen: async (service, shard) =>
      select(
        (row) => row.phase === 'open' && row.service === service && shardOf(row.chatId) === shard,
        () => 0,
        Infinity,
      ).length,
    moveLookAt: async (row, lookAt) => {
      const now = rows.get(row.chatId);
      if (isSame(now, row)) rows.set(row.chatId, { ...now, lookAt });
    },
    remove: async (row) => {
      if (isSame(rows.get(row.chatId), row)) rows.delete(row.chatId);
    },
    waiting: async (service, limit) =>
      select(
        (row) => row.service === service && row.phase === 'open' && row.status > 0 && row.appliedIndex > 0,
        (row) => row.statusAt,
        limit,
      ),
    expiresAtSec: (chatId) => expiries.get(chatId),
  };
};

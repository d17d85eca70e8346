import type { EpochMs } from '../domain/events.ts';
import { STATUS } from '../domain/status.ts';
import type { AsyncStatus } from '../domain/session.ts';
import { CHECK_SHARDS, type Clock, type DeskRegistry, type ListRows, type StoredRow } from './ports.ts';

/** What live figures need. */
export interface FiguresDeps {
  readonly rows: Pick<ListRows, 'due' | 'waiting'>;
  readonly desks: Pick<DeskRegistry, 'connected'>;
  readonly clock: Clock;
}

/** So many rows are read of one shard of a list: what an answer costs is bounded, however many chats there are (REP-14). */
export const ROWS_PER_SHARD = 250;

/** Later than any time that a list holds. */
const END_OF_TIME: EpochMs = 9_999_999_999_999;

/** How a service stands at this moment. */
export interface LiveFigures {
  readonly at: EpochMs;
  /** Whether every open chat was counted; otherwise all numbers but the longest wait are lower bounds. */
  readonly complete: boolean;
  readonly open: number;
  /** Chats that a person must look at: those with a positive status. */
  readonly waiting: number;
  /** Chats with an agent in them. */
  readonly handled: number;
  /** Chats asleep: no agent, on hold. */
  readonly dormant: number;
  /** Of those that wait: chats that close soon, because everybody was alerted and nobody has answered. */
  readonly alerted: number;
  readonly byStatus: Readonly<Partial<Record<AsyncStatus, number>>>;
  /** How long the one that waits longest has waited; null when none does. */
  readonly longestWaitMs: number | null;
  /** Agents with a desk open, whatever service they work for. */
  readonly agentsConnected: number;
}

const countBy = (rows: readonly StoredRow[]): Partial<Record<AsyncStatus, number>> => {
  const counts: Partial<Record<AsyncStatus, number>> = {};
  for (const { status } of rows) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

/**
 * The live figures of a service (REP-13). The work list has every chat that waits, by service and longest first; the
 * check-at list has every open chat of all services. Nothing is counted anywhere in advance, and no table is scanned.
 */
export const liveFigures = async (deps: FiguresDeps, service: string): Promise<LiveFigures> => {
  const at = deps.clock.now();
  const shards = Array.from({ length: CHECK_SHARDS }, (_, shard) => shard);
  const [waitingRows, desks, ...checked] = await Promise.all([
    deps.rows.waiting(service, ROWS_PER_SHARD),
    deps.desks.connected(ROWS_PER_SHARD),
    ...shards.map((shard) => deps.rows.due(shard, END_OF_TIME, ROWS_PER_SHARD)),
  ]);
  const all = checked.flat().filter((row) => row.service === service && row.appliedIndex > 0);
  // Both lists may be late, each in its own way: a chat counts as the newer of its two rows says.
  const byChat = new Map(all.map((row) => [row.chatId, row]));
  for (const row of waitingRows) {
    const known = byChat.get(row.chatId);
    if (known === undefined || known.appliedIndex < row.appliedIndex) byChat.set(row.chatId, row);
  }
  const byStatus = countBy([...byChat.values()]);
  const sum = (isWanted: (status: number) => boolean): number =>
    Object.entries(byStatus).reduce((total, [status, count]) => total + (isWanted(Number(status)) ? count : 0), 0);
  const longest = waitingRows[0];
  return {
    at,
    complete: !desks.more && checked.every((rows) => rows.length < ROWS_PER_SHARD),
    open: byChat.size,
    waiting: sum((status) => status > 0),
    handled: byStatus[STATUS.withAgent] ?? 0,
    dormant: byStatus[STATUS.dormant] ?? 0,
    alerted: byStatus[STATUS.alerted] ?? 0,
    byStatus,
    longestWaitMs: longest === undefined ? null : Math.max(0, at - longest.statusAt),
    agentsConnected: desks.agents,
  };
};

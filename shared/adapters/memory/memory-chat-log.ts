import { SchemaTooNew, type ChatLog, type Consistency, type EffectsOfEvent, type LogEntry } from '../../app/ports.ts';
import type { Effect } from '../../domain/effects.ts';
import { EVENT_VERSION, type ChatEvent, type ChatId } from '../../domain/events.ts';
import { evolve } from '../../domain/evolve.ts';
import { SNAPSHOT_EVERY } from '../../domain/limits.ts';
import type { Session } from '../../domain/session.ts';

/** What the memory of one chat holds: place `n - 1` of each list belongs to index `n`. */
interface Stored {
  readonly events: ChatEvent[];
  readonly effects: (readonly Effect[])[];
  readonly expiresAtSec: (number | undefined)[];
  readonly snapshots: Map<number, Session>;
  /** What folding has given before, by the index it was folded to. */
  readonly folded: Map<number, Session>;
}

/** A chat log in memory. Events and states are shared with the caller: both are immutable values. */
export interface MemoryChatLog extends ChatLog {
  /** Everything committed to a chat, in order. */
  events(chatId: ChatId): readonly ChatEvent[];
  /** Every chat that has an event, in the order of their openings. */
  chatIds(): readonly ChatId[];
  /** When an item expires, in seconds since the epoch; undefined while it is kept. */
  expiresAtSec(chatId: ChatId, index: number): number | undefined;
}

/** How the memory misbehaves. */
export interface MemoryChatLogOptions {
  /** How many of the newest events a weak read misses. */
  readonly staleness?: () => number;
}

const assertAppendable = (stored: Stored, { event, snapshot }: LogEntry): void => {
  const head = stored.events.length;
  if (event.index < 1 || event.index > head + 1) {
    throw new Error(`unable to append event ${event.index}; the log ends at ${head}`);
  }
  if ((snapshot !== undefined) !== (event.index % SNAPSHOT_EVERY === 0)) {
    throw new Error(`unable to append event ${event.index}; a snapshot rides on every event number ${SNAPSHOT_EVERY}`);
  }
};

const known = (chatId: ChatId, events: readonly ChatEvent[]): readonly ChatEvent[] => {
  const newer = events.find((event) => event.v > EVENT_VERSION);
  if (newer !== undefined) throw new SchemaTooNew(chatId, newer.v);
  return events;
};

/** Folds from the newest snapshot at or below `head`, as every store must; what was folded before is not folded again. */
const foldTo = (stored: Stored, head: number): Session | undefined => {
  const base = head - (head % SNAPSHOT_EVERY);
  let from = head;
  while (from > base && !stored.folded.has(from)) from -= 1;
  let state = from > base ? stored.folded.get(from) : stored.snapshots.get(base);
  for (let index = from + 1; index <= head; index++) {
    const event = stored.events[index - 1];
    if (event !== undefined) state = evolve(state, event);
  }
  if (state !== undefined && head > base) stored.folded.set(head, state);
  return state;
};

const add = (stored: Stored, { event, effects, snapshot }: LogEntry): void => {
  stored.events.push(event);
  stored.effects.push(effects);
  stored.expiresAtSec.push(undefined);
  if (snapshot !== undefined) stored.snapshots.set(event.index, snapshot);
};

const effectsBetween = (chatId: ChatId, stored: Stored, after: number, end: number): EffectsOfEvent[] => {
  const found: EffectsOfEvent[] = [];
  for (let index = after + 1; index <= end; index++) {
    const event = stored.events[index - 1];
    const effects = stored.effects[index - 1] ?? [];
    if (event !== undefined && effects.length > 0) found.push({ chatId, index, at: event.at, effects });
  }
  return found;
};

const empty = (): Stored => ({ events: [], effects: [], expiresAtSec: [], snapshots: new Map(), folded: new Map() });

/** Plays the role of the chat log: every promise of the port, nothing kept beyond the process. */
export const memoryChatLog = (options: MemoryChatLogOptions = {}): MemoryChatLog => {
  const logs = new Map<ChatId, Stored>();
  const stored = (chatId: ChatId): Stored => logs.get(chatId) ?? empty();

  const headOf = ({ events }: Stored, consistency: Consistency): number => {
    const missed = consistency === 'weak' ? (options.staleness?.() ?? 0) : 0;
    return Math.max(0, events.length - missed);
  };

  return {
    load: async (chatId, consistency) => {
      const log = stored(chatId);
      const head = headOf(log, consistency);
      const tail = known(chatId, log.events.slice(Math.max(0, head - SNAPSHOT_EVERY), head));
      const state = foldTo(log, head);
      return state === undefined ? undefined : { state, tail };
    },
    append: async (chatId, entry) => {
      const log = stored(chatId);
      assertAppendable(log, entry);
      const standing = log.events[entry.event.index - 1];
      if (standing !== undefined) {
        known(chatId, [standing]);
        return { kind: 'taken', by: standing };
      }
      logs.set(chatId, log);
      add(log, entry);
      return { kind: 'committed' };
    },
    readAfter: async (chatId, after, limit, consistency) => {
      const log = stored(chatId);
      const head = headOf(log, consistency);
      const events = known(chatId, log.events.slice(after, Math.min(after + limit, head)));
      const position = after + events.length;
      return { events, position, more: position < head };
    },
    effectsAfter: async (chatId, after, limit) => {
      const log = stored(chatId);
      const head = log.events.length;
      const position = Math.max(after, Math.min(after + limit, head));
      return { found: effectsBetween(chatId, log, after, position), position, more: position < head };
    },
    expire: async (chatId, after, limit, expiresAtSec) => {
      const log = stored(chatId);
      const position = Math.max(after, Math.min(after + limit, log.events.length));
      log.expiresAtSec.fill(expiresAtSec, after, position);
      return { position, more: position < log.events.length };
    },
    events: (chatId) => stored(chatId).events.slice(),
    chatIds: () => [...logs.keys()],
    expiresAtSec: (chatId, index) => stored(chatId).expiresAtSec[index - 1],
  };
};

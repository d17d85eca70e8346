import type { ChatEvent, ChatId } from '../domain/events.ts';
import type { SessionFact } from '../domain/reporting/columns.ts';
import { factOf, statisticsOf, tallyAfter, utcDayOf, type Tally } from '../domain/reporting/session-fact.ts';
import { Fault, type ChatLog, type FactStore, type Journal, type ReportBus } from './ports.ts';
import { reasonOf } from './run-effects.ts';

/** What reporting needs. */
export interface ReportDeps {
  readonly log: ChatLog;
  readonly facts: FactStore;
  readonly reports: ReportBus;
  readonly journal: Journal;
}

/** A chat that has ended: its last event stands at `index`. */
export interface Closing {
  readonly chatId: ChatId;
  readonly index: number;
}

/** As many events as a page of the log may have. */
const PAGE_EVENTS = 200;

/** So many logs are read at the same time: more would not be faster, and reads of people come first. */
const READERS = 16;

/** A chat's row, and the close that it comes from. */
interface Counted {
  readonly fact: SessionFact;
  readonly closing: ChatEvent & { readonly type: 'chat-closed' };
}

/**
 * The next events of a log that ends at `index`. Reading weakly is enough: what was read without a hole up to the close is
 * all there will ever be, and what a weak read does not show is read again strongly (REP-1).
 */
const pageAfter = async ({ log }: ReportDeps, { chatId, index }: Closing, after: number): Promise<ChatEvent[]> => {
  const limit = Math.min(PAGE_EVENTS, index - after);
  for (const consistency of ['weak', 'strong'] as const) {
    const { events } = await log.readAfter(chatId, after, limit, consistency);
    if (events.length > 0 && events.every((event, place) => event.index === after + place + 1)) return [...events];
  }
  throw new Fault(`unable to report chat ${chatId}; its log does not go on after ${after}, and closed at ${index}`, {
    retryable: true,
  });
};

/** Reads a log once, in pages, and counts. Nothing of it is kept but figures. */
const countedOf = async (deps: ReportDeps, closing: Closing): Promise<Counted> => {
  let tally: Tally | undefined;
  while ((tally?.state.index ?? 0) < closing.index) {
    for (const event of await pageAfter(deps, closing, tally?.state.index ?? 0)) tally = tallyAfter(tally, event);
  }
  const fact = tally === undefined ? undefined : factOf(tally);
  if (fact !== undefined && tally?.closing !== undefined) return { fact, closing: tally.closing };
  throw new Fault(`unable to report chat ${closing.chatId}; event ${closing.index} does not close it`, {
    retryable: false,
  });
};

/** Tells the workflow what the options at the close want it to know; with the defaults, nothing (REP-9). */
const announce = async ({ reports }: ReportDeps, { fact, closing }: Counted): Promise<void> => {
  const { stop, attach } = closing;
  if (stop === undefined && attach === undefined) return;
  await reports.report({
    id: `${fact.chat_id}.${closing.index}.chat-reported.v1`,
    chatId: fact.chat_id,
    index: closing.index,
    at: closing.at,
    service: fact.service,
    interactionStopped: fact.interaction_stopped,
    ...(attach === undefined ? {} : { statistics: statisticsOf(fact, attach) }),
  });
};

/**
 * Writes the rows of chats that have ended, those of one day together, and answers which chats are not reported yet. Every
 * repeat makes the same rows (REP-10). What goes to the bus goes first: a repeat there has an id to be known by.
 */
export const reportChats = async (
  deps: ReportDeps,
  closings: readonly Closing[],
): Promise<{ readonly failed: ReadonlySet<ChatId> }> => {
  const waiting = [...new Map(closings.map((closing) => [closing.chatId, closing])).values()];
  const failed = new Set<ChatId>();
  const note = (chats: readonly ChatId[], error: unknown): void => {
    for (const chatId of chats) failed.add(chatId);
    deps.journal.note('REPORT_FAILED', { chats: chats.join(' '), reason: reasonOf(error) });
  };
  const rows: SessionFact[] = [];
  const readOn = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      try {
        const counted = await countedOf(deps, next);
        await announce(deps, counted);
        rows.push(counted.fact);
      } catch (error) {
        note([next.chatId], error);
      }
    }
  };
  await Promise.all(Array.from({ length: READERS }, readOn));
  for (const day of new Set(rows.map(utcDayOf))) {
    const facts = rows.filter((fact) => utcDayOf(fact) === day);
    await deps.facts.put(day, facts).catch((error: unknown) =>
      note(
        facts.map((fact) => fact.chat_id),
        error,
      ),
    );
  }
  return { failed };
};

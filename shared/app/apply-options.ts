import type { ChatId } from '../domain/events.ts';
import { walkAfter, walkBegun, type OptionWalk, type PageWalked } from '../domain/option-walk.ts';
import { commandIds } from './command-ids.ts';
import { handleCommand, type CommandDeps } from './handle-command.ts';
import { CHECK_SHARDS, Fault, type Journal, type ListRows, type OptionWalks, type WalkOrders } from './ports.ts';
import { reasonOf } from './run-effects.ts';

/** What beginning a walk needs. */
export interface BeginDeps extends Pick<CommandDeps, 'clock' | 'pacer'> {
  readonly walks: OptionWalks;
  readonly walkOrders: WalkOrders;
}

/** When the walk sets out: no function goes by older options then (OPT-5). */
const SET_OUT_SEC = 45;

const TRIES = 5;

/**
 * Begins a walk over the open chats of a service, in the place of one that is under way (OPT-15). Begun before the change
 * that it is for: a change that then fails costs a walk that finds nothing to do, never one that nobody walks for.
 * @throws Fault (retryable) when it is not known to be under way.
 */
export const beginWalk = async (deps: BeginDeps, service: string): Promise<OptionWalk> => {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const before = await deps.walks.read(service);
    const walk = walkBegun(service, (before?.number ?? 0) + 1, deps.clock.now());
    if (await deps.walks.replace(before, walk)) {
      await deps.walkOrders.send({ service, walk: walk.number }, SET_OUT_SEC);
      return walk;
    }
    await deps.pacer.pause(attempt);
  }
  throw new Fault(`unable to apply the options of ${service}; ${TRIES} tries lost their race`, { retryable: true });
};

/** What walking needs. */
export interface WalkDeps extends CommandDeps {
  readonly rows: Pick<ListRows, 'open'>;
  readonly walks: OptionWalks;
  readonly journal: Journal;
}

/** Rows of one page; those of other services count. */
const ROWS_PER_PAGE = 100;

/** Chats at once. */
const AT_ONCE = 10;

/** How long one function goes on walking; a page takes a second or two. */
const WALK_MS = 25_000;

/**
 * Goes on with a walk where it stands, page by page, each kept before the next begins: whoever is cut off is followed by
 * another who begins with the same page, in which nothing is left to do for the chats that were reached. `more` when time is
 * up; `done` when the walk is at its end, or another has taken its place.
 */
export const goOnWalking = async (
  deps: WalkDeps,
  order: { readonly service: string; readonly walk: number },
): Promise<'done' | 'more'> => {
  const untilMs = deps.clock.now() + WALK_MS;
  do {
    const walk = await deps.walks.read(order.service);
    if (walk?.number !== order.walk || walk.finishedAt !== undefined) return 'done';
    const page = await walkPage(deps, walk);
    // Of two who walk at once one keeps its page; the other goes on from there.
    await deps.walks.replace(walk, walkAfter(walk, page, deps.clock.now(), CHECK_SHARDS));
  } while (deps.clock.now() < untilMs);
  return 'more';
};

const walkPage = async (deps: WalkDeps, { service, number, position }: OptionWalk): Promise<PageWalked> => {
  const { shard, after } = position;
  const { chatIds, next } = await deps.rows.open(service, shard, after, ROWS_PER_PAGE);
  const came = { changed: 0, unchanged: 0, failed: 0 };
  for (let from = 0; from < chatIds.length; from += AT_ONCE) {
    const some = chatIds.slice(from, from + AT_ONCE);
    for (const what of await Promise.all(some.map((chatId) => applyTo(deps, chatId, number)))) came[what]++;
  }
  const { changed, failed } = came;
  return { looked: chatIds.length, changed, failed, ...(next === undefined ? {} : { next }) };
};

/** Nobody need be told: the event is for nobody, and what is due by it comes with a wake-up. */
const applyTo = async (deps: WalkDeps, chatId: ChatId, walk: number): Promise<'changed' | 'unchanged' | 'failed'> => {
  try {
    const command = { type: 'apply-options', id: commandIds.applyOptions(walk) } as const;
    const { kind } = await handleCommand(deps, chatId, { command });
    return kind === 'committed' ? 'changed' : 'unchanged';
  } catch (error) {
    deps.journal.note('OPTIONS_NOT_APPLIED', { chatId, reason: reasonOf(error) });
    return 'failed';
  }
};

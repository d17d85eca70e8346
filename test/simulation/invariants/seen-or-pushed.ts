import type { Harm } from '../faults/fault.ts';
import type { ChatEvent } from '../../../shared/domain/events.ts';
import type { History } from '../history.ts';
import type { Invariant } from './invariant.ts';
import { isMissed } from './pushed.ts';

const MAY_LAG: readonly Harm[] = ['wake-up-lost', 'record-lost', 'calls-fail', 'slow'];

const MINUTE_MS = 60_000;

/** Jitter, slack and rounding, and what a wake-up may be late. */
const ON_TIME_MS = 10 * MINUTE_MS;

/** Up to where the customer was known to have seen, or was pushed to, with each event. */
const settledUpTo = ({ log, effects }: History): number[] => {
  let upTo = 0;
  return log.map(({ seen = 0 }, place) => {
    for (const effect of effects[place] ?? []) if (effect.kind === 'push') upTo = Math.max(upTo, effect.upTo);
    upTo = Math.max(upTo, seen);
    return upTo;
  });
};

/** Whoever is getting on has the time anew: since when it has run without that, at each event. */
const runsSinceMs = (log: readonly ChatEvent[], upTo: readonly number[]): number[] => {
  let sinceMs = 0;
  return log.map(({ at }, place) => {
    if ((upTo[place] ?? 0) > (upTo[place - 1] ?? 0)) sinceMs = at;
    return sinceMs;
  });
};

const checkTimes = (history: History): string[] => {
  const { log, unseenSecs, harms } = history;
  if (unseenSecs.includes(0) || MAY_LAG.some((harm) => harms.has(harm))) return [];
  const boundMs = Math.max(...unseenSecs) * 1_010 + ON_TIME_MS;
  const upTo = settledUpTo(history);
  const since = runsSinceMs(log, upTo);
  let oldest: ChatEvent | undefined;
  return log.flatMap((event, place) => {
    const waitedMs = oldest === undefined ? 0 : event.at - Math.max(oldest.at, since[place - 1] ?? 0);
    const index = oldest?.index ?? 0;
    if (oldest !== undefined && (upTo[place] ?? 0) >= oldest.index) oldest = undefined;
    if (oldest === undefined) oldest = log.find((each) => isMissed(each) && each.index > (upTo[place] ?? 0));
    if (oldest !== undefined && oldest.index > event.index) oldest = undefined;
    return waitedMs > boundMs ? [`${index} was neither seen nor pushed for ${waitedMs} ms, at ${event.index}`] : [];
  });
};

/** A clock may be so far behind that of another function. */
const SKEW_MS = 5_000;

/** What the functions wrote down as seen some page of the customer must have shown. */
const checkSeen = ({ log, views }: History): string[] => {
  const pages = views.filter(({ reader }) => reader === 'customer');
  let known = 0;
  return log.flatMap(({ index, at, actor, seen = 0 }) => {
    const before = known;
    known = Math.max(known, seen);
    if (actor.type !== 'SYSTEM' || seen <= before) return [];
    const newest = log.findLast((each) => isMissed(each) && each.index <= seen);
    if (newest === undefined) return [];
    const wasShown = pages.some(({ shown }) => (shown.get(newest.index)?.atMs ?? Infinity) <= at + SKEW_MS);
    return wasShown ? [] : [`${index} says that ${seen} was seen, and no page had shown ${newest.index}`];
  });
};

export const seenOrPushed: Invariant = {
  name: 'seen-or-pushed',
  about:
    'What goes to a customer with a push subscription is pushed when its time is over and nobody has seen it; nothing passes for seen that no page has shown.',
  check: (history) => {
    const [opening] = history.log;
    if (opening?.type !== 'chat-opened' || opening.subscription === undefined) return [];
    return [...checkTimes(history), ...checkSeen(history)];
  },
};

import type { Cause } from '../simulation/engine/cause.ts';
import { operationName } from './operation-name.ts';
import type { Tried } from './try-plot.ts';
import type { Aim, Run } from './watch.ts';

const AGAIN: Readonly<Record<Exclude<Cause['what'], 'disconnect'>, string>> = {
  frame: 'client repeats',
  request: 'client repeats',
  record: 'stream again',
  retry: 'retry queue again',
  'wake-up': 'wake-up queue again',
  walk: 'wake-up queue again',
  push: 'push queue again',
  report: 'report queue again',
  tick: 'next tick',
};

/** Clients say these without a number: the next of them comes by itself. */
const BY_ITSELF: Readonly<Record<string, string>> = {
  hello: 'client comes back',
  ping: 'next heartbeat',
};

const NOTHING_LEFT = 'nothing left to do';

const againOf = ({ key, invocation }: Run, what: keyof typeof AGAIN): string =>
  (invocation.by === 'socket' ? BY_ITSELF[key.split(' ')[1] ?? ''] : undefined) ?? AGAIN[what];

const namesOf = ({ watch, played }: Tried, afterMs = -Infinity): string[] =>
  watch.runs
    .filter((run) => run.atMs > afterMs)
    .map((run) => operationName(run.invocation.cause, played.history.log, run));

const countOf = (names: readonly string[], name: string): number => names.filter((other) => other === name).length;

/** What ran more often after the crash than it did without, if it can have made up for it. */
const madeUpBy = (tried: Tried, calm: Tried, struck: Run): string | undefined => {
  const now = namesOf(tried, struck.atMs);
  const then = namesOf(calm, struck.atMs);
  const isMore = (isIt: (name: string) => boolean): boolean =>
    now.some((name) => isIt(name) && countOf(now, name) > countOf(then, name));
  if (isMore((name) => name.endsWith(': hello'))) return 'client comes back and catches up';
  if (isMore((name) => name.endsWith(': catch-up'))) return 'client catches up';
  if (isMore((name) => name.endsWith(': ping'))) return 'next heartbeat';
  return undefined;
};

/** A closed socket is told once: what else showed that it is gone. */
const whoNoticed = ({ watch, played }: Tried, struck: Run, connectionId: string): string => {
  for (const event of played.history.log) {
    if (event.type !== 'customer-disconnected' || event.connectionId !== connectionId) continue;
    if (event.cause === 'gone') return 'a post finds the socket gone';
    return event.cause === 'lease-over' ? 'lease runs out' : NOTHING_LEFT;
  }
  const later = watch.runs.filter((run) => run.atMs > struck.atMs && run.key.startsWith('$') === false);
  if (later.some(({ calls }) => calls.includes('desks.unregister'))) return 'a post finds the socket gone';
  if (later.some(({ calls }) => calls.includes('desks.expire'))) return 'lease runs out';
  return NOTHING_LEFT;
};

/** How a session in which something went wrong came to the same end as the one without, in words. */
export const howConverged = (aim: Aim, tried: Tried, calm: Tried): string => {
  const struck = tried.watch.struck.at(-1);
  if (struck === undefined) return 'it did not happen';
  const { cause } = struck.invocation;
  if (cause.what === 'disconnect') return whoNoticed(tried, struck, cause.connectionId);
  const again = tried.watch.runs.some((run) => run.key === aim.key && run.nth === struck.nth + 1);
  if (!struck.invocation.dead) {
    if (struck.calls.includes('retries.send')) return 'retry queue';
    return again ? againOf(struck, cause.what) : 'function goes on';
  }
  if (again) return againOf(struck, cause.what);
  return madeUpBy(tried, calm, struck) ?? NOTHING_LEFT;
};

import type { Cause } from '../simulation/engine/cause.ts';
import { operationName } from './operation-name.ts';
import type { Tried } from './try-plot.ts';
import type { Aim, Run } from './watch.ts';

const AGAIN: Readonly<Record<Cause['what'], string>> = {
  frame: 'the client sent it again',
  request: 'the client asked again',
  record: 'the stream again',
  retry: 'the retry queue again',
  'wake-up': 'the wake-up queue again',
  tick: 'the next tick',
  disconnect: 'the gateway again',
};

/** Clients say these without a number: what comes next of them comes for itself. */
const BY_ITSELF: Readonly<Record<string, string>> = {
  hello: 'the client came back',
  ping: 'the next heartbeat',
  typing: 'the next keystroke',
};

const againOf = ({ key, invocation }: Run): string =>
  BY_ITSELF[key.split(' ')[1] ?? ''] ?? AGAIN[invocation.cause.what];

const counted = ({ watch, played }: Tried): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const run of watch.runs) {
    const name = operationName(run.invocation.cause, played.history.log, run);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
};

/** What ran in the session with the crash more often than in the one without. */
const instead = (tried: Tried, calm: Tried, afterMs: number): string | undefined => {
  const before = counted(calm);
  const now = counted(tried);
  const extra = tried.watch.runs
    .filter((run) => run.atMs > afterMs)
    .map((run) => operationName(run.invocation.cause, tried.played.history.log, run));
  return extra.find((name) => (now.get(name) ?? 0) > (before.get(name) ?? 0));
};

/** How a session with a crash came to the same end as the one without, in words. */
export const howConverged = (aim: Aim, tried: Tried, calm: Tried): string => {
  const struck = tried.watch.struck.at(-1);
  if (struck === undefined) return 'it did not happen';
  const again = tried.watch.runs.find((run) => run.key === aim.key && run.nth === struck.nth + 1);
  if (again !== undefined) return againOf(again);
  if (!struck.invocation.dead) {
    return struck.calls.includes('retries.send') ? 'the retry queue' : 'the function went on';
  }
  const other = instead(tried, calm, struck.atMs);
  return other === undefined ? 'nothing was left to do' : `instead: ${other}`;
};

import { operationName } from './operation-name.ts';
import type { Plot } from './plot.ts';
import { tryPlot, type Playing, type Tried } from './try-plot.ts';
import type { Aim, Run, Side } from './watch.ts';

/** One crash point: where it is, in words, and how to aim at it. */
export interface Point {
  readonly plot: Plot;
  readonly operation: string;
  /** The function, and its call there. */
  readonly by: string;
  readonly callName: string;
  readonly aim: Aim;
}

/** A plot without a crash, and every point of it. */
export interface Points {
  readonly plot: Plot;
  readonly calm: Tried;
  readonly points: readonly Point[];
}

/** A read that nobody waits for any more changes nothing: it needs no crash while it is under way. */
export const READS: ReadonlySet<string> = new Set([
  'log.load',
  'log.readAfter',
  'log.effectsAfter',
  'rows.read',
  'rows.due',
  'rows.open',
  'rows.waiting',
  'desks.read',
  'desks.due',
  'agentChats.list',
  'contacts.read',
  'readMarks.read',
  'sockets.probe',
  'receipts.read',
  'walks.read',
]);

const WAYS: readonly { readonly side: Side; readonly times: 1 | 2 }[] = [
  { side: 'before', times: 1 },
  { side: 'after', times: 1 },
  { side: 'during', times: 1 },
  { side: 'answer-lost', times: 1 },
  { side: 'before', times: 2 },
  { side: 'after', times: 2 },
];

const pointsOfRun = (plot: Plot, operation: string, { key, nth, by, calls }: Run): Point[] =>
  calls.flatMap((callName, call) =>
    WAYS.filter(({ side }) => side !== 'during' || !READS.has(callName)).map((way) => ({
      plot,
      operation,
      by,
      callName,
      aim: { key, nth, call, ...way },
    })),
  );

/** Plays a plot without a crash and names every point at which it could have one. */
export const findPoints = async (plot: Plot, playing: Playing): Promise<Points> => {
  const calm = await tryPlot(plot, playing);
  const { log } = calm.played.history;
  const points = calm.watch.runs
    .filter((run) => run.isLookedAt)
    .flatMap((run) => pointsOfRun(plot, operationName(run.invocation.cause, log, run), run));
  return { plot, calm, points };
};

import type { Breach } from '../simulation/engine/tally.ts';
import { howConverged } from './how-converged.ts';
import { findPoints, type Point, type Points } from './points.ts';
import type { Plot } from './plot.ts';
import { tryPlot, type Playing } from './try-plot.ts';

/** What became of one point. */
export interface Verdict {
  readonly point: Point;
  /** How often it struck: a retry may take another way, and then a second crash has nothing to strike. */
  readonly struck: number;
  readonly converged: string;
  readonly breaches: readonly Breach[];
}

/** Sessions that run side by side, so that they share their waits. */
const LANES = 16;

const tryPoint = async (points: Points, point: Point, playing: Playing): Promise<Verdict> => {
  const { aim, plot } = point;
  const tried = await tryPlot(plot, playing, aim);
  const { struck } = tried.watch;
  // A crash that left its function alive has not been one.
  const isReal = aim.side === 'answer-lost' || struck.every((run) => run.invocation.dead);
  return {
    point,
    struck: isReal ? struck.length : 0,
    converged: howConverged(aim, tried, points.calm),
    breaches: tried.breaches,
  };
};

/** Whether a verdict is a violation: a promise is broken, or the crash did not happen. */
export const isViolation = ({ breaches, struck }: Verdict): boolean => breaches.length > 0 || struck === 0;

/** Tries every point of the plots that `isWanted` lets through; `report` hears each verdict, in the order of the list. */
export const tryPoints = async (
  plots: readonly Plot[],
  playing: Playing,
  isWanted: (point: Point) => boolean,
  report: (verdict: Verdict) => void,
): Promise<readonly Points[]> => {
  const all: Points[] = [];
  for (const plot of plots) all.push(await findPoints(plot, playing));
  const todo = all.flatMap((points) => points.points.filter(isWanted).map((point) => ({ points, point })));
  const verdicts: (Verdict | undefined)[] = [];
  let next = 0;
  let reported = 0;
  const lane = async (): Promise<void> => {
    for (let place = next++; place < todo.length; place = next++) {
      const one = todo[place];
      if (one === undefined) return;
      verdicts[place] = await tryPoint(one.points, one.point, playing);
      for (let ready = verdicts[reported]; ready !== undefined; ready = verdicts[reported]) {
        report(ready);
        verdicts[reported] = undefined;
        reported += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return all;
};

import { judge } from '../simulation/engine/run-range.ts';
import type { Played } from '../simulation/engine/session.ts';
import type { Breach } from '../simulation/engine/tally.ts';
import { planOf, type Plot } from './plot.ts';
import { Watch, type Aim } from './watch.ts';

/** A session of a plot, with one crash or none. */
export interface Tried {
  readonly played: Played;
  readonly breaches: readonly Breach[];
  readonly watch: Watch;
}

/** Plays a plot, with something going wrong at `aim`. */
export const tryPlot = async (plot: Plot, seed: number, aim?: Aim, readable = false): Promise<Tried> => {
  const watch = new Watch(aim);
  const { played, breaches } = await judge(planOf(plot, seed, watch), { watcher: watch, readable });
  return { played, breaches, watch };
};

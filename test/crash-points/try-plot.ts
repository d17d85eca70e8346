import type { Ablation } from '../simulation/ablations/ablation.ts';
import { breachesOf } from '../simulation/engine/run-range.ts';
import { playSession, type Played } from '../simulation/engine/session.ts';
import type { Breach } from '../simulation/engine/tally.ts';
import { planOf, type Plot } from './plot.ts';
import { Watch, type Aim } from './watch.ts';

/** A session of a plot, with one crash or none. */
export interface Tried {
  readonly played: Played;
  readonly breaches: readonly Breach[];
  readonly watch: Watch;
}

/** How plots are played. */
export interface Playing {
  readonly seed: number;
  /** A rule that is switched off. */
  readonly ablation?: Ablation;
  /** Whether the trace is kept as lines. */
  readonly readable?: boolean;
}

/** Plays a plot, with something going wrong at `aim`. */
export const tryPlot = async (plot: Plot, { seed, ablation, readable = false }: Playing, aim?: Aim): Promise<Tried> => {
  const watch = new Watch(aim);
  const played = await playSession(planOf(plot, seed, watch), { watcher: watch, ablation, readable });
  const { harms, struck } = played.history;
  // One crash excuses nothing; two make a timer late by as many minutes as the queue waits between its tries.
  const history = {
    ...played.history,
    harms: aim?.times === 2 ? new Set([...harms, 'slow' as const]) : harms,
    struck: aim === undefined ? struck : new Map([...struck, ['crash', 1]]),
  };
  return { played, breaches: breachesOf(seed, history), watch };
};

import { DEFAULT_OPTIONS, type ChatOptions } from '../../shared/domain/options.ts';
import type { CastList, Stage } from '../simulation/cast/stage.ts';
import type { Act, Plan } from '../simulation/engine/plan.ts';
import type { Fault } from '../simulation/faults/fault.ts';
import type { Watch } from './watch.ts';

/** One thing that somebody does in a plot, so long after the chat was opened. */
export interface Scene {
  readonly atSec: number;
  readonly run: (stage: Stage) => void;
}

/** A fixed little session. Every call of every function that runs in its window is a crash point. */
export interface Plot {
  readonly name: string;
  readonly cast?: Partial<CastList>;
  readonly options?: Partial<ChatOptions>;
  /** What goes wrong besides the crash, always the same way: made anew for each session. */
  readonly misfortunes?: () => readonly Fault[];
  readonly scenes: readonly Scene[];
  /** From when on calls are crash points, in seconds after the opening; left out: from the first call of the session. */
  readonly fromSec?: number;
  /** Until when; left out: until the last call of the session, when the chat has closed by itself. */
  readonly toSec?: number;
}

const CAST: CastList = { customerDevices: 1, desks: [1], push: false, payload: false };

const actOf = (name: string, { atSec, run }: Scene): Act => ({
  afterMs: atSec * 1000,
  operation: { name, weight: 0, run },
  seed: 0,
});

/** The plot as the simulator runs it; `watch` looks only into its window. */
export const planOf = (plot: Plot, seed: number, watch: Watch): Plan => {
  const { name, fromSec, toSec, scenes } = plot;
  if (fromSec !== undefined) watch.isLooking = false;
  const window: Scene[] = [];
  if (fromSec !== undefined) window.push({ atSec: fromSec, run: () => void (watch.isLooking = true) });
  if (toSec !== undefined) window.push({ atSec: toSec, run: () => void (watch.isLooking = false) });
  const all = [...window, ...scenes].toSorted((a, b) => a.atSec - b.atSec);
  return {
    seed,
    options: { ...DEFAULT_OPTIONS, ...plot.options },
    cast: { ...CAST, ...plot.cast },
    faults: plot.misfortunes?.() ?? [],
    intensity: 1,
    acts: all.map((scene) => actOf(name, scene)),
  };
};

import type { Ablation } from '../ablations/ablation.ts';
import type { History } from '../history.ts';
import { allInvariants } from '../invariants/all-invariants.ts';
import { makePlan, type FaultChoice, type Plan } from './plan.ts';
import { playSession, type Played, type RunOptions } from './session.ts';
import { emptyTally, tallySession, type Breach, type Tally } from './tally.ts';

/** Sessions that run side by side, so that they share their waits; with sixteen and more, each took longer. */
const LANES = 4;

/** What a history breaks. */
export const breachesOf = (seed: number, history: History): Breach[] =>
  allInvariants.flatMap(({ name, check }): Breach[] => {
    const lines = check(history);
    return lines.length === 0 ? [] : [{ seed, invariant: name, lines: lines.slice(0, 5) }];
  });

/** Plays a plan and judges it. */
export const judge = async (plan: Plan, options: RunOptions = {}): Promise<{ played: Played; breaches: Breach[] }> => {
  const played = await playSession(plan, options);
  return { played, breaches: breachesOf(plan.seed, played.history) };
};

/** Which seeds to run, and how. */
export interface Range {
  readonly firstSeed: number;
  readonly sessions: number;
  /** From one seed to the next: workers share a range by taking turns. */
  readonly stride: number;
  readonly choice: FaultChoice;
  readonly ablation?: Ablation | undefined;
}

/** Runs a range of seeds. `report` hears from time to time what was added; it ends the run by answering false. */
export const runRange = async (range: Range, report: (part: Tally) => boolean, every = 64): Promise<void> => {
  const { firstSeed, sessions, stride, choice, ablation } = range;
  let next = 0;
  let part = emptyTally();
  let goesOn = true;
  const lane = async (): Promise<void> => {
    while (goesOn && next < sessions) {
      const seed = firstSeed + next * stride;
      next += 1;
      const { played, breaches } = await judge(makePlan(seed, choice), { ablation });
      tallySession(part, played, breaches);
      if (part.sessions < every) continue;
      const full = part;
      part = emptyTally();
      goesOn = report(full);
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, sessions) }, lane));
  report(part);
};

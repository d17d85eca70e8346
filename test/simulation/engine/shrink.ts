import type { Ablation } from '../ablations/ablation.ts';
import type { Stroke } from './mischief.ts';
import type { Act, Plan } from './plan.ts';
import { judge } from './run-range.ts';
import type { Played } from './session.ts';
import type { Breach } from './tally.ts';

/** A session that still fails, with as few operations and faults as could be found. */
export interface Shrunk {
  readonly plan: Plan;
  readonly spared: ReadonlySet<Stroke>;
  readonly played: Played;
  readonly breach: Breach;
}

/** Halves, quarters and so on down to single items: what to try to leave out. */
const chunks = <T>(items: readonly T[]): T[][] => {
  const found: T[][] = [];
  for (let size = Math.ceil(items.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < items.length; from += size) found.push(items.slice(from, from + size));
  }
  return found;
};

/** Leaves out operations and strokes one after the other, as long as the same promise breaks. */
export const shrink = async (
  first: Plan,
  invariant: string,
  ablation?: Ablation,
  triesMax = 1_500,
): Promise<Shrunk | undefined> => {
  let tries = 0;
  const attempt = async (plan: Plan, spared: ReadonlySet<Stroke>): Promise<Shrunk | undefined> => {
    tries += 1;
    const { played, breaches } = await judge(plan, { ablation, spared, readable: true });
    const breach = breaches.find((each) => each.invariant === invariant);
    return breach === undefined ? undefined : { plan, spared, played, breach };
  };
  let best = await attempt(first, new Set());
  for (let progress = best !== undefined; progress && best !== undefined && tries < triesMax;) {
    progress = false;
    for (const acts of chunks(best.plan.acts)) {
      if (tries >= triesMax || !acts.every((act) => best?.plan.acts.includes(act))) continue;
      const kept: readonly Act[] = best.plan.acts.filter((act) => !acts.includes(act));
      const smaller: Shrunk | undefined = await attempt({ ...best.plan, acts: kept }, best.spared);
      if (smaller === undefined) continue;
      best = smaller;
      progress = true;
    }
    for (const strokes of chunks(best.played.strokes)) {
      if (tries >= triesMax || !strokes.every((stroke) => best?.played.strokes.includes(stroke))) continue;
      const smaller: Shrunk | undefined = await attempt(best.plan, new Set([...best.spared, ...strokes]));
      if (smaller === undefined) continue;
      best = smaller;
      progress = true;
    }
  }
  return best;
};

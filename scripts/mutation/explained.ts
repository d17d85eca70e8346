import * as v from 'valibot';
import type { Mutant } from './report.ts';

/** Why a mutant may live: it stands for every survivor of its file, mutator and original text, and replacement if given. */
export const Explanation = v.strictObject({
  file: v.string(),
  mutator: v.string(),
  original: v.string(),
  replacement: v.optional(v.string()),
  why: v.pipe(v.string(), v.minLength(1)),
});
export type Explanation = v.InferOutput<typeof Explanation>;

/** A mutant that no test finds, with the reason why it may live, if somebody gave one. */
export interface Survivor {
  readonly mutant: Mutant;
  readonly why?: string;
}

const explains = (explanation: Explanation, mutant: Mutant): boolean =>
  explanation.file === mutant.file &&
  explanation.mutator === mutant.mutator &&
  explanation.original === mutant.original &&
  (explanation.replacement === undefined || explanation.replacement === mutant.replacement);

const lives = ({ fate }: Mutant): boolean => fate === 'survived' || fate === 'untested';

/** All that live, explained or not. */
export function survivorsOf(mutants: readonly Mutant[], explanations: readonly Explanation[]): Survivor[] {
  return mutants.filter(lives).map((mutant) => {
    const explanation = explanations.find((one) => explains(one, mutant));
    return explanation === undefined ? { mutant } : { mutant, why: explanation.why };
  });
}

/** Explanations of mutants that do not live any more, or never did. */
export function idleExplanations(mutants: readonly Mutant[], explanations: readonly Explanation[]): Explanation[] {
  const living = mutants.filter(lives);
  return explanations.filter((explanation) => !living.some((mutant) => explains(explanation, mutant)));
}

import type { Fate, Mutant } from './report.ts';

/** Where the score is held against the limit. */
export const FOLDERS = ['shared/domain', 'shared/protocol'] as const;

/** The least percentage of mutants that the tests must find, in each folder. */
export const SCORE_MIN = 90;

/** How many mutants of a file or a folder met which fate. */
export interface Count extends Readonly<Record<Fate, number>> {
  readonly name: string;
}

/** Counts the mutants below `name`, a file or a folder. */
export function countOf(name: string, mutants: readonly Mutant[]): Count {
  const own = mutants.filter(({ file }) => file === name || file.startsWith(`${name}/`));
  const of = (fate: Fate): number => own.filter((mutant) => mutant.fate === fate).length;
  return {
    name,
    killed: of('killed'),
    'timed out': of('timed out'),
    survived: of('survived'),
    untested: of('untested'),
  };
}

const foundOf = (count: Count): number => count.killed + count['timed out'];

/** Every mutant counted. */
export const totalOf = (count: Count): number => foundOf(count) + count.survived + count.untested;

/** The percentage that the tests found; a mutant that makes them run on for ever is found. 100 where there is none. */
export const scoreOf = (count: Count): number => (totalOf(count) === 0 ? 100 : (100 * foundOf(count)) / totalOf(count));

/** Folders whose score is below the limit. */
export const tooLow = (mutants: readonly Mutant[]): Count[] =>
  FOLDERS.map((folder) => countOf(folder, mutants)).filter((count) => scoreOf(count) < SCORE_MIN);

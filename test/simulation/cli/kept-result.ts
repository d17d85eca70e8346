import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { allInvariants } from '../invariants/all-invariants.ts';
import { LATENESS_NAMES, type Tally } from '../engine/tally.ts';
import type { Wanted } from './command-line.ts';

const FILE = new URL('../results.json', import.meta.url);

/** Keeps what a run came to, for docs/RELIABILITY.md: all but the broken sessions themselves, which are to be mended. */
export const keepResult = async (
  { seed, workers }: Pick<Wanted, 'seed' | 'workers'>,
  { breaches, ...tally }: Tally,
  sec: number,
): Promise<void> => {
  const violations = Object.fromEntries(
    allInvariants.map(({ name }) => [name, breaches.filter(({ invariant }) => invariant === name).length]),
  );
  const lateness = Object.fromEntries(LATENESS_NAMES.map((name) => [name, tally.lateness[name] ?? 0]));
  const result = { seed, workers, processors: cpus().length, sec: Math.round(sec), violations, ...tally, lateness };
  await writeFile(FILE, `${JSON.stringify(result, undefined, 2)}\n`);
};

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Ablation } from '../ablations/ablation.ts';
import { allAblations } from '../ablations/all-ablations.ts';
import { makePlan } from '../engine/plan.ts';
import { judge, runRange } from '../engine/run-range.ts';
import { shrink, type Shrunk } from '../engine/shrink.ts';
import type { Breach } from '../engine/tally.ts';
import { fillTables, readRows, shownIn } from './rule-tables.ts';

const PAGE = fileURLToPath(new URL('../../../docs/RELIABILITY.md', import.meta.url));

/** So many failing sessions are shrunk, and the shortest is kept. */
const CANDIDATES = 2;
const SHRINK_TRIES = 250;

const findBreaches = async (ablation: Ablation, firstSeed: number, sessions: number): Promise<Breach[]> => {
  const found = new Map<number, Breach>();
  const range = { firstSeed, sessions, stride: 1, choice: { only: ablation.faults }, ablation };
  await runRange(
    range,
    (part) => {
      for (const breach of part.breaches)
        if (ablation.breaks.includes(breach.invariant)) found.set(breach.seed, breach);
      return found.size < CANDIDATES;
    },
    16,
  );
  return [...found.values()].slice(0, CANDIDATES);
};

/** The shortest session that shows what the rule prevents. */
const breakRule = async (ablation: Ablation, firstSeed: number, sessions: number): Promise<Shrunk | undefined> => {
  let shortest: Shrunk | undefined;
  for (const { seed, invariant } of await findBreaches(ablation, firstSeed, sessions)) {
    const plan = makePlan(seed, { only: ablation.faults });
    const shrunk = await shrink(plan, invariant, ablation, SHRINK_TRIES);
    if (shrunk === undefined) continue;
    if (shortest === undefined || shrunk.played.steps < shortest.played.steps) shortest = shrunk;
  }
  return shortest;
};

const cell = (text: string): string => text.replaceAll('|', '\\|');

const rowOf = ({ name, rule }: Ablation, shrunk: Shrunk | undefined): string => {
  if (shrunk === undefined) return `| ${name} | ${cell(rule)} | nothing found | | |`;
  const { plan, played, breach } = shrunk;
  const acts = plan.acts.map(({ operation }) => operation.name).join(' > ') || 'nobody does anything';
  const strokes = [...new Set(played.strokes.map((stroke) => stroke.replace(/#.*/, '')))].join(', ') || 'none';
  const broken = `${breach.invariant}: ${breach.lines[0] ?? ''}`;
  return `| ${name} | ${cell(rule)} | ${cell(broken)} | ${plan.seed} | ${acts}; faults: ${strokes}; ${played.steps} steps |`;
};

/** Of the named rules those whose seed in the table shows nothing any more: plans of sessions have changed since. */
export const staleAmong = async (names: readonly string[]): Promise<string[]> => {
  const rows = readRows(await readFile(PAGE, 'utf8'));
  const stale: string[] = [];
  for (const ablation of allAblations.filter(({ name }) => names.includes(name))) {
    const shown = shownIn(rows.get(ablation.name));
    const plan = makePlan(shown.seed, { only: ablation.faults });
    const { breaches } = await judge(plan, { ablation });
    if (!breaches.some(({ invariant }) => invariant === shown.invariant)) stale.push(ablation.name);
  }
  return stale;
};

/** Each line is kept as soon as it is known: a run takes minutes. */
const keep = async (name: string, row: string): Promise<void> => {
  const page = await readFile(PAGE, 'utf8');
  await writeFile(PAGE, fillTables(page, readRows(page).set(name, row)));
};

/**
 * Switches off the named rules, one after the other, and writes down what broke; the lines of the others stay as they
 * are. Answers 1 when nothing was found for one of them.
 */
export const runAblations = async (
  names: readonly string[],
  firstSeed: number,
  sessions: number,
  say: (text: string) => void,
): Promise<number> => {
  let unfound = 0;
  for (const ablation of allAblations.filter(({ name }) => names.includes(name))) {
    const shrunk = await breakRule(ablation, firstSeed, sessions);
    if (shrunk === undefined) unfound += 1;
    const row = rowOf(ablation, shrunk);
    say(row);
    await keep(ablation.name, row);
  }
  return unfound === 0 ? 0 : 1;
};

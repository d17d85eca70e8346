import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Ablation } from '../ablations/ablation.ts';
import { allAblations } from '../ablations/all-ablations.ts';
import { makePlan } from '../engine/plan.ts';
import { runRange } from '../engine/run-range.ts';
import { shrink, type Shrunk } from '../engine/shrink.ts';
import type { Breach } from '../engine/tally.ts';

const PAGE = fileURLToPath(new URL('../../../docs/RELIABILITY.md', import.meta.url));
const BEGIN = '<!-- table of rules: npm run simulate -- --ablations -->';
const END = '<!-- end of the table of rules -->';

/** Functions that are shown another state write it into snapshots: what that breaks says nothing about the rule. */
const SAYS_NOTHING = 'state-is-fold';

/** So many failing sessions are shrunk, and the shortest is kept. */
const CANDIDATES = 4;
const SHRINK_TRIES = 250;

const findBreaches = async (ablation: Ablation, firstSeed: number, sessions: number): Promise<Breach[]> => {
  const found = new Map<number, Breach>();
  const range = { firstSeed, sessions, stride: 1, choice: { only: ablation.faults }, ablation };
  await runRange(
    range,
    (part) => {
      for (const breach of part.breaches) if (breach.invariant !== SAYS_NOTHING) found.set(breach.seed, breach);
      return found.size < CANDIDATES;
    },
    16,
  );
  return [...found.values()].slice(0, CANDIDATES);
};

/** The shortest session that shows what the rule prevents. */
export const breakRule = async (
  ablation: Ablation,
  firstSeed: number,
  sessions: number,
): Promise<Shrunk | undefined> => {
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

/** Switches off one rule after the other, and writes down what broke. Answers how many rules nothing was found for. */
export const runAblations = async (
  firstSeed: number,
  sessions: number,
  say: (text: string) => void,
): Promise<number> => {
  const rows = [
    '| switched off | the rule | what broke | seed | shortest session found |',
    '| --- | --- | --- | --- | --- |',
  ];
  let unfound = 0;
  for (const ablation of allAblations) {
    const shrunk = await breakRule(ablation, firstSeed, sessions);
    if (shrunk === undefined) unfound += 1;
    const row = rowOf(ablation, shrunk);
    say(row);
    rows.push(row);
  }
  const page = await readFile(PAGE, 'utf8');
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`unable to write the table; the page has no place for it`);
  await writeFile(PAGE, `${before}${BEGIN}\n\n${rows.join('\n')}\n\n${END}${after}`);
  return unfound === 0 ? 0 : 1;
};

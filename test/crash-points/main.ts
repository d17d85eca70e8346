import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as prettier from 'prettier';
import { allPlots } from './plots/all-plots.ts';
import type { Point } from './points.ts';
import { Summing, type Results } from './results.ts';
import { tryPlot } from './try-plot.ts';
import { isViolation, tryPoints, type Verdict } from './try-points.ts';

const RESULTS_FILE = 'test/crash-points/results.json';

const USAGE = `npm run crash-points -- [options]

Plays every plot once without a crash, and then once for each call of each function, with that function ending before the
call, after it, while it is under way, or with the answer lost; and again with its retry ending at the same call. Checks
every promise of docs/RELIABILITY.md after each, and prints the list.

  --only TEXT   only operations, or plots, whose name contains the text
  --seed N      other delays between the same calls (default 1)
  --quiet       only violations and the summary
  --trace       print every step of the sessions that broke a promise
  --json        print the result as JSON
  --write       keep the result for the table of docs/RELIABILITY.md
  --help        this text

Exits with 1 when a promise was broken or a crash did not happen.`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const nameOf = ({ plot, operation, by, callName, aim }: Point): string => {
  const way = `${aim.side}${aim.times === 2 ? ', twice' : ''}`;
  return `${plot.name} | ${operation} #${aim.nth} | ${by} | ${aim.call + 1} ${callName} | ${way}`;
};

const lineOf = (verdict: Verdict): string => {
  const line = `${nameOf(verdict.point)} | ${verdict.converged}`;
  if (!isViolation(verdict)) return line;
  const broken = verdict.breaches.map(({ invariant, lines }) => `${invariant}: ${lines.join('; ')}`);
  return [`VIOLATION ${line}`, ...(verdict.struck === 0 ? ['it did not happen'] : []), ...broken].join('\n  ');
};

const summaryOf = ({ plots, runs, calls, points, violations, twice, operations }: Results, sec: number): string => {
  const width = Math.max(...operations.map(({ operation }) => operation.length));
  return [
    '',
    ...operations.map(
      (of) => `${of.operation.padEnd(width)} ${String(of.points).padStart(5)} points, ${of.violations} violations`,
    ),
    '',
    `${plots} plots, ${runs} runs of functions, ${calls} calls: ${points} points in ${sec.toFixed(1)} s; the retry struck too in ${twice}`,
    `${violations} violations`,
  ].join('\n');
};

const showTrace = async (point: Point, seed: number): Promise<void> => {
  const { played } = await tryPlot(point.plot, { seed, readable: true }, point.aim);
  say(`\n${nameOf(point)}`);
  for (const line of played.trace) say(`  ${line}`);
};

const keep = async (results: Results): Promise<void> => {
  const options = { ...(await prettier.resolveConfig(RESULTS_FILE)), parser: 'json' };
  await writeFile(RESULTS_FILE, await prettier.format(JSON.stringify(results, undefined, 2), options));
};

const readSeed = (text: string): number => {
  const seed = Number(text);
  if (Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw new Error(`--seed must be a whole number from 0, not "${text}"`);
};

const main = async (): Promise<number> => {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: '' },
      seed: { type: 'string', default: '1' },
      quiet: flag,
      trace: flag,
      json: flag,
      write: flag,
      help: flag,
    },
  });
  if (values.help) {
    say(USAGE);
    return 0;
  }
  if (values.write && values.only !== '') throw new Error('--write keeps the whole list; leave out --only');
  const startedMs = performance.now();
  const seed = readSeed(values.seed);
  const summing = new Summing();
  const violations: Point[] = [];
  const isWanted = ({ operation, plot }: Point): boolean =>
    operation.includes(values.only) || plot.name.includes(values.only);
  const all = await tryPoints(allPlots, { seed }, isWanted, (verdict) => {
    summing.add(verdict);
    if (isViolation(verdict)) violations.push(verdict.point);
    if (!values.json && (!values.quiet || isViolation(verdict))) say(lineOf(verdict));
  });
  const results = summing.results(all);
  if (results.points === 0) throw new Error(`no operation and no plot has "${values.only}" in its name`);
  if (values.write) await keep(results);
  if (values.json) say(JSON.stringify(results, undefined, 2));
  else say(summaryOf(results, (performance.now() - startedMs) / 1000));
  if (values.trace && !values.json) for (const point of violations) await showTrace(point, seed);
  return results.violations === 0 ? 0 : 1;
};

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

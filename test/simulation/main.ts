import { allAblations } from './ablations/all-ablations.ts';
import { runAblations, staleAmong } from './cli/ablation-table.ts';
import { readCommandLine, USAGE, type Wanted } from './cli/command-line.ts';
import { describeFailure } from './cli/failure.ts';
import { makeProgress } from './cli/progress.ts';
import { keepResult } from './cli/kept-result.ts';
import { idleFaults, summaryOf } from './cli/summary.ts';
import { runShared } from './cli/worker-pool.ts';
import { makePlan } from './engine/plan.ts';
import { judge } from './engine/run-range.ts';
import { allFaults } from './faults/all-faults.ts';

/** Violations that are shrunk and shown; the others are counted. */
const SHOWN_MAX = 3;

/** So many sessions see every fault; fewer may not. */
const ENOUGH_SESSIONS = 2_000;

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const runOne = async (wanted: Wanted): Promise<number> => {
  const plan = makePlan(wanted.seed, { only: wanted.faults, without: wanted.without });
  const { played, breaches } = await judge(plan, { readable: true });
  for (const line of played.trace) say(line);
  for (const { invariant, lines } of breaches) say(`${invariant}: ${lines.join('; ')}`);
  return breaches.length === 0 ? 0 : 1;
};

const runMany = async (wanted: Wanted): Promise<number> => {
  const startedMs = performance.now();
  const choice = { only: wanted.faults, without: wanted.without };
  const isWatched = wanted.progress || process.stderr.isTTY;
  const progress = isWatched || !wanted.json ? makeProgress(wanted.sessions, process.stderr) : () => {};
  const tally = await runShared(
    { firstSeed: wanted.seed, sessions: wanted.sessions, choice },
    wanted.workers,
    progress,
  );
  const sec = (performance.now() - startedMs) / 1000;
  const allowed = allFaults
    .map(({ name }) => name)
    .filter((name) => (wanted.faults?.includes(name) ?? true) && !wanted.without.includes(name));
  const idle = tally.sessions >= ENOUGH_SESSIONS ? idleFaults(tally, allowed) : [];
  if (wanted.write) await keepResult(wanted, tally, sec);
  if (wanted.json) say(JSON.stringify({ ...tally, sec, idle }, undefined, 2));
  else say(summaryOf(tally, sec, allowed));
  if (idle.length > 0) say(`\nFaults that never struck: ${idle.join(', ')}`);
  if (!wanted.json) {
    for (const breach of tally.breaches.slice(0, SHOWN_MAX)) say(await describeFailure(breach, choice));
  }
  return tally.breaches.length === 0 && idle.length === 0 ? 0 : 1;
};

const main = async (args: readonly string[]): Promise<number> => {
  const wanted = readCommandLine(args);
  if (wanted.help) {
    say(USAGE);
    return 0;
  }
  if (wanted.listFaults) {
    for (const { name, about } of allFaults) say(`${name.padEnd(18)} ${about}`);
    return 0;
  }
  if (wanted.listAblations) {
    for (const { name, rule } of allAblations) say(`${name.padEnd(28)} ${rule}`);
    return 0;
  }
  if (wanted.ablations !== undefined) {
    const names = wanted.stale ? await staleAmong(wanted.ablations) : wanted.ablations;
    return runAblations(names, wanted.seed, wanted.sessions, say);
  }
  return wanted.trace ? runOne(wanted) : runMany(wanted);
};

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

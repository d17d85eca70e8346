/** `npm run check`: everything that can be said about a change. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type StepResult, processRunner, runSteps } from './check/run-steps.ts';
import { type Step, checkSteps } from './check/steps.ts';

function help(steps: readonly Step[]): string {
  const list = steps.map((step) => `  ${step.name.padEnd(8)} ${step.what}`).join('\n');
  return `npm run check [-- --only lint,types]\n\n${list}\n\nExit code 1 when a step fails; its output is printed.`;
}

function select(steps: readonly Step[], only: string | undefined): Step[] {
  if (only === undefined) return [...steps];
  const wanted = only.split(',');
  const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) throw new Error(`no step is called ${unknown.join(', ')}; see --help`);
  return steps.filter((step) => wanted.includes(step.name));
}

function tell(result: StepResult): void {
  const seconds = (result.durationMs / 1000).toFixed(1);
  console.log(`${result.ok ? 'ok  ' : 'FAIL'} ${result.name.padEnd(8)} ${seconds.padStart(5)} s`);
  if (!result.ok) console.log(result.output);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean' } } });
  const steps = checkSteps();
  if (values.help === true) {
    console.log(help(steps));
    return;
  }
  const results = await runSteps(select(steps, values.only), availableParallelism(), processRunner, tell);
  const failed = results.filter((result) => !result.ok).map((result) => result.name);
  if (failed.length === 0) return;
  console.log(`failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}

await main().catch((error: unknown) => {
  console.error(`unable to check; ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Step } from './steps.ts';

export interface CommandResult {
  readonly exitCode: number;
  readonly output: string;
}

export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly durationMs: number;
  readonly output: string;
}

export interface StepRunner {
  run(command: readonly string[]): Promise<CommandResult>;
  nowMs(): number;
}

/** Runs the steps in their order, `atOnce` of them at a time, and tells each result as soon as it is there. */
export async function runSteps(
  steps: readonly Step[],
  atOnce: number,
  runner: StepRunner,
  tell: (result: StepResult) => void,
): Promise<StepResult[]> {
  const waiting = [...steps];
  const results: StepResult[] = [];
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const result = await runStep(step, runner);
      results.push(result);
      tell(result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, steps.length) }, worker));
  return results;
}

async function runStep(step: Step, runner: StepRunner): Promise<StepResult> {
  const startedMs = runner.nowMs();
  let output = '';
  let ok = true;
  for (const command of step.commands) {
    const result = await runner.run(command);
    output += result.output;
    ok &&= result.exitCode === 0;
  }
  return { name: step.name, ok, durationMs: runner.nowMs() - startedMs, output };
}

/** Runs programs of node_modules/.bin in the current folder and collects what they print. */
export const processRunner: StepRunner = {
  nowMs: () => performance.now(),
  run: ([program = '', ...args]) =>
    new Promise((resolve) => {
      const child = spawn(join('node_modules', '.bin', program), args, { stdio: ['ignore', 'pipe', 'pipe'] });
      const chunks: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.on('error', (error) => resolve({ exitCode: 1, output: `unable to start ${program}; ${error.message}\n` }));
      child.on('close', (code) => resolve({ exitCode: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }));
    }),
};

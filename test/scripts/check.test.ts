import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CommandResult, type StepResult, processRunner, runSteps } from '../../scripts/check/run-steps.ts';
import { type Step, checkSteps } from '../../scripts/check/steps.ts';

const step = (name: string, ...commands: string[]): Step => ({
  name,
  what: name,
  commands: commands.map((command) => [command]),
});

/** Every command takes a second and prints its name; those called `bad…` fail. */
function fakeRunner(): {
  run: (command: readonly string[]) => Promise<CommandResult>;
  nowMs: () => number;
  most: () => number;
} {
  let nowMs = 0;
  let running = 0;
  let most = 0;
  return {
    nowMs: () => nowMs,
    most: () => most,
    run: async ([program = '']) => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      nowMs += 1000;
      running -= 1;
      return { exitCode: program.startsWith('bad') ? 2 : 0, output: `${program}\n` };
    },
  };
}

describe('running the steps of a check', () => {
  it('tells the result of each, with all output and the time of all its commands', async () => {
    const told: StepResult[] = [];
    const results = await runSteps([step('types', 'tsc', 'tsc')], 1, fakeRunner(), (result) => told.push(result));

    expect(results).toEqual([{ name: 'types', ok: true, durationMs: 2000, output: 'tsc\ntsc\n' }]);
    expect(told).toEqual(results);
  });

  it('goes on after a failure, within a step and after it', async () => {
    const results = await runSteps([step('types', 'bad', 'tsc'), step('lint', 'eslint')], 1, fakeRunner(), () => {});

    expect(results.map(({ name, ok, output }) => [name, ok, output])).toEqual([
      ['types', false, 'bad\ntsc\n'],
      ['lint', true, 'eslint\n'],
    ]);
  });

  it('runs no more at once than it may', async () => {
    const runner = fakeRunner();
    await runSteps(
      ['a', 'b', 'c', 'd', 'e'].map((name) => step(name, name)),
      2,
      runner,
      () => {},
    );

    expect(runner.most()).toBe(2);
  });

  it('says that a program is missing', async () => {
    const result = await processRunner.run(['no-such-program']);

    expect(result.exitCode).toBe(1);
    expect(result.output).toMatch(/^unable to start no-such-program; /);
  });
});

describe('the steps', () => {
  it('name programs that are installed', () => {
    const programs = checkSteps().flatMap((each) => each.commands.map((command) => command[0] ?? ''));

    expect(programs.filter((program) => !existsSync(`node_modules/.bin/${program}`))).toEqual([]);
  });

  it('look at the imports of folders that exist', () => {
    const deps = checkSteps((path) => path === 'shared' || path === 'test').find((each) => each.name === 'deps');

    expect(deps?.commands).toEqual([['depcruise', 'shared', 'test']]);
  });
});

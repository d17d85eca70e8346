/** Runs the tests of the core for Stryker, in one process and with one load of modules for many mutants. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import type { InstrumenterContext } from '@stryker-mutator/api/core';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
} from '@stryker-mutator/api/test-runner';
import type { CollectedTest } from './collected-tests.ts';
import { bundleTests, type TestsOf } from './test-bundle.ts';

/** Random search takes seconds, and a mutant that only it finds lacks a test that says what is right. */
const LEFT_OUT = ['chat.property.test.ts', 'naive-model.property.test.ts', 'report.property.test.ts'];

/** The first failure ends a run, so the slow files come last. */
const SLOW = ['frames.test.ts', 'deadlines.test.ts', 'pace.test.ts', 'session-codec.property.test.ts'];

/** The files with tests that a mutant of the core has to survive. */
const testFiles = (root: string): string[] => {
  const files = ['test/domain', 'test/protocol'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith('.test.ts') && !LEFT_OUT.includes(file))
      .map((file) => `${folder}/${file}`),
  );
  const isSlow = (path: string): boolean => SLOW.includes(basename(path));
  return [...files.filter((file) => !isSlow(file)), ...files.filter(isSlow)];
};

/** How likely the tests of a file find a mutant of a source: those of the same name first, then those of the same folder. */
const nearness = (file: string, source: string): number => {
  if (basename(file).split('.')[0] === basename(source, '.ts')) return 2;
  return source.includes('/protocol/') === file.includes('/protocol/') && !SLOW.includes(basename(file)) ? 1 : 0;
};

/** What instrumented code reads and writes: which mutant is active, who reached which, how often. */
const globals = globalThis as { __stryker__?: InstrumenterContext };
const stryker: InstrumenterContext = (globals.__stryker__ ??= {});

const activate = (mutant: string | undefined): void => {
  if (mutant === undefined) delete stryker.activeMutant;
  else stryker.activeMutant = mutant;
};

const messageOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

async function resultOf({ id, name, run }: CollectedTest, fileName: string): Promise<TestResult> {
  const startedAt = performance.now();
  const result = (): Omit<TestResult, 'status'> => ({ id, name, fileName, timeSpentMs: performance.now() - startedAt });
  try {
    await run();
    return { ...result(), status: TestStatus.Success };
  } catch (error) {
    return { ...result(), status: TestStatus.Failed, failureMessage: messageOf(error) };
  }
}

/** Stryker's view of the tests: https://stryker-mutator.io/docs/stryker-js/guides/create-a-plugin/ */
export class CoreTestRunner implements TestRunner {
  private readonly folder: string;
  private readonly files: readonly string[];
  private begin: () => TestsOf = () => () => [];
  private testsOf: TestsOf | undefined;

  /** Stryker starts it in the folder where it put the instrumented files. */
  constructor(folder = process.cwd()) {
    this.folder = folder;
    this.files = testFiles(folder);
  }

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    this.begin = await bundleTests(this.folder, this.files);
  }

  async dryRun(): Promise<DryRunResult> {
    activate(undefined);
    this.testsOf = this.begin();
    const results: TestResult[] = [];
    for (const file of this.files) {
      for (const test of this.testsOf(file)) {
        stryker.currentTestId = test.id;
        results.push(await resultOf(test, file));
        delete stryker.currentTestId;
      }
    }
    const { mutantCoverage } = stryker;
    return { status: DryRunStatus.Complete, tests: results, ...(mutantCoverage && { mutantCoverage }) };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    stryker.hitCount = 0;
    if (options.hitLimit === undefined) delete stryker.hitLimit;
    else stryker.hitLimit = options.hitLimit;
    if (options.reloadEnvironment) this.testsOf = undefined;
    const tests = await this.runUntilFound(options);
    activate(undefined);
    return toMutantRunResult(
      determineHitLimitReached(stryker.hitCount, options.hitLimit) ?? { status: DryRunStatus.Complete, tests },
    );
  }

  private async runUntilFound(options: MutantRunOptions): Promise<TestResult[]> {
    const { activeMutant, mutantActivation, testFilter, disableBail } = options;
    const testsOf = (this.testsOf ??= this.begin());
    const wanted = testFilter && new Set(testFilter);
    const near = (file: string): number => nearness(file, activeMutant.fileName);
    const results: TestResult[] = [];
    for (const file of this.files.toSorted((a, b) => near(b) - near(a))) {
      // A mutant of what runs while modules are loaded is there from the beginning, any other only while tests run.
      activate(mutantActivation === 'static' ? activeMutant.id : undefined);
      const tests = testsOf(file).filter(({ id }) => wanted?.has(id) ?? true);
      activate(activeMutant.id);
      for (const test of tests) {
        const result = await resultOf(test, file);
        results.push(result);
        if (result.status === TestStatus.Failed && !disableBail) return results;
      }
    }
    return results;
  }
}

/** Read by Stryker. */
export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'core', CoreTestRunner)];

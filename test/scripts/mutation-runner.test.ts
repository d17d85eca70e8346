import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DryRunStatus, type MutantRunOptions } from '@stryker-mutator/api/test-runner';
import { afterAll, describe, expect, it } from 'vitest';
import { collectTests } from '../mutation/collected-tests.ts';
import { CoreTestRunner } from '../mutation/runner.ts';

/** A core with three mutants, written by hand as Stryker would: of a table, of a function, of a loop. */
const CORE = `
const ns = globalThis.__stryker__ ??= {};
const active = (id) => {
  const { currentTestId } = ns;
  const coverage = (ns.mutantCoverage ??= { static: {}, perTest: {} });
  const seen = currentTestId === undefined ? coverage.static : (coverage.perTest[currentTestId] ??= {});
  seen[id] = (seen[id] ?? 0) + 1;
  if (ns.hitCount !== undefined && ++ns.hitCount > ns.hitLimit) throw new Error('hit limit reached');
  return ns.activeMutant === id;
};
export const TABLE = { one: active('table') ? 2 : 1, ...(active('broken') ? (() => { throw new Error('no table'); })() : {}) };
export const sum = (a: number, b: number): number => (active('sum') ? a - b : a + b);
export const half = (n: number): number => {
  let steps = 0;
  while (n > 0) n = active('loop') ? n : n - 2, steps++;
  return steps;
};
export const nobody = (): boolean => active('untested');
`;
const TEST = `
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { half, sum, TABLE } from '../../shared/domain/core.ts';
describe('the core', () => {
  it.each([[1, 2, 3], [2, 2, 4]])('adds', (a, b, c) => { expect(sum(a, b)).toBe(c); });
  it('halves', () => { expect(half(8)).toBe(4); });
  it('has a table', async () => { expect(TABLE).toEqual({ one: 1 }); });
  it('finds what lies beside it', () => {
    expect(readFileSync(new URL('../../note.txt', import.meta.url), 'utf8')).toMatch(/^note/);
  });
});
`;

const folder = mkdtempSync(join(tmpdir(), 'core-test-runner-'));
for (const path of ['shared/domain', 'test/domain', 'test/protocol'])
  mkdirSync(join(folder, path), { recursive: true });
writeFileSync(join(folder, 'note.txt'), 'note');
writeFileSync(join(folder, 'shared/domain/core.ts'), CORE);
writeFileSync(join(folder, 'test/domain/core.test.ts'), TEST);
writeFileSync(join(folder, 'test/domain/chat.property.test.ts'), 'throw new Error("random search");');

afterAll(() => rmSync(folder, { recursive: true }));

const mutant = (id: string, more: Partial<MutantRunOptions> = {}): MutantRunOptions => ({
  activeMutant: {
    id,
    fileName: 'shared/domain/core.ts',
    mutatorName: 'Hand',
    replacement: '',
    location: { start: { line: 0, column: 0 }, end: { line: 0, column: 0 } },
  },
  mutantActivation: 'runtime',
  sandboxFileName: 'core.ts',
  timeout: 1_000,
  disableBail: false,
  reloadEnvironment: false,
  ...more,
});
const atLoad = { mutantActivation: 'static', reloadEnvironment: true } as const;

const FILE = 'test/domain/core.test.ts';
const idOf = (name: string): string => `${FILE}#the core ${name}`;

describe('the runner of the tests of the core', async () => {
  const runner = new CoreTestRunner(folder);
  await runner.init();
  const dry = await runner.dryRun();

  it('runs every test once and sees what each reaches', () => {
    if (dry.status !== DryRunStatus.Complete) throw new Error(`the run did not complete: ${dry.status}`);
    const names = ['adds', 'adds (2)', 'halves', 'has a table', 'finds what lies beside it'];
    expect(dry.tests.map(({ id, fileName, status }) => [id, fileName, status])).toEqual(
      names.map((name) => [idOf(name), FILE, 0]),
    );
    expect(dry.mutantCoverage).toEqual({
      static: { table: 1, broken: 1 },
      perTest: { [idOf('adds')]: { sum: 1 }, [idOf('adds (2)')]: { sum: 1 }, [idOf('halves')]: { loop: 4 } },
    });
  });

  it('finds a mutant by the first test that fails, and tells which', async () => {
    expect(await runner.mutantRun(mutant('sum'))).toMatchObject({ status: 'killed', killedBy: [idOf('adds')] });
    const all = await runner.mutantRun(mutant('sum', { disableBail: true }));
    expect(all).toMatchObject({ killedBy: [idOf('adds'), idOf('adds (2)')], nrOfTests: 5 });
  });

  it('runs only the tests that it is told', async () => {
    const result = await runner.mutantRun(mutant('sum', { testFilter: [idOf('halves')] }));
    expect(result).toEqual({ status: 'survived', nrOfTests: 1 });
  });

  it('says of a mutant that no test finds that it lives', async () => {
    expect(await runner.mutantRun(mutant('untested'))).toEqual({ status: 'survived', nrOfTests: 5 });
  });

  it('ends what would run for ever', async () => {
    expect(await runner.mutantRun(mutant('loop', { hitLimit: 400 }))).toMatchObject({ status: 'timeout' });
  });

  it('finds a mutant of what runs while modules are loaded, by a fresh load, and leaves nothing of it', async () => {
    expect(await runner.mutantRun(mutant('table', atLoad))).toMatchObject({ killedBy: [idOf('has a table')] });
    expect(await runner.mutantRun(mutant('broken', atLoad))).toMatchObject({
      status: 'killed',
      killedBy: [`${FILE}#is loaded`],
    });
    expect(await runner.mutantRun(mutant('untested', { reloadEnvironment: true }))).toMatchObject({
      status: 'survived',
      nrOfTests: 5,
    });
  });
});

it('gathers the tests of a group once for each of its rows', async () => {
  const seen: unknown[] = [];
  const tests = collectTests('a.test.ts', ({ describe: group, it: test }) => {
    group.each([['a', 1], 'b'])('of %s', (...row) => test('is seen', () => seen.push(row)));
    test('stands alone', () => seen.push([]));
  });
  expect(tests.map(({ id }) => id)).toEqual([
    'a.test.ts#of %s is seen',
    'a.test.ts#of %s is seen (2)',
    'a.test.ts#stands alone',
  ]);
  for (const { run } of tests) await run();
  expect(seen).toEqual([['a', 1], ['b'], []]);
});

import { chai, JestAsymmetricMatchers, JestChaiExpect } from '@vitest/expect';

chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

/** One test of a file, to be run as often as one likes. */
export interface CollectedTest {
  /** The file and all titles; a title that comes again is numbered. */
  readonly id: string;
  readonly name: string;
  readonly run: () => unknown;
}

type Body = (...values: readonly unknown[]) => unknown;

/** What a test file takes from `vitest`, as far as the tests of the core use it. */
export interface TestApi {
  readonly describe: {
    (title: string, body: () => void): void;
    each(rows: readonly unknown[]): (title: string, body: Body) => void;
  };
  readonly it: {
    (title: string, body: Body): void;
    each(rows: readonly unknown[]): (title: string, body: Body) => void;
  };
  readonly expect: typeof chai.expect;
}

/** Gathers the tests of a file, which `load` loads with these functions of `vitest`. */
export const collectTests = (file: string, load: (api: TestApi) => void): readonly CollectedTest[] => {
  const tests = new Map<string, CollectedTest>();
  const titles: string[] = [];
  const add = (title: string, run: () => unknown): void => {
    const name = [...titles, title].join(' ');
    let id = `${file}#${name}`;
    for (let n = 2; tests.has(id); n++) id = `${file}#${name} (${n})`;
    tests.set(id, { id, name, run });
  };
  const group = (title: string, body: () => unknown): void => {
    titles.push(title);
    body();
    titles.pop();
  };
  const eachWith =
    (put: (title: string, body: () => unknown) => void) =>
    (rows: readonly unknown[]) =>
    (title: string, body: Body): void => {
      for (const row of rows) put(title, () => (Array.isArray(row) ? body(...(row as readonly unknown[])) : body(row)));
    };
  const describe = Object.assign(group, { each: eachWith(group) });
  try {
    load({ describe, it: Object.assign(add, { each: eachWith(add) }), expect: chai.expect });
  } catch (error) {
    // A file that cannot even be loaded has no tests that could fail: that is the failure.
    add('is loaded', () => {
      throw error;
    });
  }
  return [...tests.values()];
};

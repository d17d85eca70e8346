import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { build, type Plugin } from 'esbuild';
import { collectTests, type CollectedTest } from './collected-tests.ts';

/** A module is no longer where it was, but what it reads is. */
const urlsOfModules: Plugin = {
  name: 'urls-of-modules',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/, namespace: 'file' }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
      loader: 'ts',
    }));
  },
};

type Require = (name: string) => unknown;
type Loaders = Readonly<Record<string, () => unknown>>;

/** The tests of a file; the first question for it loads it, and what it imports unless that is loaded already. */
export type TestsOf = (file: string) => readonly CollectedTest[];

/**
 * Puts test files and what they import into one script. Most of the time of a mutant's run would go into loading modules;
 * a script is compiled once, and evaluates in some milliseconds what is asked for. Packages are not part of it: they are
 * loaded once. Every call of the answer begins anew, modules of the core included.
 */
export async function bundleTests(folder: string, files: readonly string[]): Promise<() => TestsOf> {
  const loaders = files.map((file) => `${JSON.stringify(file)}: () => require(${JSON.stringify(`./${file}`)})`);
  const { outputFiles } = await build({
    stdin: { contents: `exports.loaders = {${loaders.join(',\n')}};`, resolveDir: folder, loader: 'js' },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    plugins: [urlsOfModules],
    logLevel: 'silent',
  });
  const code = outputFiles[0]?.text ?? '';
  const script = new Script(`(exports, require) => {${code}\n}`, { filename: join(folder, 'tests-of-the-core.cjs') });
  const requirePackage: Require = createRequire(join(folder, 'package.json'));
  return () => {
    const exports: { loaders?: Loaders } = {};
    const known = new Map<string, readonly CollectedTest[]>();
    let api: unknown;
    const evaluate = script.runInThisContext() as (exports: object, require: Require) => void;
    evaluate(exports, (name) => (name === 'vitest' ? api : requirePackage(name)));
    return (file) => {
      const tests =
        known.get(file) ??
        collectTests(file, (given) => {
          api = given;
          exports.loaders?.[file]?.();
        });
      known.set(file, tests);
      return tests;
    };
  };
}

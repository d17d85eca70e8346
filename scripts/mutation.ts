/** `npm run mutation`: changes the core in one place at a time and looks whether a test finds it. */
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as prettier from 'prettier';
import * as v from 'valibot';
import { Explanation, idleExplanations, survivorsOf } from './mutation/explained.ts';
import { pageOf } from './mutation/page.ts';
import { mutantsOf } from './mutation/report.ts';
import { countOf, FOLDERS, SCORE_MIN, scoreOf, tooLow } from './mutation/score.ts';

const REPORT = 'reports/mutation/mutation.json';
const EXPLAINED = 'test/mutation/explained.json';
const PAGE = 'docs/MUTATION.md';

const HELP = `npm run mutation [-- --changed | --report]

Runs Stryker over shared/domain and shared/protocol, prints the score of each and writes ${PAGE}. Exit code 1
when a score is below ${SCORE_MIN} %, or a reason in ${EXPLAINED} explains no mutant that lives.
  --changed      takes the results of the last run for what has not changed since; it does not see a test that
                 has changed under the same name
  --report       runs nothing and reads ${REPORT}, the result of the last run
  --parallel N   as many at the same time (default 2)
`;

const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));

function runStryker(options: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    // With what runs this program: the runner of the tests (test/mutation/runner.ts) is TypeScript too.
    const stryker = fileURLToPath(new URL('bin/stryker.js', import.meta.resolve('@stryker-mutator/core/package.json')));
    const node = ['--import', 'tsx', stryker, 'run', '--testRunner', 'core'];
    const child = spawn(process.execPath, [...node, ...options], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`stryker ended with ${code ?? 'a signal'}`));
    });
  });
}

async function writePage(text: string): Promise<void> {
  const options = { ...(await prettier.resolveConfig(PAGE)), parser: 'markdown' };
  await writeFile(PAGE, await prettier.format(text, options));
}

async function report(): Promise<void> {
  const mutants = mutantsOf(await json(REPORT));
  const explanations = v.parse(v.array(Explanation), await json(EXPLAINED));
  const survivors = survivorsOf(mutants, explanations);
  await writePage(pageOf(mutants, survivors));
  for (const folder of FOLDERS) console.log(`${folder.padEnd(16)} ${scoreOf(countOf(folder, mutants)).toFixed(1)} %`);
  const open = survivors.filter(({ why }) => why === undefined);
  console.log(`${survivors.length} mutants live, ${open.length} of them without a reason; see ${PAGE}`);
  const idle = idleExplanations(mutants, explanations);
  for (const one of idle) console.error(`${EXPLAINED} explains what does not live: ${one.file}, ${one.original}`);
  for (const { name } of tooLow(mutants)) console.error(`the score of ${name} is below ${SCORE_MIN} %`);
  if (idle.length > 0 || tooLow(mutants).length > 0) process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      changed: { type: 'boolean', default: false },
      report: { type: 'boolean', default: false },
      parallel: { type: 'string', default: '2' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  if (!values.report) await runStryker(['--concurrency', values.parallel, ...(values.changed ? [] : ['--force'])]);
  await report();
}

await main().catch((error: unknown) => {
  console.error(`unable to measure the tests; ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});

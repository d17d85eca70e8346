/**
 * `npm run spec`: every testable clause of docs/SPEC.md is named by a test, and nothing names a clause that is not there.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { listFiles } from './spec/list-files.ts';
import { citationsIn } from './spec/citations.ts';
import { parseSpec } from './spec/clauses.ts';
import { type Trace, trace } from './spec/trace.ts';

const SPEC_FILE = 'docs/SPEC.md';
const FOLDERS = ['bench', 'functions', 'infra', 'local', 'scripts', 'shared', 'test', 'web'];
const HELP = `npm run spec [-- --list | --json]

Fails when a testable clause of ${SPEC_FILE} is named by no test title, or when a test title or a comment
names a clause that does not exist or was removed.
  --list   print each clause with its tests
  --json   print everything as JSON
`;

async function readTrace(): Promise<Trace> {
  const spec = parseSpec(SPEC_FILE, await readFile(SPEC_FILE, 'utf8'));
  const files = await listFiles(FOLDERS, '.ts');
  const citations = await Promise.all(files.map(async (file) => citationsIn(file, await readFile(file, 'utf8'))));
  return trace(SPEC_FILE, spec, citations.flat());
}

function printList(result: Trace): void {
  for (const [id, tests] of Object.entries(result.tests)) {
    const names = tests.map((test) => `${test.file}:${test.line} ${test.title}`);
    console.log(`${id.padEnd(10)} ${names.length === 0 ? '-' : names.join(`\n${' '.repeat(11)}`)}`);
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, list: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help === true) {
    console.log(HELP);
    return;
  }
  const result = await readTrace();
  if (result.problems.length > 0) process.exitCode = 1;
  if (values.json === true) {
    console.log(JSON.stringify(result, null, 2));
    return;
  }
  if (values.list === true) printList(result);
  const tests = new Set(Object.values(result.tests).flatMap((list) => list.map((test) => `${test.file}:${test.line}`)));
  for (const problem of result.problems) console.error(`${problem.file}:${problem.line} ${problem.message}`);
  console.log(
    `${result.clauses} clauses, ${result.covered} of ${result.testable} testable ones covered by ${tests.size} tests, ` +
      `${result.removed} removed, ${result.problems.length} problems`,
  );
}

await main().catch((error: unknown) => {
  console.error(`unable to check the specification; ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});

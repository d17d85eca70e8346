import { readFile } from 'node:fs/promises';
import { citationsIn } from '../../spec/citations.ts';
import { parseSpec } from '../../spec/clauses.ts';
import { listFiles } from '../../spec/list-files.ts';
import { trace, type Trace } from '../../spec/trace.ts';
import type { Generator } from '../blocks.ts';
import { OVERVIEW, type Answer } from './answers.ts';

const SPEC_FILE = 'docs/SPEC.md';

/** So many tests are named in a row: those nearest to a user first. */
const TESTS_SHOWN = 3;

const NEAREST = ['test/conformance/', 'test/functions/', 'test/domain/'];

const distanceOf = (file: string): number => {
  const place = NEAREST.findIndex((folder) => file.startsWith(folder));
  return place === -1 ? NEAREST.length : place;
};

/** What a row calls a file with tests: its path below test/, without what every name has. */
const shortNameOf = (file: string): string => file.replace(/^test\//, '').replace(/(\.test)?\.ts$/, '');

/** The files with tests of any of these clauses, nearest to a user first. */
export const testFilesOf = (tests: Trace['tests'], clauses: readonly string[]): string[] => {
  const files = new Set(clauses.flatMap((id) => (tests[id] ?? []).map(({ file }) => file)));
  return [...files].sort((a, b) => distanceOf(a) - distanceOf(b) || a.localeCompare(b));
};

const row = (tests: Trace['tests'], { says, clauses, instead }: Answer): string => {
  const names = testFilesOf(tests, clauses).slice(0, TESTS_SHOWN);
  const shown = names.map((file) => `\`${shortNameOf(file)}\``).join(', ');
  const said = instead === undefined ? says : `${says}. **Here**: ${instead}`;
  return `| ${said} | ${clauses.map((id) => `[${id}]`).join(' ')} | ${shown} |`;
};

/** The specification, with the tests of each clause. */
export const readTests = async (): Promise<Trace['tests']> => {
  const files = await listFiles(['test'], '.ts');
  const citations = await Promise.all(files.map(async (file) => citationsIn(file, await readFile(file, 'utf8'))));
  return trace(SPEC_FILE, parseSpec(SPEC_FILE, await readFile(SPEC_FILE, 'utf8')), citations.flat()).tests;
};

/** Every behaviour that the "Async Chat Overview" states, with the clauses and the tests that answer it. */
export const overviewAnswers: Generator = {
  name: 'overview-answers',
  generate: async () => {
    const tests = await readTests();
    const parts = Object.entries(OVERVIEW).map(([heading, answers]) =>
      [
        `### ${heading}`,
        '',
        '| it says | clauses | tests, three at most |',
        '| --- | --- | --- |',
        ...answers.map((answer) => row(tests, answer)),
      ].join('\n'),
    );
    return parts.join('\n\n');
  },
};

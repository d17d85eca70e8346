import { describe, expect, it } from 'vitest';
import { OVERVIEW } from '../../scripts/docs/overview/answers.ts';
import { readTests, testFilesOf } from '../../scripts/docs/overview/table.ts';

const answers = Object.values(OVERVIEW).flat();

/** Read once: it goes through every file with tests. */
const tests = await readTests();

describe('what the Async Chat Overview states', () => {
  it('is answered by clauses that tests name, each of them, or by what takes its place', () => {
    const unanswered = answers.filter(({ clauses, instead }) =>
      clauses.length === 0 ? instead === undefined : clauses.some((id) => testFilesOf(tests, [id]).length === 0),
    );
    expect(unanswered).toEqual([]);
  });

  it('is answered once each, by clauses that exist', () => {
    const unknown = answers.flatMap(({ clauses }) => clauses.filter((id) => tests[id] === undefined));
    expect(unknown).toEqual([]);
    expect(new Set(answers.map(({ says }) => says)).size).toBe(answers.length);
  });

  it('names the tests that are nearest to a user first', () => {
    const title = 'a test';
    const three = {
      'A-1': ['test/domain/b.test.ts', 'test/web/c.test.ts'].map((file) => ({ id: 'A-1', file, line: 1, title })),
      'A-2': ['test/conformance/d.test.ts', 'test/domain/b.test.ts'].map((file) => ({
        id: 'A-2',
        file,
        line: 2,
        title,
      })),
    };
    expect(testFilesOf(three, ['A-1', 'A-2', 'A-3'])).toEqual([
      'test/conformance/d.test.ts',
      'test/domain/b.test.ts',
      'test/web/c.test.ts',
    ]);
  });
});

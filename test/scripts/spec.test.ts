import { describe, expect, it } from 'vitest';
import { citationsIn } from '../../scripts/spec/citations.ts';
import { idsIn, parseSpec } from '../../scripts/spec/clauses.ts';
import { trace } from '../../scripts/spec/trace.ts';

const SPEC = [
  '# Behaviour',
  '- **[MSG-1]** [T] an accepted message has one position.',
  '- **[MSG-2]** words only, see [MSG-1].',
  '- **[MSG-9]** removed in 0.2: messages had numbers, see [OLD-1].',
].join('\n');

describe('reading the specification', () => {
  it('finds clauses, what is testable, tombstones and cross-references', () => {
    const spec = parseSpec('SPEC.md', SPEC);

    expect(spec.clauses).toEqual([
      { id: 'MSG-1', testable: true, removed: false, line: 2 },
      { id: 'MSG-2', testable: false, removed: false, line: 3 },
      { id: 'MSG-9', testable: false, removed: true, line: 4 },
    ]);
    expect(spec.citations).toEqual([{ id: 'MSG-1', file: 'SPEC.md', line: 3 }]);
    expect(spec.problems).toEqual([]);
  });

  it('reports an id that is defined twice, also by a tombstone', () => {
    const spec = parseSpec('SPEC.md', `${SPEC}\n- **[MSG-9]** [T] messages have numbers again.`);

    expect(spec.problems).toEqual([{ file: 'SPEC.md', line: 5, message: 'MSG-9 is defined twice; first in line 4' }]);
  });

  it.each(['- **[msg-1]** [T] lower case', '**[MSG-3]** [T] no bullet', '- **[MSG-3]** [T]'])(
    'reports a clause that it cannot read: %s',
    (line) => {
      expect(parseSpec('SPEC.md', line).problems).toEqual([
        { file: 'SPEC.md', line: 1, message: 'unable to read a clause; expected "- **[ABC-1]** [T] text"' },
      ]);
    },
  );

  it('reads several ids in one pair of brackets', () => {
    expect(idsIn('[MSG-1, MSG-2] and [PRES-10], not [x-1] nor MSG-3')).toEqual(['MSG-1', 'MSG-2', 'PRES-10']);
  });
});

describe('reading citations', () => {
  it('takes the titles of tests and groups, however they are called', () => {
    const text = [
      "describe('[A1-1] a group', () => {",
      "  it('[A1-2] a test', () => {});",
      "  it.each([1, 2])('[A1-3] a test of %i', () => {});",
      '  test(`[A1-4] a test of ${name}`, () => {});',
      '});',
    ].join('\n');

    expect(citationsIn('a.test.ts', text).map(({ id, line, title }) => [id, line, title])).toEqual([
      ['A1-1', 1, '[A1-1] a group'],
      ['A1-2', 2, '[A1-2] a test'],
      ['A1-3', 3, '[A1-3] a test of %i'],
      ['A1-4', 4, '`[A1-4] a test of ${name}`'],
    ]);
  });

  it('takes ids in comments without brackets too, each once', () => {
    const text = '// As in RFC-6455 (MSG-1; see MSG-1 and [MSG-2]).\nexport const a = 1;';

    expect(citationsIn('a.ts', text)).toEqual([
      { id: 'MSG-2', file: 'a.ts', line: 1 },
      { id: 'RFC-6455', file: 'a.ts', line: 1, loose: true },
      { id: 'MSG-1', file: 'a.ts', line: 1, loose: true },
    ]);
  });

  it('takes comments, once each, and no other strings', () => {
    const text = ['/** [MSG-1] */', 'export const a = [', "  '[MSG-2]', // [MSG-3]", '];', 'send(`[MSG-4]`);'].join(
      '\n',
    );

    expect(citationsIn('a.ts', text)).toEqual([
      { id: 'MSG-1', file: 'a.ts', line: 1 },
      { id: 'MSG-3', file: 'a.ts', line: 3 },
    ]);
  });
});

describe('tracing clauses to tests', () => {
  const spec = parseSpec('SPEC.md', SPEC);
  const test = { id: 'MSG-1', file: 'a.test.ts', line: 7, title: '[MSG-1] one position' };

  it('counts, and lists the tests of each clause', () => {
    expect(trace('SPEC.md', spec, [test])).toEqual({
      clauses: 2,
      testable: 1,
      covered: 1,
      removed: 1,
      tests: { 'MSG-1': [test], 'MSG-2': [] },
      problems: [],
    });
  });

  it('reports a testable clause that only a comment names', () => {
    const result = trace('SPEC.md', spec, [{ id: 'MSG-1', file: 'a.ts', line: 1 }]);

    expect(result.covered).toBe(0);
    expect(result.problems).toEqual([{ file: 'SPEC.md', line: 2, message: 'MSG-1 is testable and no test names it' }]);
  });

  it('reports citations of clauses that do not exist or were removed', () => {
    const result = trace('SPEC.md', spec, [
      test,
      { id: 'MSG-7', file: 'a.ts', line: 3 },
      { id: 'MSG-9', file: 'b.test.ts', line: 4, title: '[MSG-9] numbers' },
    ]);

    expect(result.problems).toEqual([
      { file: 'a.ts', line: 3, message: 'cites MSG-7, which does not exist' },
      { file: 'b.test.ts', line: 4, message: 'cites MSG-9, which was removed' },
    ]);
  });

  it('takes an id without brackets for a clause only if its family exists', () => {
    const result = trace('SPEC.md', spec, [
      test,
      { id: 'RFC-6455', file: 'a.ts', line: 1, loose: true },
      { id: 'MSG-8', file: 'a.ts', line: 2, loose: true },
    ]);

    expect(result.problems).toEqual([{ file: 'a.ts', line: 2, message: 'cites MSG-8, which does not exist' }]);
  });
});

import { describe, expect, it } from 'vitest';
import { type Explanation, idleExplanations, survivorsOf } from '../../scripts/mutation/explained.ts';
import { pageOf } from '../../scripts/mutation/page.ts';
import { mutantsOf } from '../../scripts/mutation/report.ts';
import { countOf, scoreOf, tooLow } from '../../scripts/mutation/score.ts';

const source = 'const far = at > now\n  && isFar(at);\n';
const where = { start: { line: 1, column: 13 }, end: { line: 2, column: 15 } };
const mutant = { mutatorName: 'LogicalOperator', location: where };
const report = {
  files: {
    'shared/domain/far.ts': {
      source,
      mutants: [
        { ...mutant, status: 'Killed', replacement: 'at > now || isFar(at)' },
        { ...mutant, status: 'Timeout', replacement: 'false' },
        { ...mutant, status: 'Survived', replacement: 'true' },
        { ...mutant, status: 'NoCoverage', replacement: 'isFar(\n  at)' },
        { ...mutant, status: 'CompileError', replacement: '(' },
      ],
    },
    'shared/protocol/near.ts': { source, mutants: [{ ...mutant, status: 'Killed' }] },
  },
};
const mutants = mutantsOf(report);
const survived = {
  file: 'shared/domain/far.ts',
  mutator: 'LogicalOperator',
  original: 'at > now && isFar(at)',
  replacement: 'true',
};

describe('the report on mutants', () => {
  it('tells what was changed into what, in one line, and what became of it', () => {
    expect(mutants.map(({ fate }) => fate)).toEqual(['killed', 'timed out', 'survived', 'untested', 'killed']);
    expect(mutants[2]).toEqual({ ...survived, fate: 'survived' });
    expect(mutants[3]?.replacement).toBe('isFar( at)');
  });

  it('is scored by folder: what was killed or ran on for ever, of all', () => {
    expect(countOf('shared/domain', mutants)).toEqual({
      name: 'shared/domain',
      killed: 1,
      'timed out': 1,
      survived: 1,
      untested: 1,
    });
    expect(scoreOf(countOf('shared/domain', mutants))).toBe(50);
    expect(scoreOf(countOf('shared/dom', mutants))).toBe(100);
    expect(tooLow(mutants).map(({ name }) => name)).toEqual(['shared/domain']);
  });

  it('is explained by file, mutator and original text, and by the replacement if one is named', () => {
    const { replacement: _any, ...every } = survived;
    const whys = (explanation: Explanation): (string | undefined)[] =>
      survivorsOf(mutants, [explanation]).map(({ why }) => why);
    expect(whys({ ...every, why: 'Far is far.' })).toEqual(['Far is far.', 'Far is far.']);
    expect(whys({ ...survived, why: 'Far is far.' })).toEqual(['Far is far.', undefined]);
    expect(whys({ ...survived, mutator: 'Regex', why: 'Far is far.' })).toEqual([undefined, undefined]);
  });

  it('names explanations of what does not live', () => {
    const idle = { ...survived, replacement: 'false', why: 'Near is near.' };
    expect(idleExplanations(mutants, [idle, { ...survived, why: 'Far is far.' }])).toEqual([idle]);
  });

  it('becomes a page with every score and every survivor', () => {
    const page = pageOf(mutants, survivorsOf(mutants, [{ ...survived, why: 'Far is far.' }]));
    expect(page).toContain('| **shared/domain** | 4 | 1 | 1 | 1 | 1 | 50.0 |');
    expect(page).toContain('| `shared/protocol/near.ts` | 1 | 1 | 0 | 0 | 0 | 100.0 |');
    expect(page).toContain(
      '- `shared/domain/far.ts`, LogicalOperator: `at > now && isFar(at)` → `true`. Far is far.\n\n## What lives without',
    );
    expect(page).toContain(
      '1 mutants.\n\n- `shared/domain/far.ts`, LogicalOperator: `at > now && isFar(at)` → `isFar( at)`',
    );
  });
});

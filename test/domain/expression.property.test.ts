import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExpression, shortestMatch } from '../../shared/domain/expression.ts';
import { judgeExpression } from '../../shared/domain/expression-steps.ts';
import { everyWay, firstMatch } from '../support/naive-expression.ts';

const counted = (body: string, [min, more]: readonly [number, number]): string => `(?:${body}){${min},${min + more}}`;

const { source } = fc.letrec<{ source: string }>((tie) => ({
  source: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'expression' },
    fc.constantFrom(
      'a',
      'b',
      'k',
      'é',
      '.',
      '[ab]',
      '[^a]',
      String.raw`\d`,
      String.raw`\w`,
      String.raw`\p{L}`,
      '1',
      '',
    ),
    fc.tuple(tie('source'), tie('source')).map(([one, two]) => one + two),
    fc.tuple(tie('source'), tie('source')).map(([one, two]) => `(?:${one}|${two})`),
    fc.tuple(tie('source'), fc.tuple(fc.nat(2), fc.nat(3))).map(([body, count]) => counted(body, count)),
    tie('source').map((body) => `(${body})?`),
  ),
}));
const looking = fc
  .tuple(fc.constantFrom('', '(?=a)', '(?!b1)', '(?<=a.)', '(?<!ab?)', String.raw`\b`), source)
  .map(([look, body]) => look + body);
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'k', 'A', '1', 'é', '\u212a', '😀', ' '), maxLength: 10 });

describe('the bound of an expression', () => {
  it('[MASK-6] is never below the steps that a text takes', () => {
    fc.assert(
      fc.property(looking, text, fc.boolean(), (expression, sample, ignoreCase) => {
        const read = readExpression(expression);
        const judged = judgeExpression(expression, ignoreCase);
        if ('allowed' in read || 'allowed' in judged || judged.stepsMax === Infinity) return;
        expect(judged.stepsMax).toBeGreaterThanOrEqual(everyWay(read, sample, ignoreCase ? 'iu' : 'u'));
      }),
      { numRuns: 400 },
    );
  });

  it('[MASK-6] is of the expression that the engine sees: both find the same', () => {
    fc.assert(
      fc.property(source, text, (expression, sample) => {
        const read = readExpression(expression);
        const judged = judgeExpression(expression, false);
        if ('allowed' in read || 'allowed' in judged || judged.stepsMax === Infinity) return;
        const found = new RegExp(`^(?:${expression})`, 'u').exec(sample)?.[0];
        const { end } = firstMatch(read, sample);
        const own = end === undefined ? undefined : [...sample].slice(0, end).join('');
        // Where a repeated body may be empty the engine goes on otherwise; both agree on whether there is a match.
        expect(own === undefined).toBe(found === undefined);
        if (found !== undefined) expect([...found].length).toBeGreaterThanOrEqual(shortestMatch(read));
        if (!/\{|\?/.test(expression)) expect(own).toBe(found);
      }),
      { numRuns: 400 },
    );
  });
});

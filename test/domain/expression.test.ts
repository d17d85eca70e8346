import { describe, expect, it } from 'vitest';
import {
  charactersIn,
  readExpression,
  reversed,
  shortestMatch,
  type Expression,
} from '../../shared/domain/expression.ts';
import { judgeExpression } from '../../shared/domain/expression-steps.ts';
import { everyWay } from '../support/naive-expression.ts';

const character = (source: string) => ({ type: 'character', source }) as const;
const sequence = (...parts: readonly object[]) => ({ type: 'sequence', parts });

const read = (source: string): Expression => {
  const expression = readExpression(source);
  if ('allowed' in expression) throw new Error(`unable to read ${source}; it must be ${expression.allowed}`);
  return expression;
};

describe('reading an expression', () => {
  it('[MASK-6] knows characters, classes, borders, groups, choices and counts', () => {
    expect(readExpression(String.raw`^a\d[\]x-z]{2,3}(?:b|(c)?)\b$`)).toEqual(
      sequence(
        { type: 'border' },
        character('a'),
        character(String.raw`\d`),
        { type: 'repeat', body: character(String.raw`[\]x-z]`), min: 2, max: 3 },
        {
          type: 'choice',
          options: [
            sequence(character('b')),
            sequence({ type: 'repeat', body: sequence(character('c')), min: 0, max: 1 }),
          ],
        },
        { type: 'border' },
        { type: 'border' },
      ),
    );
  });

  it('[MASK-6] knows what looks ahead and behind, names of groups, and characters beyond the first plane', () => {
    expect(readExpression(String.raw`(?<!\p{Nd})(?<area>😀)(?=x)\u{1f600}`)).toEqual(
      sequence(
        { type: 'look', at: sequence(character(String.raw`\p{Nd}`)), behind: true },
        sequence(character('😀')),
        { type: 'look', at: sequence(character('x')) },
        character(String.raw`\u{1f600}`),
      ),
    );
    expect(readExpression('(?<=a)(?!b)')).toEqual(
      sequence(
        { type: 'look', at: sequence(character('a')), behind: true },
        { type: 'look', at: sequence(character('b')) },
      ),
    );
  });

  it('[MASK-6] knows every way to write a character', () => {
    const written = ['a', '.', '😀', '\n', '[a-z]', '[^a]', '[]', String.raw`[\]\\]`].concat(
      [...'dDwWsStnrvf0^$.*+?()[]{}|/', '\\', 'p{Lu}', 'P{L}', 'x4f', 'u00e9', 'u{9}', 'cJ'].map((rest) => `\\${rest}`),
    );
    for (const source of written) expect(readExpression(source)).toEqual(sequence(character(source)));
  });

  it('[MASK-6] takes counts that prefer few for what they are', () => {
    const body = character('a');
    expect(readExpression('a??a{2}?a{0,12}?b')).toEqual(
      sequence(
        { type: 'repeat', body, min: 0, max: 1 },
        { type: 'repeat', body, min: 2, max: 2 },
        { type: 'repeat', body, min: 0, max: 12 },
        character('b'),
      ),
    );
  });

  it.each([
    ['a*', /how often at most: \{0,20\} instead of \*/],
    ['a+?', /how often at most/],
    ['a+b', /how often at most/],
    ['a{2,}', /how often at most/],
    [String.raw`(a)\1`, /without backreferences/],
    [String.raw`(?<x>a)\k<x>`, /without backreferences/],
    ['(?i:a)', /^a regular expression without modifiers in its groups$/],
    ['(?-i:a)?', /without modifiers/],
    [String.raw`\ud83d\ude00`, /beyond \\uffff/],
    ['(', /Unicode mode/],
    ['a{3,2}', /Unicode mode/],
    ['a{', /Unicode mode/],
    [']', /Unicode mode/],
    ['(a', /Unicode mode/],
    [')', /Unicode mode/],
    ['a)', /Unicode mode/],
    ['[a', /Unicode mode/],
    ['{', /Unicode mode/],
    ['a{1234567}', /Unicode mode/],
    [String.raw`\_`, /Unicode mode/],
    [String.raw`[\_]`, /Unicode mode/],
    [String.raw`\u{110000}`, /Unicode mode/],
    ['[z-a]', /Unicode mode/],
  ])('[MASK-6] refuses %s and says what is allowed', (source, allowed) => {
    expect(readExpression(source)).toEqual({ allowed: expect.stringMatching(allowed) as string });
  });

  it.each([
    ['', 0],
    ['a?', 0],
    ['(?=abc)', 0],
    ['^ab$', 2],
    ['ab{3}c?', 4],
    ['abc|de', 2],
  ])('knows the shortest match of %s: %i', (source, length) => {
    expect(shortestMatch(read(source))).toBe(length);
  });
});

describe('an expression written out', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['a|bc', 3],
    [String.raw`^a\b`, 3],
    ['(?=ab)c', 4],
    ['(?<!ab)c', 4],
    ['a{3}', 6],
    ['(?:ab?){2,5}', 20],
  ])('[MASK-6] of %s are %i characters, looks and repetitions', (source, count) => {
    expect(charactersIn(read(source))).toBe(count);
  });
});

describe('an expression that looks behind', () => {
  it.each([
    ['abc', 'cba'],
    ['^ab', 'ba^'],
    ['ab|cd', 'ba|dc'],
    ['(?:ab){2,3}c?', 'c?(?:ba){2,3}'],
    ['a(?=bc)', '(?=bc)a'],
  ])('[MASK-6] %s is tried as %s', (source, turned) => {
    expect(reversed(read(source))).toEqual(read(turned));
  });
});

const stepsOf = (source: string, ignoreCase = false): number | undefined => {
  const judged = judgeExpression(source, ignoreCase);
  return 'stepsMax' in judged ? judged.stepsMax : undefined;
};

describe('the most steps that an attempt can take', () => {
  it.each([
    ['abc', 3],
    ['a|b', 3],
    [String.raw`\d{1,40}x`, 119],
    // A blank and a digit never hold at once: one way, whatever the text.
    [String.raw`(?:\d[ -]?){12,18}\d`, 97],
    [String.raw`(?:\d\d?){3}x`, 29],
    ['a?a?', 6],
    [String.raw`^a\b`, 3],
    [String.raw`(?=\d{3})\d`, 5],
    [String.raw`(?<!\d\d)x`, 4],
    ['(?=a?b)x', 6],
    // From right to left: without a b it ends at once.
    ['(?<=a?b)x', 5],
    ['(?<=a|bc?)x', 8],
    ['(?:a|b){1,30}c', 149],
    ['(?:|)(?:|)ab', 11],
    ['a{250}', 250],
    [String.raw`(?=a{51})\d{0,24}\d{0,25}x`, 2_000],
    // The same characters come again and again in other places: those inside of others need not be tried.
    ['[ab]{0,16}a[ab]{16}c', 338],
    // What follows is looked up once, however many ways lead there.
    ['[ab]{0,10}a[ab]{10}c?d?e?f?g?h?i?j?k?l?m?n?o?p?q?r?b', 760],
  ])('[MASK-6] %s: %i', (source, steps) => {
    expect(stepsOf(source)).toBe(steps);
  });

  it.each([
    [String.raw`\d{1,40}x`, '1'.repeat(40)],
    [String.raw`(?:\d[ -]?){12,18}\d`, '1-'.repeat(20)],
    [String.raw`(?:\d\d?){3}x`, '1'.repeat(6)],
    ['(?:k|K){0,12}x', 'k'.repeat(12)],
    ['(?<=k)(?:a|ab){1,4}', 'abab'.repeat(3)],
  ])('[MASK-6] of %s are no more than a text really takes', (source, text) => {
    expect(everyWay(read(source), text)).toBe(stepsOf(source));
  });

  it.each([
    ['(a|a){0,24}b', 'two ways for each character'],
    ['(?:a?){22}a{22}', 'two ways for each character'],
    [String.raw`\d{0,40}\d{0,40}x`, 'where the one ends and the other begins'],
    ['(?:a{1,9}){1,9}b', 'counts inside of counts'],
    ['(?:a|b|ab){1,12}c', 'a choice between one and two'],
    [String.raw`(?=a{52})\d{0,24}\d{0,25}x`, '2,001'],
    ['(?:|){60}x', 'ways that take nothing'],
    ['(?:[ab]|[ac]){0,12}x|[bd][be]', 'more sets hold for b, but not those'],
    ['[ab]{0,16}a[ab]{16}b', 'not found out'],
    [String.raw`(?:\p{L}|\p{Lu}){1,14}x`, 'sets that overlap outside of ASCII'],
  ])('[MASK-6] %s: more than allowed (%s)', (source) => {
    expect(stepsOf(source)).toBe(Infinity);
  });

  it('[MASK-6] are not asked of what is no expression that may be used', () => {
    expect(judgeExpression('a*', false)).toEqual(readExpression('a*'));
    expect(judgeExpression('abc?', false)).toEqual({ stepsMax: 4, shortest: 2 });
  });

  it('[MASK-6] counts letters that are one without regard to case, the Kelvin sign too', () => {
    expect(stepsOf('(?:k|K){0,12}x')).toBe(61);
    expect(stepsOf('(?:k|K){0,12}x', true)).toBe(Infinity);
    expect(stepsOf(String.raw`(?:k|[^\0-\x7f]){0,12}x`)).toBe(61);
    expect(stepsOf(String.raw`(?:k|[^\0-\x7f]){0,12}x`, true)).toBe(Infinity);
  });

  it.each([
    ['.', 'ж'],
    [String.raw`\D`, 'ж'],
    [String.raw`[ -\u2060]`, 'ж'],
    [String.raw`\p{L}`, 'a'],
    [String.raw`\u2010`, String.raw`[\u2010]`],
    [String.raw`\s`, String.raw`\u1680`],
    [String.raw`\s`, String.raw`\u3000`],
    [String.raw`\s`, String.raw`\ufeff`],
  ])('[MASK-6] knows that %s and %s may hold at once', (one, other) => {
    expect(stepsOf(`(?:${one}|${other}){0,12}x`)).toBe(Infinity);
  });

  it.each([String.raw`\u00e9`, String.raw`[\u00e9]`, String.raw`\u2010`, String.raw`[\u2010]`])(
    '[MASK-6] knows that %s is no letter of another script',
    (one) => {
      expect(stepsOf(`(?:${one}|ж){0,12}x`)).toBe(61);
    },
  );

  it('[MASK-6] refuses what is too long when it is written out, before it is judged', () => {
    for (const source of ['(?:[a-z]{30}){30}', 'a{250}b']) {
      expect(judgeExpression(source, false)).toEqual({
        allowed: 'a regular expression of at most 500 characters with its repetitions written out',
      });
    }
    expect(judgeExpression('(?:(?:a?){0,30}){0,200000}', false)).toHaveProperty('allowed');
  });
});

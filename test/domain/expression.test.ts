import { describe, expect, it } from 'vitest';
import { readExpression, shortestMatch } from '../../shared/domain/expression.ts';
import { judgeExpression } from '../../shared/domain/expression-steps.ts';
import { everyWay } from '../support/naive-expression.ts';

const character = (source: string) => ({ type: 'character', source }) as const;
const sequence = (...parts: readonly object[]) => ({ type: 'sequence', parts });

describe('reading an expression', () => {
  it('[MASK-6] knows characters, classes, borders, groups, choices and counts', () => {
    expect(readExpression(String.raw`^a\d[\]x-z]{2,3}(?:b|(c)?)\b$`)).toEqual(
      sequence(
        { type: 'look' },
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
        { type: 'look' },
        { type: 'look' },
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
  });

  it.each([
    ['a*', /how often at most: \{0,20\} instead of \*/],
    ['a+?', /how often at most/],
    ['a{2,}', /how often at most/],
    [String.raw`(a)\1`, /without backreferences/],
    [String.raw`(?<x>a)\k<x>`, /without backreferences/],
    [String.raw`\ud83d\ude00`, /beyond \\uffff/],
    ['(', /Unicode mode/],
    ['a{3,2}', /Unicode mode/],
    ['a{', /Unicode mode/],
    [']', /Unicode mode/],
    [String.raw`\_`, /Unicode mode/],
    ['[z-a]', /Unicode mode/],
  ])('[MASK-6] refuses %s and says what is allowed', (source, allowed) => {
    expect(readExpression(source)).toEqual({ allowed: expect.stringMatching(allowed) as string });
  });

  it.each([
    ['', 0],
    ['a?', 0],
    ['(?=abc)', 0],
    ['ab{3}c?', 4],
    ['abc|de', 2],
  ])('knows the shortest match of %s: %i', (source, length) => {
    const read = readExpression(source);
    expect('allowed' in read ? undefined : shortestMatch(read)).toBe(length);
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
    [String.raw`(?=\d{3})\d`, 5],
    [String.raw`(?<!\d\d)x`, 4],
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
    const read = readExpression(source);
    expect('allowed' in read ? 0 : everyWay(read, text)).toBe(stepsOf(source));
  });

  it.each([
    ['(a|a){0,24}b', 'two ways for each character'],
    ['(?:a?){22}a{22}', 'two ways for each character'],
    [String.raw`\d{0,40}\d{0,40}x`, 'where the one ends and the other begins'],
    ['(?:a{1,9}){1,9}b', 'counts inside of counts'],
    ['(?:a|b|ab){1,12}c', 'a choice between one and two'],
    [String.raw`(?:\p{L}|\p{Lu}){1,14}x`, 'sets that overlap outside of ASCII'],
  ])('[MASK-6] %s: more than allowed (%s)', (source) => {
    expect(stepsOf(source)).toBe(Infinity);
  });

  it('[MASK-6] counts letters that are one without regard to case, the Kelvin sign too', () => {
    expect(stepsOf('(?:k|K){0,12}x')).toBe(61);
    expect(stepsOf('(?:k|K){0,12}x', true)).toBe(Infinity);
    expect(stepsOf(String.raw`(?:k|[^\0-\x7f]){0,12}x`)).toBe(61);
    expect(stepsOf(String.raw`(?:k|[^\0-\x7f]){0,12}x`, true)).toBe(Infinity);
  });

  it('[MASK-6] refuses what is too long when it is written out, before it is judged', () => {
    const judged = judgeExpression('(?:[a-z]{30}){30}', false);
    expect(judged).toEqual({
      allowed: 'a regular expression of at most 500 characters with its repetitions written out',
    });
    expect(judgeExpression('(?:(?:a?){0,30}){0,200000}', false)).toHaveProperty('allowed');
  });
});

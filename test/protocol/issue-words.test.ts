import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { complaintOf } from '../../shared/protocol/issue-words.ts';

/** The words about the first thing that is wrong with `value`. */
const wordsAbout = (schema: v.GenericSchema, value: unknown): string => {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? 'nothing' : complaintOf(parsed.issues[0]);
};

const numbers = v.array(v.number());

describe('the words about a field', () => {
  it.each([
    [v.string(), 7, 'must be a string'],
    [v.number(), 'x', 'must be a number'],
    [v.boolean(), 1, 'must be true or false'],
    [numbers, 1, 'must be a list'],
    [v.record(v.string(), v.string()), 1, 'must be an object'],
    [v.pipe(v.number(), v.integer()), 0.5, 'must be a whole number'],
    [v.pipe(v.number(), v.safeInteger()), 2 ** 53, 'must be a whole number'],
    [v.literal('BOT'), 'x', 'must be "BOT"'],
    [v.picklist(['a', 'b', 'c']), 'x', 'must be one of "a", "b", "c"'],
    [v.picklist(['(a)', 'b(c)d']), 'x', 'must be one of "(a)", "b(c)d"'],
  ] as const)('[PROTO-2] %# say what kind of value it takes', (schema: v.GenericSchema, value, words) => {
    expect(wordsAbout(schema, value)).toBe(words);
  });

  it.each([
    [v.pipe(v.string(), v.minLength(1)), '', 'must have at least 1 character'],
    [v.pipe(v.string(), v.maxLength(2)), 'abc', 'must have at most 2 characters'],
    [v.pipe(numbers, v.minLength(1)), [], 'must have at least 1 entry'],
    [v.pipe(numbers, v.minLength(2)), [1], 'must have at least 2 entries'],
    [v.pipe(numbers, v.maxLength(2)), [1, 2, 3], 'must have at most 2 entries'],
    [v.pipe(v.string(), v.maxBytes(2)), 'abc', 'must take at most 2 bytes'],
    [v.pipe(v.number(), v.minValue(2)), 1, 'must be at least 2'],
    [v.pipe(v.number(), v.maxValue(2)), 3, 'must be at most 2'],
  ] as const)('[PROTO-2] %# say the bound', (schema: v.GenericSchema, value, words) => {
    expect(wordsAbout(schema, value)).toBe(words);
  });

  it('[PROTO-2] are our own where a rule has words', () => {
    expect(wordsAbout(v.pipe(v.string(), v.regex(/a/, 'must have an a')), 'b')).toBe('must have an a');
    const isNever = (): boolean => false;
    expect(wordsAbout(v.pipe(v.string(), v.check(isNever, 'must be a nickname')), 'b')).toBe('must be a nickname');
  });

  it('[PROTO-2] tell what is missing, what is not known, and what is no object', () => {
    for (const schema of [v.object({ a: v.string() }), v.strictObject({ a: v.string() })]) {
      expect(wordsAbout(schema, {})).toBe('is missing');
      expect(wordsAbout(schema, 'x')).toBe('must be an object');
    }
    expect(wordsAbout(v.strictObject({}), { b: 1 })).toBe('is not a known field');
  });
});

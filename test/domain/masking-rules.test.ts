import { describe, expect, it } from 'vitest';
import { BUILT_IN_MEANINGS } from '../../shared/domain/masking-meanings.ts';
import {
  isMaskingRule,
  maskingAfter,
  masksOfRule,
  NO_MASKING,
  ruleMistakes,
  type MaskingRule,
  type MaskingSettings,
} from '../../shared/domain/masking-rules.ts';
import { judgeExpression } from '../../shared/domain/expression-steps.ts';
import { BUILT_IN_NAMES, STEPS_MAX } from '../../shared/protocol/masking-limits.ts';

const RITA = { id: 'rita-1', name: 'Rita' };
const rule = (name: string, priority: number, more: Partial<MaskingRule> = {}): MaskingRule => ({
  name,
  priority,
  ...(more.builtIn === undefined ? { expression: 'x' } : {}),
  ...more,
});

describe('rules taken together', () => {
  it('[MASK-5] have names and priorities of their own', () => {
    expect(ruleMistakes([rule('a', 1), rule('b', 2)])).toEqual([]);
    expect(ruleMistakes([rule('a', 1), rule('a', 2), rule('b', 1)])).toEqual([
      { rule: 'a', field: 'name', value: 'a', allowed: 'one that no other rule has' },
      { rule: 'b', field: 'priority', value: 1, allowed: 'one that no other rule has' },
    ]);
  });

  it('[MASK-5] say what they mask in one way', () => {
    const mistakes = ruleMistakes([
      { name: 'none', priority: 1 },
      rule('both', 2, { builtIn: 'us-ssn', expression: 'x' }),
      rule('case', 3, { builtIn: 'us-ssn', ignoreCase: true }),
      rule('nothing', 4, { expression: 'x?' }),
      rule('star', 5, { expression: 'x*' }),
      rule('slow', 6, { expression: '(?:x|x){1,20}y' }),
    ]);
    expect(mistakes.slice(0, -1)).toEqual([
      { rule: 'none', field: 'expression', value: null, allowed: 'given, or builtIn' },
      { rule: 'both', field: 'builtIn', value: 'us-ssn', allowed: 'left out beside expression' },
      { rule: 'case', field: 'ignoreCase', value: true, allowed: 'left out beside builtIn' },
      {
        rule: 'nothing',
        field: 'expression',
        value: 'x?',
        allowed: 'a regular expression that takes at least one character',
      },
      {
        rule: 'star',
        field: 'expression',
        value: 'x*',
        allowed: 'a regular expression that says how often at most: {0,20} instead of *, {1,20} instead of +',
      },
    ]);
    expect(mistakes.at(-1)).toMatchObject({
      rule: 'slow',
      field: 'expression',
      value: '(?:x|x){1,20}y',
      allowed: expect.stringContaining('more than 2000 steps at each of its characters') as string,
    });
  });

  it('[MASK-6] take at most 2,000 steps at one place, all of them', () => {
    const heavy = String.raw`\d{0,20}\d{0,20}x`;
    const judged = judgeExpression(heavy, false);
    const steps = 'stepsMax' in judged ? judged.stepsMax : 0;
    const most = Math.floor(STEPS_MAX / steps);
    const rules = Array.from({ length: most + 2 }, (_, n) => rule(`r${n}`, n + 1, { expression: heavy }));
    expect([steps, most]).toEqual([1321, 1]);
    expect(ruleMistakes(rules.slice(0, most))).toEqual([]);
    expect(ruleMistakes(rules)).toEqual([
      {
        rule: 'r1',
        field: 'expression',
        value: heavy,
        allowed:
          'simpler, or left out: with it the rules together take 2642 steps at the worst character, at most 2000 are allowed',
      },
    ]);
  });

  it('[MASK-6] are named where they come to more than 2,000 steps: the first rule, and none after it', () => {
    const whole = rule('whole', 1, { expression: String.raw`(?=a{51})\d{0,24}\d{0,25}x` });
    const most = rule('most', 2, { expression: String.raw`\d{0,24}\d{0,25}x` });
    const rest = rule('rest', 3, { expression: 'x{52}' });
    expect(ruleMistakes([whole])).toEqual([]);
    expect(ruleMistakes([most, rest])).toEqual([]);
    const [first, ...others] = ruleMistakes([most, rest, rule('one', 4), rule('more', 5)]);
    expect(first).toMatchObject({ rule: 'one', value: 'x', allowed: expect.stringContaining('2001 steps') as string });
    expect(others).toEqual([]);
  });

  it('[MASK-2, MASK-6] regard case, or not, when their steps are counted', () => {
    const expression = '(?:k|K){0,12}x';
    expect(ruleMistakes([rule('a', 1, { expression })])).toEqual([]);
    expect(ruleMistakes([rule('a', 1, { expression, ignoreCase: true })])).toMatchObject([{ field: 'expression' }]);
  });
});

describe('what a rule masks', () => {
  it('[MASK-2] is its expression, with no more than it says', () => {
    expect(masksOfRule(rule('a', 1))).toStrictEqual([{ source: 'x' }]);
    expect(masksOfRule(rule('a', 1, { ignoreCase: false }))).toStrictEqual([{ source: 'x' }]);
    expect(masksOfRule(rule('a', 1, { ignoreCase: true, replacement: '[x]' }))).toStrictEqual([
      { source: 'x', ignoreCase: true, replacement: '[x]' },
    ]);
  });

  it('is nothing when it says nothing', () => {
    expect(masksOfRule({ name: 'a', priority: 1 })).toEqual([]);
  });
});

describe('the built-in expressions', () => {
  it('[MASK-4, MASK-6] are allowed, all together', () => {
    const rules = BUILT_IN_NAMES.map((builtIn, place) => ({ name: builtIn, priority: place + 1, builtIn }));
    expect(ruleMistakes(rules)).toEqual([]);
    const steps = BUILT_IN_NAMES.map((builtIn) =>
      masksOfRule({ name: '', priority: 1, builtIn }).reduce((sum, { source, ignoreCase = false }) => {
        const judged = judgeExpression(source, ignoreCase);
        return sum + ('stepsMax' in judged ? judged.stepsMax : Infinity);
      }, 0),
    );
    expect(steps).toEqual([180, 45, 30, 724]);
    expect(Object.keys(BUILT_IN_MEANINGS)).toEqual([...BUILT_IN_NAMES]);
  });
});

const after = (before: MaskingSettings, rules: readonly MaskingRule[], at = 5): MaskingSettings | undefined =>
  maskingAfter(before, rules, RITA, at);

describe('a change of rules', () => {
  const [a, b] = [rule('a', 2), rule('b', 1, { replacement: '[b]' })];
  const one = after(NO_MASKING, [a, b]) ?? NO_MASKING;

  it('[MASK-9] makes a version, in the order of priorities, and says what became of which rule', () => {
    expect(one).toEqual({
      version: 1,
      rules: [b, a],
      change: {
        version: 1,
        at: 5,
        by: RITA,
        steps: [
          { name: 'b', from: null, to: b },
          { name: 'a', from: null, to: a },
        ],
      },
    });
    const changed = { ...a, expression: 'y' };
    expect(after(one, [changed], 6)).toEqual({
      version: 2,
      rules: [changed],
      change: {
        version: 2,
        at: 6,
        by: RITA,
        steps: [
          { name: 'b', from: b, to: null },
          { name: 'a', from: a, to: changed },
        ],
      },
    });
  });

  it('[MASK-9] keeps of a rule what it says, and no more', () => {
    const built = { name: 'c', priority: 3, builtIn: 'us-ssn', replacement: '[ssn]' } as const;
    const own = { name: 'd', priority: 4, expression: 'd', ignoreCase: true };
    expect(after(NO_MASKING, [built, own, { ...b, ignoreCase: false }])?.rules).toStrictEqual([b, built, own]);
  });

  it('[MASK-9] to what is so already makes none, in whatever order it is said', () => {
    expect(after(one, [a, { ...b, ignoreCase: false }])).toBeUndefined();
    expect(after(NO_MASKING, [])).toBeUndefined();
  });
});

describe('a stored rule', () => {
  it('is one by its shape', () => {
    expect(isMaskingRule(rule('a', 1, { ignoreCase: true, replacement: 'x' }))).toBe(true);
    expect(isMaskingRule({ name: 'a', priority: 1, builtIn: 'us-ssn' })).toBe(true);
    for (const other of [
      null,
      undefined,
      'a',
      { name: 'a' },
      { name: 7, priority: 1 },
      { name: 'a', priority: 1, expression: 7 },
      { name: 'a', priority: 1, builtIn: 'iban' },
      { name: 'a', priority: 1, ignoreCase: 'yes' },
    ]) {
      expect([other, isMaskingRule(other)]).toEqual([other, false]);
    }
  });
});

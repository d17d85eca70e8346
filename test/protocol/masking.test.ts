import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  MaskingAnswer,
  MaskingChanged,
  MaskingHistory,
  MaskingRule,
  MaskingTest,
  MaskingTested,
  MaskingWish,
} from '../../shared/protocol/index.ts';

const rule = { name: 'cards', priority: 1, builtIn: 'credit-card' } as const;
const own = { name: 'names', priority: 2, expression: 'ada', ignoreCase: true, replacement: '[name]' };
const step = { name: 'cards', from: null, to: rule };
const made = { version: 3, at: 5, by: { id: 'rita-1', name: 'Rita' } };

/** What is wrong with a value: the field, and the kind of the mistake or the words about it. */
const complaintOf = (schema: v.GenericSchema, value: unknown): string => {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return 'nothing';
  const [issue] = parsed.issues;
  return `${v.getDotPath(issue) ?? ''}: ${issue.type === 'check' ? issue.message : issue.type}`;
};

/** Rules that take so many bytes of JSON in UTF-8 together, and fewer characters. */
const rulesOf = (bytes: number): object[] => {
  const others = Array.from({ length: 16 }, (_, n) => ({
    name: `r${n}`,
    priority: n + 2,
    expression: 'x'.repeat(450),
  }));
  const rules = (expression: string): object[] => [{ name: 'é', priority: 1, expression }, ...others];
  return rules('x'.repeat(bytes - new TextEncoder().encode(JSON.stringify(rules(''))).length));
};

describe('a masking rule', () => {
  it('[MASK-5] is taken as it stands, with its name without the blanks around it', () => {
    expect(v.parse(MaskingRule, rule)).toEqual(rule);
    expect(v.parse(MaskingRule, { ...own, name: '  names ' })).toEqual(own);
  });

  it.each([
    ['a name of blanks', { name: '  ' }, 'name: min_length'],
    ['a name of 65 characters', { name: 'x'.repeat(65) }, 'name: max_length'],
    ['priority 0', { priority: 0 }, 'priority: min_value'],
    ['priority 1,001', { priority: 1_001 }, 'priority: max_value'],
    ['a priority between two', { priority: 1.5 }, 'priority: integer'],
    ['an empty expression', { expression: '' }, 'expression: min_length'],
    ['an expression of 501 characters', { expression: 'x'.repeat(501) }, 'expression: max_length'],
    ['an unknown built-in expression', { builtIn: 'iban' }, 'builtIn: picklist'],
    ['an empty replacement', { replacement: '' }, 'replacement: min_length'],
    ['a replacement of 41 characters', { replacement: 'x'.repeat(41) }, 'replacement: max_length'],
    ['a field of no rule', { regex: 'x' }, 'regex: strict_object'],
  ])('[MASK-5] is not taken with %s', (_, more, complaint) => {
    expect(complaintOf(MaskingRule, { ...own, ...more })).toBe(complaint);
  });
});

describe('the rules that somebody wants', () => {
  it('[MASK-5] are taken without what an export holds besides', () => {
    expect(v.parse(MaskingWish, { service: 'orders', version: 3, rules: [rule, own] })).toEqual({ rules: [rule, own] });
    expect(complaintOf(MaskingWish, {})).toBe('rules: object');
  });

  it('[MASK-5] are at most 20', () => {
    const rules = (count: number): object[] => Array.from({ length: count }, (_, n) => ({ ...rule, priority: n + 1 }));
    expect(complaintOf(MaskingWish, { rules: rules(20) })).toBe('nothing');
    expect(complaintOf(MaskingWish, { rules: rules(21) })).toBe('rules: max_length');
  });

  it('[MASK-5] take at most 8,192 bytes together', () => {
    expect(JSON.stringify(rulesOf(8_192))).toHaveLength(8_191);
    expect(complaintOf(MaskingWish, { rules: rulesOf(8_192) })).toBe('nothing');
    expect(complaintOf(MaskingWish, { rules: rulesOf(8_193) })).toBe('rules: must take at most 8192 bytes together');
  });
});

describe('the test of a sample', () => {
  it('[MASK-11] has a text, and rules unless it is by those in force', () => {
    expect(v.parse(MaskingTest, { text: 'x' })).toEqual({ text: 'x' });
    expect(v.parse(MaskingTest, { text: 'x', rules: [rule] })).toEqual({ text: 'x', rules: [rule] });
    expect(complaintOf(MaskingTest, { rules: [rule] })).toBe('text: strict_object');
    expect(complaintOf(MaskingTest, { text: '' })).toBe('text: min_length');
    expect(complaintOf(MaskingTest, { text: 'x', rules: [{}] })).toBe('rules.0.name: strict_object');
  });
});

describe('the answers about masking', () => {
  it.each([
    ['the rules that nobody has changed', MaskingAnswer, { service: 'orders', version: 0, rules: [] }],
    ['the rules in force', MaskingAnswer, { service: 'orders', version: 3, rules: [rule, own], changed: made }],
    ['a change', MaskingChanged, { service: 'orders', version: 3, changes: [step] }],
    ['the history', MaskingHistory, { service: 'orders', changes: [{ ...made, changes: [step] }], next: 2 }],
    ['the end of the history', MaskingHistory, { service: 'orders', changes: [] }],
    ['a test', MaskingTested, { service: 'orders', text: '*', steps: [{ rule: 'cards', text: '*' }] }],
  ] as const)('[MASK-9, MASK-11] %s is read as it stands', (_, schema: v.GenericSchema, answer) => {
    expect(v.parse(schema, answer)).toEqual(answer);
  });

  it.each([
    [MaskingAnswer, { service: 'orders', version: 3 }, 'rules: object'],
    [MaskingAnswer, { service: 'orders', version: 3, rules: [], changed: {} }, 'changed.version: object'],
    [
      MaskingAnswer,
      { service: 'orders', version: 3, rules: [], changed: { ...made, by: {} } },
      'changed.by.id: object',
    ],
    [
      MaskingChanged,
      { service: 'orders', version: 3, changes: [{ ...step, to: {} }] },
      'changes.0.to.name: strict_object',
    ],
    [MaskingHistory, { service: 'orders', changes: [made] }, 'changes.0.changes: object'],
    [MaskingTested, { service: 'orders', text: '*', steps: [{ rule: 'cards' }] }, 'steps.0.text: object'],
  ] as const)('[MASK-9, MASK-11] nothing else is read', (schema: v.GenericSchema, answer, complaint) => {
    expect(complaintOf(schema, answer)).toBe(complaint);
  });
});

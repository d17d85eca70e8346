import { BUILT_IN_NAMES, STEPS_MAX } from '../protocol/masking-limits.ts';
import type { EpochMs } from './events.ts';
import { judgeExpression } from './expression-steps.ts';
import type { Mask } from './masking.ts';
import type { Administrator, Changed } from './service-settings.ts';

/** The name of a built-in expression. */
export type BuiltInName = (typeof BUILT_IN_NAMES)[number];

/** One rule of a service: what it masks, and what stands there instead. Exactly one of `expression` and `builtIn` is given. */
export interface MaskingRule {
  readonly name: string;
  /** 1 comes first. */
  readonly priority: number;
  readonly expression?: string;
  readonly builtIn?: BuiltInName;
  readonly ignoreCase?: boolean;
  /** Left out: `default-repchar` for each character of a match but blanks. */
  readonly replacement?: string;
}

/** What was done to one rule; null is "there is none". */
export interface RuleStep {
  readonly name: string;
  readonly from: MaskingRule | null;
  readonly to: MaskingRule | null;
}

/** What one administrator changed at once: it made the version. */
export type MaskingChange = Changed<RuleStep>;

/** The masking rules of a service, by priority. */
export interface MaskingSettings {
  /** Counts the changes; 0 when there was none. */
  readonly version: number;
  readonly rules: readonly MaskingRule[];
  /** The change that made this version. */
  readonly change?: MaskingChange;
}

/** A service without rules. */
export const NO_MASKING: MaskingSettings = { version: 0, rules: [] };

/** First digits of cards, in the digits of every script. */
const CARD_START = String.raw`(?<!\p{Nd})(?![01789]|2[0189])`;
const GAP = String.raw`[\s.\u2010-\u2015-]{0,2}`;
const FOUR = String.raw`\p{Nd}{4}`;
const NO_DIGIT = String.raw`(?!\p{Nd})`;
const card = (digits: string): Mask => ({ source: `${CARD_START}${digits}${NO_DIGIT}`, card: true });

/** The built-in expressions. What they are stands in the rules as they were written: a release never changes what is in force. */
const BUILT_IN: Readonly<Record<BuiltInName, readonly Mask[]>> = {
  'credit-card': [
    card(String.raw`${FOUR}${GAP}${FOUR}${GAP}${FOUR}${GAP}${FOUR}${GAP}\p{Nd}{3}`),
    card(`${FOUR}${GAP}${FOUR}${GAP}${FOUR}${GAP}${FOUR}`),
    card(String.raw`${FOUR}${GAP}\p{Nd}{6}${GAP}\p{Nd}{4,5}`),
    card(String.raw`\p{Nd}{13,19}`),
  ],
  'north-american-phone': [
    { source: String.raw`(?<!\d)(?:\+?1[ .-])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[ .-])[2-9]\d{2}[ .-]\d{4}(?!\d)` },
    { source: String.raw`\+1[2-9]\d{2}[2-9]\d{6}(?!\d)` },
  ],
  'us-ssn': [{ source: String.raw`(?<!\d)(?!000|666|9)\d{3}[ -](?!00)\d{2}[ -](?!0000)\d{4}(?!\d)` }],
  'e-mail': [{ source: String.raw`[\w.+-]{1,64}@[a-z\d.-]{1,100}\.[a-z]{2,24}`, ignoreCase: true }],
};

/** What a rule masks. */
export const masksOfRule = ({ expression, builtIn, ignoreCase, replacement }: MaskingRule): readonly Mask[] => {
  const written: readonly Mask[] = expression === undefined ? [] : [{ source: expression }];
  const own = builtIn === undefined ? written : BUILT_IN[builtIn];
  return own.map((mask) => ({
    ...mask,
    ...(ignoreCase === true ? { ignoreCase } : {}),
    ...(replacement === undefined ? {} : { replacement }),
  }));
};

const inOrder = (rules: readonly MaskingRule[]): MaskingRule[] => [...rules].sort((a, b) => a.priority - b.priority);

/** What the rules of a service mask, in the order of their priorities (MASK-3). */
export const masksOf = (rules: readonly MaskingRule[]): Mask[] => inOrder(rules).flatMap(masksOfRule);

/** Why rules cannot be set: `allowed` goes on from "must be". */
export interface RuleMistake {
  readonly rule: string;
  readonly field: string;
  readonly value: unknown;
  readonly allowed: string;
}

const stepsOfRule = (rule: MaskingRule): number => {
  let sum = 0;
  for (const { source, ignoreCase = false } of masksOfRule(rule)) {
    const judged = judgeExpression(source, ignoreCase);
    sum += 'stepsMax' in judged ? judged.stepsMax : Infinity;
  }
  return sum;
};

const mistakeIn = ({ expression, builtIn, ignoreCase = false }: MaskingRule): Omit<RuleMistake, 'rule'> | undefined => {
  if (expression === undefined) {
    if (builtIn === undefined) return { field: 'expression', value: null, allowed: 'given, or builtIn' };
    return ignoreCase ? { field: 'ignoreCase', value: true, allowed: 'left out beside builtIn' } : undefined;
  }
  if (builtIn !== undefined) return { field: 'builtIn', value: builtIn, allowed: 'left out beside expression' };
  const judged = judgeExpression(expression, ignoreCase);
  const wrong = (allowed: string) => ({ field: 'expression', value: expression, allowed });
  if ('allowed' in judged) return wrong(judged.allowed);
  if (judged.shortest === 0) return wrong('a regular expression that takes at least one character');
  return judged.stepsMax <= STEPS_MAX ? undefined : wrong(SIMPLER);
};

const SIMPLER = `a simpler regular expression: the worst text would take more than ${STEPS_MAX} steps at each of its characters. Repetitions that overlap multiply; what follows one should not begin with what it repeats`;

/** The rules whose name or priority an earlier one has. */
const doubled = (rules: readonly MaskingRule[], field: 'name' | 'priority'): RuleMistake[] =>
  rules.flatMap((rule, place) => {
    const isDoubled = rules.slice(0, place).some((other) => other[field] === rule[field]);
    return isDoubled ? [{ rule: rule.name, field, value: rule[field], allowed: `one that no other rule has` }] : [];
  });

/** What is wrong with the rules of a service, taken together; each by itself has the right shape (MASK-5, MASK-6). */
export const ruleMistakes = (rules: readonly MaskingRule[]): RuleMistake[] => {
  const wrong = rules.flatMap((rule) => {
    const mistake = mistakeIn(rule);
    return mistake === undefined ? [] : [{ rule: rule.name, ...mistake }];
  });
  const mistakes = [...doubled(rules, 'name'), ...doubled(rules, 'priority'), ...wrong];
  if (mistakes.length > 0) return mistakes;
  let steps = 0;
  return rules.flatMap((rule) => {
    const before = steps;
    steps += stepsOfRule(rule);
    if (before > STEPS_MAX || steps <= STEPS_MAX) return [];
    const allowed = `simpler, or left out: with it the rules together take ${steps} steps at the worst character, at most ${STEPS_MAX} are allowed`;
    return [{ rule: rule.name, field: 'expression', value: rule.expression ?? rule.builtIn, allowed }];
  });
};

const OPTIONAL = { expression: 'string', builtIn: 'string', ignoreCase: 'boolean', replacement: 'string' } as const;

/** Whether something that was stored has the shape of a rule. */
export const isMaskingRule = (value: unknown): value is MaskingRule => {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const builtIn = fields.get('builtIn');
  return (
    typeof fields.get('name') === 'string' &&
    typeof fields.get('priority') === 'number' &&
    Object.entries(OPTIONAL).every(([field, type]) => !fields.has(field) || typeof fields.get(field) === type) &&
    (builtIn === undefined || BUILT_IN_NAMES.some((name) => name === builtIn))
  );
};

/** One order of fields, so that equal rules are equal texts. */
const tidy = ({ name, priority, expression, builtIn, ignoreCase, replacement }: MaskingRule): MaskingRule => ({
  name,
  priority,
  ...(expression === undefined ? {} : { expression }),
  ...(builtIn === undefined ? {} : { builtIn }),
  ...(ignoreCase === true ? { ignoreCase } : {}),
  ...(replacement === undefined ? {} : { replacement }),
});

const stepsBetween = (before: readonly MaskingRule[], after: readonly MaskingRule[]): RuleStep[] => {
  const names = new Set([...before, ...after].map(({ name }) => name));
  return [...names].flatMap((name) => {
    const from = before.find((rule) => rule.name === name) ?? null;
    const to = after.find((rule) => rule.name === name) ?? null;
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ name, from, to }];
  });
};

/** The settings with these rules in place of all there were; undefined when that changes nothing (MASK-9). */
export const maskingAfter = (
  before: MaskingSettings,
  wanted: readonly MaskingRule[],
  by: Administrator,
  at: EpochMs,
): MaskingSettings | undefined => {
  const rules = inOrder(wanted).map(tidy);
  const steps = stepsBetween(before.rules, rules);
  if (steps.length === 0) return undefined;
  const version = before.version + 1;
  return { version, rules, change: { version, at, by, steps } };
};

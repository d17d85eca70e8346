import { BUILT_IN_MEANINGS } from '../../shared/domain/masking-meanings.ts';
import * as limits from '../../shared/protocol/masking-limits.ts';
import type { Generator } from './blocks.ts';

/** The built-in expressions, with what they mask. */
export const maskingBuiltIn: Generator = {
  name: 'masking-built-in',
  generate: () =>
    [
      '| built-in expression | masks |',
      '| --- | --- |',
      ...limits.BUILT_IN_NAMES.map((name) => `| \`${name}\` | ${BUILT_IN_MEANINGS[name]} |`),
    ].join('\n'),
};

const WORDS: Readonly<Record<Exclude<keyof typeof limits, 'BUILT_IN_NAMES'>, string>> = {
  RULES_MAX: 'rules of a service',
  RULES_BYTES_MAX: 'bytes of all rules of a service, as JSON',
  RULE_NAME_CHARS_MAX: 'characters of a name',
  PRIORITY_MAX: 'the priority that comes last',
  EXPRESSION_CHARS_MAX: 'characters of an expression',
  WRITTEN_OUT_CHARS_MAX:
    'characters of an expression when every repetition is written out; `[a-z]` counts as one, a repetition as one more each time',
  REPLACEMENT_CHARS_MAX: 'characters of a replacement',
  STEPS_MAX: 'steps of all rules of a service at one place of a text',
};

/** Every size of masking rules. A limit without words does not compile. */
export const maskingLimits: Generator = {
  name: 'masking-limits',
  generate: () =>
    [
      '| at most | of |',
      '| ---: | --- |',
      ...Object.entries(WORDS).map(([name, words]) => `| ${valueOf(name).toLocaleString('en')} | ${words} |`),
    ].join('\n'),
};

const valueOf = (name: string): number => {
  const value = Object.entries(limits).find(([known]) => known === name)?.[1];
  return typeof value === 'number' ? value : 0;
};

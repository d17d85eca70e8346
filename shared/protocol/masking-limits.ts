/** Sizes of masking rules, and the names of the built-in expressions; the tables in docs/MASKING.md are made from this file. */

/** Rules of one service. */
export const RULES_MAX = 20;

/** All rules of a service as JSON, in UTF-8 bytes: they are read together by every function environment, twice a minute. */
export const RULES_BYTES_MAX = 8_192;

export const RULE_NAME_CHARS_MAX = 64;

/** The priority that comes last; 1 comes first. */
export const PRIORITY_MAX = 1_000;

export const EXPRESSION_CHARS_MAX = 500;

/** An expression with every repetition written out, in characters. */
export const WRITTEN_OUT_CHARS_MAX = 500;

export const REPLACEMENT_CHARS_MAX = 40;

/** All rules of a service together take at most so many steps at one place of a text; a step takes one to two nanoseconds. */
export const STEPS_MAX = 2_000;

/** The built-in expressions, by name. */
export const BUILT_IN_NAMES = ['credit-card', 'north-american-phone', 'us-ssn', 'e-mail'] as const;

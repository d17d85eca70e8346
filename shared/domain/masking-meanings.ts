import type { BuiltInName } from './masking-rules.ts';

/** What each built-in expression masks, for people. Apart from the rules, because functions that mask carry those. */
export const BUILT_IN_MEANINGS: Readonly<Record<BuiltInName, string>> = {
  'credit-card':
    '13 to 19 digits of any script that begin like a card and have its check digit: in one piece, in fours (a fifth group of three included), or as 4-6-5 or 4-6-4, with up to two blanks, dots or dashes between',
  'north-american-phone':
    'ten digits with an area code, written with parentheses, blanks, dots or dashes, or with +1; ten digits in one piece are left alone',
  'us-ssn': 'three, two and four digits with blanks or dashes between; nine digits in one piece are left alone',
  'e-mail': 'an e-mail address',
};

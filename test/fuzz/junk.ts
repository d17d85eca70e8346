/** Numbers from 0 up to 1. */
export type Random = () => number;

/** One of `choices`. */
export const pick = <T>(random: Random, choices: readonly T[]): T => {
  return choices[Math.floor(random() * choices.length)] as T;
};

/** A whole number from 0 up to, not including, `end`. */
export const below = (random: Random, end: number): number => Math.floor(random() * end);

/** A text that no answer may repeat. */
export const CANARY = 'canary-7f3a';

const ODD_TEXTS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\udc00\ud800',
  '\u202etxet',
  'e\u0301'.repeat(40),
  '👩‍👩‍👧‍👦'.repeat(9),
  '\u2028\u2029',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  "'; DROP TABLE chats; --",
  '<script>alert(1)</script>',
  '${jndi:ldap://x}',
  '{{7*7}}',
  '%00%ff%c0%ae',
  'null',
  'NaN',
  '-0',
  '1e999',
  CANARY,
];

const oddText = (random: Random): string => {
  const text = pick(random, ODD_TEXTS);
  const length = pick(random, [1, 1, 1, 1, 41, 65, 501, 16_384, 16_385, 33_000]);
  return length === 1
    ? text
    : (text === '' ? 'x' : text).repeat(Math.ceil(length / (text.length || 1))).slice(0, length);
};

const ODD_NUMBERS: readonly number[] = [0, -0, -1, 0.5, 1, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, 5e-324];

const nested = (depth: number, inner: unknown): unknown => {
  let value = inner;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

/** A value of any type, rarely of the one that is wanted. */
export const junk = (random: Random): unknown => {
  switch (below(random, 9)) {
    case 0:
      return null;
    case 1:
      return random() < 0.5;
    case 2:
      return pick(random, ODD_NUMBERS);
    case 3:
      return [];
    case 4:
      return { [oddText(random).replaceAll(CANARY, 'key').slice(0, 40)]: oddText(random).slice(0, 200) };
    case 5:
      return nested(pick(random, [1, 3, 60, 900]), CANARY);
    case 6:
      return Object.fromEntries(Array.from({ length: pick(random, [2, 101, 500]) }, (_, i) => [`k${i}`, i]));
    default:
      return oddText(random);
  }
};

/** `fields` with one thing wrong: a value, a missing or an unknown field, a field of another frame. */
export const withOneWrong = (
  random: Random,
  fields: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const names = Object.keys(fields);
  if (names.length === 0) return { odd: junk(random) };
  const name = pick(random, names);
  switch (below(random, 6)) {
    case 0:
      return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
    case 1:
      return {
        ...fields,
        [pick(random, ['extra', '__proto__x', 'toString', oddText(random).replaceAll(CANARY, 'key').slice(0, 300)])]:
          junk(random),
      };
    case 2:
      return { ...other, ...fields };
    case 3:
      return { ...fields, ...other };
    default:
      return { ...fields, [name]: junk(random) };
  }
};

/** `text` with one thing wrong in its letters: cut, doubled, flipped, or with a key twice. */
export const withWrongLetters = (random: Random, text: string): string => {
  const at = below(random, text.length + 1);
  switch (below(random, 6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + String.fromCharCode(below(random, 0x1_0000)) + text.slice(at);
    case 2:
      return text.slice(0, at) + String.fromCharCode(below(random, 0x100)) + text.slice(at + 1);
    case 3:
      return text.replace('{', `{"op":"${pick(random, ['post', 'ping', 'typing', 'x'])}","__proto__":{"op":"ping"},`);
    case 4:
      return text + text;
    default:
      return pick(random, [
        '['.repeat(16_000),
        '{"a":'.repeat(6_000),
        '"',
        '1e999',
        '\ufeff{}',
        'null',
        `"${CANARY}"`,
        '',
      ]);
  }
};

import type * as v from 'valibot';

const characters = (count: unknown): string => `${String(count)} character${count === 1 ? '' : 's'}`;
const entries = (count: unknown): string => `${String(count)} ${count === 1 ? 'entry' : 'entries'}`;

/** What a schema of this kind takes, for people. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  record: 'an object',
  integer: 'a whole number',
  safe_integer: 'a whole number',
};

/** An issue as it comes from a check with a bound, or from a schema. */
type Issue = v.BaseIssue<unknown>;

const boundOf = ({ type, requirement, input }: Issue): string | undefined => {
  const size = typeof input === 'string' ? characters(requirement) : entries(requirement);
  switch (type) {
    case 'min_length':
      return `have at least ${size}`;
    case 'max_length':
      return `have at most ${size}`;
    case 'max_bytes':
      return `take at most ${String(requirement)} bytes`;
    case 'min_value':
      return `be at least ${String(requirement)}`;
    case 'max_value':
      return `be at most ${String(requirement)}`;
    default:
      return undefined;
  }
};

/** What is wrong with a field, to follow its name: what is allowed, and never the value, which may be somebody's text (PROTO-2). */
export const complaintOf = (issue: Issue): string => {
  const { type, expected } = issue;
  // Words of our own; valibot's quote the value.
  if (type === 'regex' || type === 'check') return issue.message;
  if (type === 'strict_object' || type === 'object') {
    if (expected === 'never') return 'is not a known field';
    return expected === 'Object' ? 'must be an object' : 'is missing';
  }
  if (type === 'picklist') return `must be one of ${(expected ?? '').replace(/^\(|\)$/g, '').replaceAll(' | ', ', ')}`;
  return `must ${boundOf(issue) ?? `be ${KINDS[type] ?? expected ?? type}`}`;
};

import { isObject } from '../protocols/json-protocol.ts';

/**
 * An EventBridge event pattern: objects name members, arrays list what a leaf may be. The subset of exact values,
 * `prefix`, `suffix`, `anything-but` (values or a prefix), `exists`, `numeric`, `equals-ignore-case` and `$or`.
 */
export type EventPattern = Readonly<Record<string, unknown>>;

/**
 * Whether `value` has everything that `pattern` asks for. A pattern of an unknown form throws, so that a filter is
 * never taken for wider than it is.
 */
export function matches(pattern: EventPattern, value: unknown): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === '$or' && Array.isArray(wanted)) return wanted.filter(isObject).some((one) => matches(one, value));
    const member = isObject(value) ? value[name] : undefined;
    if (Array.isArray(wanted)) return wanted.some((condition: unknown) => leafMatches(condition, member));
    if (!isObject(wanted))
      throw new Error(`unable to read an event pattern; "${name}" is neither an object nor an array`);
    if (Array.isArray(member)) return member.some((one) => matches(wanted, one));
    return matches(wanted, member);
  });
}

function leafMatches(condition: unknown, member: unknown): boolean {
  if (isObject(condition) && 'exists' in condition)
    return condition['exists'] === (member !== undefined && !isObject(member));
  // A list matches when one of its elements does.
  const values: readonly unknown[] = Array.isArray(member) ? member : [member];
  return values.some((value) => value !== undefined && valueMatches(condition, value));
}

function valueMatches(condition: unknown, value: unknown): boolean {
  if (!isObject(condition)) return condition === value;
  const [[kind, wanted] = ['', undefined], ...more] = Object.entries(condition);
  if (more.length > 0) throw new Error('unable to read an event pattern; a condition has more than one kind');
  switch (kind) {
    case 'prefix':
      return typeof value === 'string' && typeof wanted === 'string' && value.startsWith(wanted);
    case 'suffix':
      return typeof value === 'string' && typeof wanted === 'string' && value.endsWith(wanted);
    case 'equals-ignore-case':
      return typeof value === 'string' && typeof wanted === 'string' && value.toLowerCase() === wanted.toLowerCase();
    case 'anything-but':
      return !(Array.isArray(wanted) ? wanted : [wanted]).some((one: unknown) => valueMatches(one, value));
    case 'numeric':
      return Array.isArray(wanted) && numericMatches(wanted, value);
    default:
      throw new Error(`unable to read an event pattern; the local cloud does not know "${kind}"`);
  }
}

function numericMatches(comparisons: readonly unknown[], value: unknown): boolean {
  if (typeof value !== 'number') return false;
  for (let index = 0; index < comparisons.length; index += 2) {
    const bound = comparisons[index + 1];
    if (typeof bound !== 'number' || !compares(value, comparisons[index], bound)) return false;
  }
  return true;
}

function compares(value: number, operator: unknown, bound: number): boolean {
  switch (operator) {
    case '=':
      return value === bound;
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    default:
      throw new Error('unable to read an event pattern; a numeric comparison is none of = < <= > >=');
  }
}

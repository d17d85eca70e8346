/** Whether an event filter of exact values matches: every named field exists and has one of the values in its list. */
export function matches(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((wanted) => wanted === value);
  if (typeof pattern !== 'object' || pattern === null || typeof value !== 'object' || value === null) return false;
  return Object.entries(pattern).every(([name, inner]) => matches(inner, Reflect.get(value, name)));
}

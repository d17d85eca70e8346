import { matchesWildcard } from '../iam/evaluate.ts';
import type { BucketCorsRule } from '../template/model.ts';

type Headers = Readonly<Record<string, string>>;

const listed = (text: string): readonly string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/**
 * What the first rule that takes origin, method and headers adds to an answer; nothing without one. `method` and
 * `headers` of a preflight are those that it asks about.
 */
export function corsHeaders(rules: readonly BucketCorsRule[], method: string, headers: Headers): Headers | undefined {
  const origin = headers['origin'];
  if (origin === undefined) return undefined;
  const asked = listed(headers['access-control-request-headers'] ?? '');
  const rule = rules.find(
    ({ allowedOrigins, allowedMethods, allowedHeaders }) =>
      allowedMethods.includes(method) &&
      allowedOrigins.some((pattern) => matchesWildcard(pattern, origin)) &&
      asked.every((name) => allowedHeaders.some((pattern) => matchesWildcard(pattern, name, false))),
  );
  if (!rule) return undefined;
  return {
    'access-control-allow-origin': rule.allowedOrigins.includes('*') ? '*' : origin,
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(asked.length > 0 ? { 'access-control-allow-headers': asked.join(', ') } : {}),
    ...(rule.exposedHeaders.length > 0 ? { 'access-control-expose-headers': rule.exposedHeaders.join(', ') } : {}),
    ...(rule.maxAgeSec === undefined ? {} : { 'access-control-max-age': String(rule.maxAgeSec) }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

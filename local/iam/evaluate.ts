import type { NeededGrant } from '../contracts.ts';
import type { Condition, Statement } from './statement.ts';

/** What a set of statements says to one call. */
export type Verdict = 'allow' | 'explicit-deny' | 'implicit-deny';

/** IAM's order: an explicit deny wins, then an allow; whatever nobody mentions is denied. */
export function judge(statements: readonly Statement[], grant: NeededGrant): Verdict {
  const applicable = statements.filter((statement) => applies(statement, grant));
  if (applicable.some(({ effect }) => effect === 'Deny')) return 'explicit-deny';
  return applicable.some(({ effect }) => effect === 'Allow') ? 'allow' : 'implicit-deny';
}

/** Whether a trust policy lets `service` assume the role. `sourceArn` is what it would act for, where known. */
export function trusts(trust: readonly Statement[], service: string, sourceArn?: string): boolean {
  const verdict = judge(
    trust.filter(({ services }) => services.includes(service)).map((statement) => ({ ...statement, resources: ['*'] })),
    {
      action: 'sts:AssumeRole',
      resource: '*',
      context: sourceArn === undefined ? {} : { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': accountOf(sourceArn) },
    },
  );
  return verdict === 'allow';
}

function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/** Matches with `*` (any run of characters) and `?` (any one character). */
export function matchesWildcard(pattern: string, value: string, caseSensitive = true): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, caseSensitive ? 's' : 'is').test(value);
}

function applies(statement: Statement, grant: NeededGrant): boolean {
  return (
    statement.actions.some((pattern) => matchesWildcard(pattern, grant.action, false)) &&
    statement.resources.some((pattern) => matchesWildcard(pattern, grant.resource)) &&
    statement.conditions.every((condition) => holds(condition, grant.context ?? {}))
  );
}

function holds({ operator, key, values }: Condition, context: Readonly<Record<string, string>>): boolean {
  const actual = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  if (actual === undefined) return operator === 'StringNotEquals';
  switch (operator) {
    case 'StringEquals':
    case 'Bool':
      return values.includes(actual);
    case 'StringNotEquals':
      return !values.includes(actual);
    case 'StringLike':
    case 'ArnEquals':
    case 'ArnLike':
      return values.some((pattern) => matchesWildcard(pattern, actual));
  }
}

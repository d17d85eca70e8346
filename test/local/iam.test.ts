import { describe, expect, it } from 'vitest';
import { createAuthority } from '../../local/iam/authority.ts';
import { judge, trusts } from '../../local/iam/evaluate.ts';
import { readStatements } from '../../local/iam/statement.ts';
import type { Plain } from '../../local/template/evaluate.ts';
import { Properties } from '../../local/template/properties.ts';

const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/Chats';
const read = (...statements: Plain[]) => readStatements(new Properties({ Statement: statements }, 'policy'));
const allow = (Action: Plain, Resource: Plain, Condition: Plain = {}): Plain => ({
  Effect: 'Allow',
  Action,
  Resource,
  Condition,
});

describe('judge', () => {
  it.each([
    ['an exact action and resource', allow('dynamodb:PutItem', TABLE), 'allow'],
    ['a wildcard in the action, in any case', allow('DynamoDB:Put*', TABLE), 'allow'],
    ['a wildcard in the resource', allow(['dynamodb:PutItem'], ['arn:aws:dynamodb:*:*:table/C?ats']), 'allow'],
    ['another action', allow('dynamodb:GetItem', TABLE), 'implicit-deny'],
    ['another resource', allow('dynamodb:PutItem', `${TABLE}2`), 'implicit-deny'],
    ['a resource in another case', allow('dynamodb:PutItem', TABLE.toLowerCase()), 'implicit-deny'],
  ])('with %s', (_name, statement, verdict) => {
    expect(judge(read(statement), { action: 'dynamodb:PutItem', resource: TABLE })).toBe(verdict);
  });

  it('lets an explicit deny win over an allow', () => {
    const statements = read(allow('*', '*'), { Effect: 'Deny', Action: 'dynamodb:*', Resource: TABLE });
    expect(judge(statements, { action: 'dynamodb:PutItem', resource: TABLE })).toBe('explicit-deny');
  });

  it.each([
    [{ StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } }, 'allow'],
    [{ StringEquals: { 'iam:PassedToService': ['x', 'scheduler.amazonaws.com'] } }, 'allow'],
    [{ StringLike: { 'iam:passedtoservice': 'scheduler.*' } }, 'allow'],
    [{ StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } }, 'implicit-deny'],
    [{ StringNotEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } }, 'implicit-deny'],
    [{ StringEquals: { 'aws:SourceArn': 'arn:missing' } }, 'implicit-deny'],
  ])('with the condition %j', (condition, verdict) => {
    const context = { 'iam:PassedToService': 'scheduler.amazonaws.com' };
    const grant = { action: 'iam:PassRole', resource: 'arn:role', context };
    expect(judge(read(allow('iam:PassRole', 'arn:role', condition)), grant)).toBe(verdict);
  });

  it('refuses to read what it could not judge', () => {
    expect(() => read({ Effect: 'Allow', NotAction: 'x', Resource: '*' })).toThrow('it uses NotAction');
    expect(() => read(allow('x', '*', { NumericLessThan: { a: '1' } }))).toThrow(
      'the condition operator NumericLessThan',
    );
  });
});

describe('trusts', () => {
  const trust = read({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'scheduler.amazonaws.com' },
    Condition: { ArnEquals: { 'aws:SourceArn': 'arn:group/a' } },
  });

  it('only the named service, acting for the named source', () => {
    expect(trusts(trust, 'scheduler.amazonaws.com', 'arn:group/a')).toBe(true);
    expect(trusts(trust, 'scheduler.amazonaws.com', 'arn:group/b')).toBe(false);
    expect(trusts(trust, 'scheduler.amazonaws.com')).toBe(false);
    expect(trusts(trust, 'lambda.amazonaws.com', 'arn:group/a')).toBe(false);
  });
});

describe('the authority', () => {
  const lambdaTrust = read({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'lambda.amazonaws.com' },
  });
  const roles = [
    { name: 'fn', arn: 'arn:role/fn', statements: read(allow('iam:PassRole', 'arn:role/*')), trust: lambdaTrust },
    { name: 'other', arn: 'arn:role/other', statements: [], trust: lambdaTrust },
  ];
  const authority = createAuthority(roles);
  const caller = { accessKeyId: 'k', roleArn: 'arn:role/fn' };

  it('says why not, in AWS’s words', () => {
    expect(authority.decide(caller, { action: 'dynamodb:PutItem', resource: TABLE })).toEqual({
      allowed: false,
      reason:
        `User: arn:role/fn is not authorized to perform: dynamodb:PutItem on resource: ${TABLE} ` +
        'because no identity-based policy allows the dynamodb:PutItem action',
    });
  });

  it('lets a role be passed only to a service that may assume it', () => {
    const pass = (service: string) =>
      authority.decide(caller, {
        action: 'iam:PassRole',
        resource: 'arn:role/other',
        context: { 'iam:PassedToService': service },
      });
    expect(pass('lambda.amazonaws.com')).toEqual({ allowed: true });
    expect(pass('scheduler.amazonaws.com')).toEqual({
      allowed: false,
      reason: 'The role arn:role/other does not allow scheduler.amazonaws.com to assume it',
    });
  });

  it('knows nothing of a role that is not in the template', () => {
    const stranger = { accessKeyId: 'k', roleArn: 'arn:role/unknown' };
    expect(authority.decide(stranger, { action: 'a:b', resource: '*' })).toMatchObject({ allowed: false });
  });
});

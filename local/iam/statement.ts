import type { Properties } from '../template/properties.ts';

/** One statement of a policy document, lists normalized. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Services of `Principal`, for trust policies. */
  readonly services: readonly string[];
  readonly conditions: readonly Condition[];
}

/** `operator` compares the call's value of `key` with `values`; one match is enough. */
export interface Condition {
  readonly operator: ConditionOperator;
  readonly key: string;
  readonly values: readonly string[];
}

const OPERATORS = ['StringEquals', 'StringNotEquals', 'StringLike', 'ArnEquals', 'ArnLike', 'Bool'] as const;

export type ConditionOperator = (typeof OPERATORS)[number];

/** Reads the statements of a policy document. Fails on forms that the local cloud cannot judge. */
export function readStatements(document: Properties): readonly Statement[] {
  return document.groups('Statement').map(readStatement);
}

function readStatement(statement: Properties): Statement {
  const effect = statement.text('Effect');
  if (effect !== 'Allow' && effect !== 'Deny') throw new Error(`unable to read a policy; "${effect}" is not an effect`);
  for (const unknown of ['NotAction', 'NotResource', 'NotPrincipal']) {
    if (statement.raw(unknown) !== undefined) throw new Error(`unable to judge a policy; it uses ${unknown}`);
  }
  const principal = statement.raw('Principal');
  return {
    effect,
    actions: statement.texts('Action'),
    resources: statement.texts('Resource'),
    services:
      principal === undefined || typeof principal === 'string' ? [] : statement.group('Principal').texts('Service'),
    conditions: readConditions(statement.group('Condition')),
  };
}

function readConditions(group: Properties): readonly Condition[] {
  return group.names.flatMap((name) => {
    const operator = OPERATORS.find((known) => known === name);
    if (!operator) throw new Error(`unable to judge a policy; it uses the condition operator ${name}`);
    const keys = group.group(name);
    return keys.names.map((key) => {
      const raw = keys.raw(key);
      const values = typeof raw === 'boolean' ? [String(raw)] : keys.texts(key);
      return { operator, key, values };
    });
  });
}

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ServiceMasking } from '../../app/ports.ts';
import {
  isMaskingRule,
  masksOf,
  type MaskingChange,
  type MaskingRule,
  type RuleStep,
} from '../../domain/masking-rules.ts';
import { isRecord, json, number, unreadable } from './attributes.ts';
import { maskingSk } from './keys.ts';
import { madeFrom, stepsFrom, versionedItems } from './versioned-items.ts';

/**
 * The masking rules of services, in the desk table. Beside the rules stands what they mask, as every function reads it: so no
 * function but the one that administers needs to know what a built-in expression is, and no release changes what is in force.
 */
export const dynamoServiceMasking = (client: DynamoDBClient, tableName: string): ServiceMasking =>
  versionedItems(client, tableName, {
    sk: maskingSk,
    called: (service) => `the masking rules of ${service}`,
    toAttributes: ({ rules }) => ({
      rules: { S: JSON.stringify(rules) },
      masks: { S: JSON.stringify(masksOf(rules)) },
    }),
    from: (item, what) => {
      const rules = json(item, 'rules', what) ?? [];
      const change = json(item, 'change', what);
      if (!Array.isArray(rules)) throw unreadable(what, 'they are no list');
      return {
        version: number(item, 'ver') ?? 0,
        rules: rules.map((rule) => ruleFrom(rule, what)),
        ...(change === undefined ? {} : { change: changeFrom(change, what) }),
      };
    },
    changeFrom,
  });

const ruleFrom = (value: unknown, what: string): MaskingRule => {
  if (isMaskingRule(value)) return value;
  throw unreadable(what, 'a rule is none');
};

const stepFrom = (value: unknown, what: string): RuleStep => {
  if (!isRecord(value) || typeof value['name'] !== 'string') throw unreadable(what, 'a step names no rule');
  const { name, from, to } = value;
  const rule = (side: unknown): MaskingRule | null => (side === null ? null : ruleFrom(side, what));
  return { name, from: rule(from), to: rule(to) };
};

const changeFrom = (value: unknown, what: string): MaskingChange => ({
  ...madeFrom(value, what),
  steps: stepsFrom(value, what).map((step) => stepFrom(step, what)),
});

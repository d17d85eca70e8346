import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { inject } from 'vitest';
import type { EnvName } from '../../../shared/config/env-names.ts';
import { startLocalStack, type LocalStack } from './stack.ts';

/** A grant to take away: from the role of a function, for resources whose definition contains `on`. */
export interface Grant {
  /** The function, as its role's logical id begins. */
  readonly from: 'Authorize' | 'Socket' | 'Http' | 'Wake' | 'Effects' | 'Sweep';
  readonly action: string;
  /** Part of the resource's logical id. */
  readonly on: string;
}

const OneOrMore = v.union([
  v.array(v.unknown()),
  v.pipe(
    v.unknown(),
    v.transform((one) => [one]),
  ),
]);
const Statement = v.looseObject({ Action: OneOrMore, Resource: OneOrMore });
type Statement = v.InferOutput<typeof Statement>;
const Policy = v.looseObject({
  Type: v.literal('AWS::IAM::Policy'),
  Properties: v.looseObject({ PolicyDocument: v.looseObject({ Statement: v.array(Statement) }) }),
});
const Lambda = v.looseObject({
  Type: v.literal('AWS::Lambda::Function'),
  Properties: v.looseObject({ Environment: v.looseObject({ Variables: v.record(v.string(), v.unknown()) }) }),
});
const Template = v.looseObject({ Resources: v.record(v.string(), v.looseObject({ Type: v.string() })) });

/** Runs the stack without some of its grants. */
export const startWithout = (...grants: readonly Grant[]): Promise<LocalStack> =>
  startAltered((template) => grants.forEach((grant) => takeAway(template, grant)));

/** Runs the stack with a variable of a function set to something else. */
export const startWith = (of: { readonly function: string; readonly name: EnvName; readonly value: string }) =>
  startAltered(({ Resources }) => {
    const found = Object.entries(Resources).find(
      ([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.startsWith(`${of.function}Function`),
    );
    if (found === undefined) throw new Error(`unable to alter the stack; it has no function ${of.function}`);
    const [id, resource] = found;
    const lambda = v.parse(Lambda, resource);
    lambda.Properties.Environment.Variables[of.name] = of.value;
    Resources[id] = lambda;
  });

const startAltered = async (alter: (template: v.InferOutput<typeof Template>) => void): Promise<LocalStack> => {
  const assemblyDirectory = mkdtempSync(join(tmpdir(), 'dormouse-altered-'));
  cpSync(inject('assemblyDirectory'), assemblyDirectory, { recursive: true });
  const file = join(assemblyDirectory, 'Dormouse.template.json');
  const template = v.parse(Template, JSON.parse(readFileSync(file, 'utf8')));
  alter(template);
  writeFileSync(file, JSON.stringify(template));
  const stack = await startLocalStack({ assemblyDirectory });
  return {
    ...stack,
    stop: async () => {
      await stack.stop();
      rmSync(assemblyDirectory, { recursive: true, force: true });
    },
  };
};

const takeAway = ({ Resources }: v.InferOutput<typeof Template>, grant: Grant): void => {
  let taken = 0;
  for (const [id, resource] of Object.entries(Resources)) {
    if (!id.startsWith(`${grant.from}RoleDefaultPolicy`)) continue;
    const policy = v.parse(Policy, resource);
    const statements = policy.Properties.PolicyDocument.Statement;
    policy.Properties.PolicyDocument.Statement = statements.flatMap((statement) => {
      const less = withoutGrant(statement, grant);
      if (less !== undefined) taken += 1;
      return less ?? [statement];
    });
    Resources[id] = policy;
  }
  if (taken === 0)
    throw new Error(`unable to take away ${grant.action}; ${grant.from} does not have it on ${grant.on}`);
};

/** What is left of a statement; undefined when it does not hold the grant. */
const withoutGrant = (statement: Statement, { action, on }: Grant): Statement[] | undefined => {
  const touches = (resource: unknown): boolean => JSON.stringify(resource).includes(on);
  const touched = statement.Resource.filter(touches);
  if (touched.length === 0 || !statement.Action.includes(action)) return undefined;
  const others = { ...statement, Resource: statement.Resource.filter((resource) => !touches(resource)) };
  const less = { ...statement, Resource: touched, Action: statement.Action.filter((one) => one !== action) };
  return [others, less].filter(({ Action, Resource }) => Action.length > 0 && Resource.length > 0);
};

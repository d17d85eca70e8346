/** Synthesizes the stack from throwaway bundles, and reads its template without the noise of CloudFormation. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ChatStack } from '../../infra/chat-stack.ts';
import { projectContext, readStackOptions } from '../../infra/stack-options.ts';
import { functionNames } from '../../scripts/bundle.ts';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
}

export interface Synthesized {
  readonly template: JsonObject;
  /** Resources of one type. */
  ofType(type: string): readonly Resource[];
  /** The only resource whose logical id starts like this, its hash apart. */
  named(name: string): Resource;
}

/** Runs `use` with a folder that is gone afterwards. */
export const withTempDir = async <T>(use: (dir: string) => T | Promise<T>): Promise<T> => {
  const dir = mkdtempSync(join(tmpdir(), 'dormouse-infra-'));
  try {
    return await use(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

// `cdk synth` validates against CloudFormation's rules; here it would take most of the time, once for each test file.
process.env['CDK_VALIDATION'] = 'false';

/** Copies of assets and stack traces of constructs take their time too, and no test looks at them. */
const withoutDetours = { 'aws:cdk:disable-asset-staging': true, 'aws:cdk:disable-stack-trace': true };

/** The stack as `cdk synth` would make it, with these context options over those of `cdk.json`. */
export const synthesize = (
  context: Record<string, unknown> = {},
  functions: readonly string[] = functionNames,
): Promise<Synthesized> =>
  withTempDir((dir) => {
    for (const name of functions) {
      mkdirSync(join(dir, 'functions', name), { recursive: true });
      writeFileSync(join(dir, 'functions', name, 'index.mjs'), 'export const handler = () => {};');
    }
    mkdirSync(join(dir, 'pages'), { recursive: true });
    const app = new App({
      outdir: join(dir, 'cdk.out'),
      context: { ...projectContext(), ...withoutDetours, ...context },
    });
    const stack = new ChatStack(app, 'Dormouse', {
      functionsDir: join(dir, 'functions'),
      pagesDir: join(dir, 'pages'),
      options: readStackOptions((name) => app.node.tryGetContext(name)),
    });
    return reader(object(parse(JSON.stringify(Template.fromStack(stack).toJSON()))));
  });

const reader = (template: JsonObject): Synthesized => {
  const resources = Object.entries(object(template['Resources'])).map(([logicalId, resource]) => ({
    logicalId,
    type: text(object(resource)['Type']),
    properties: object(object(resource)['Properties'] ?? {}),
  }));
  return {
    template,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    named: (name) => {
      const [found, second] = resources.filter(({ logicalId }) => stem(logicalId) === name);
      if (found === undefined || second !== undefined) throw new Error(`no single resource is called ${name}`);
      return found;
    },
  };
};

/** Parses a JSON text. */
export const parse = (source: string): unknown => JSON.parse(source);

/** The value as an object; an error otherwise. */
export const object = (value: unknown): JsonObject => {
  if (!isObject(value)) throw new Error('expected an object');
  return value;
};

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as a list: what is not one becomes a list of one. */
export const list = (value: Json | undefined): readonly Json[] =>
  value === undefined ? [] : isList(value) ? value : [value];

/** The value as text; an error otherwise. */
export const text = (value: Json | undefined): string => {
  if (typeof value !== 'string') throw new Error('expected text');
  return value;
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const stem = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');

/** Writes intrinsic functions short: `{Ref: X}` as `X`, `{GetAtt: [X, Arn]}` as `X.Arn`, joins joined. */
export const short = (value: Json | undefined): string => {
  if (!isObject(value)) return text(value);
  const [[intrinsic, argument]] = [Object.entries(value)[0] ?? ['', '']];
  // Pseudo parameters such as the region are left out.
  if (intrinsic === 'Ref') return text(argument).startsWith('AWS::') ? '' : stem(text(argument));
  if (intrinsic === 'Fn::GetAtt') {
    const [logicalId, attribute] = list(argument);
    return `${stem(text(logicalId))}.${text(attribute)}`;
  }
  if (intrinsic === 'Fn::Join') {
    return list(list(argument)[1])
      .map(short)
      .join(text(list(argument)[0]));
  }
  throw new Error(`unable to read ${intrinsic}`);
};

/** Statements of every policy that is attached to a role: which actions it may do to which resource. */
export const grantsOf = (synthesized: Synthesized, roleName: string): Record<string, readonly string[]> => {
  const policies = synthesized
    .ofType('AWS::IAM::Policy')
    .filter(({ properties }) => list(properties['Roles']).some((role) => short(role) === roleName));
  const grants: Record<string, string[]> = {};
  for (const { properties } of policies) {
    for (const statement of list(object(properties['PolicyDocument'])['Statement']).map(object)) {
      if (statement['Effect'] !== 'Allow') throw new Error('expected a policy that only allows');
      for (const resource of list(statement['Resource']).map(short)) {
        grants[resource] = [...(grants[resource] ?? []), ...list(statement['Action']).map(text)].sort();
      }
    }
  }
  return grants;
};

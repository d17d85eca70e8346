import * as v from 'valibot';
import { readStatements } from '../iam/statement.ts';
import type { Statement } from '../iam/statement.ts';
import { ACCOUNT_ID, PARTITION, REGION } from './identifiers.ts';
import type { EventSourceModel, FunctionModel, InvokePermission, ManagedPolicyModel, RoleModel } from './model.ts';
import type { Properties } from './properties.ts';
import type { Resource, StackReader } from './stack-reader.ts';

const BASIC_EXECUTION_ROLE = 'service-role/AWSLambdaBasicExecutionRole';

const FilterPattern = v.record(v.string(), v.unknown());

const WRITE_LOGS: Statement = {
  effect: 'Allow',
  actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
  resources: ['*'],
  services: [],
  conditions: [],
};

/** The functions that run the product; those that only serve a deployment's custom resources are left out. */
export function readFunctions(stack: StackReader): readonly FunctionModel[] {
  const all = stack.resources('AWS::Lambda::Function');
  const deploymentOnly = customResourceProviders(stack);
  return all
    .filter((resource) => !deploymentOnly.has(resource.logicalId))
    .map((resource) => readFunction(stack, resource));
}

function readFunction(stack: StackReader, resource: Resource): FunctionModel {
  const { logicalId, identity, properties } = resource;
  const runtime = properties.text('Runtime');
  if (!runtime.startsWith('nodejs')) {
    throw new Error(`unable to run function ${logicalId}; the local cloud has no runtime ${runtime}`);
  }
  const key = properties.group('Code').text('S3Key');
  const codeDirectory = stack.assembly.assetPath(key);
  if (codeDirectory === undefined)
    throw new Error(`unable to run function ${logicalId}; the assembly has no asset ${key}`);
  return {
    logicalId,
    name: identity.ref,
    arn: stack.arn(resource),
    roleArn: properties.text('Role'),
    handler: properties.text('Handler'),
    codeDirectory,
    timeoutSec: properties.number('Timeout', 3),
    memoryMb: properties.number('MemorySize', 128),
    environment: readEnvironment(properties.group('Environment').group('Variables')),
  };
}

function readEnvironment(variables: Properties): Record<string, string> {
  return Object.fromEntries(variables.names.map((name) => [name, variables.text(name)]));
}

/** Logical ids of functions that are named as the ServiceToken of a custom resource. */
function customResourceProviders({ assembly }: StackReader): Set<string> {
  const tokens = Object.values(assembly.template.Resources)
    .filter(({ Type }) => Type.startsWith('Custom::'))
    .map(({ Properties: properties }) => JSON.stringify(properties['ServiceToken'] ?? ''));
  const functions = Object.entries(assembly.template.Resources).filter(
    ([, { Type }]) => Type === 'AWS::Lambda::Function',
  );
  return new Set(functions.map(([id]) => id).filter((id) => tokens.some((token) => token.includes(`"${id}"`))));
}

/** Every role with what its inline, attached and managed policies say. */
export function readRoles(stack: StackReader): readonly RoleModel[] {
  const attached = stack.resources('AWS::IAM::Policy').map(({ properties }) => ({
    roles: properties.texts('Roles'),
    statements: () => readStatements(properties.group('PolicyDocument')),
  }));
  return stack.resources('AWS::IAM::Role').map((resource) => {
    const { identity, properties } = resource;
    const inline = properties.groups('Policies').flatMap((policy) => readStatements(policy.group('PolicyDocument')));
    const managed = properties.texts('ManagedPolicyArns').map((arn) => managedPolicy(resource.logicalId, arn));
    const named = attached
      .filter(({ roles }) => roles.includes(identity.ref))
      .flatMap(({ statements }) => statements());
    return {
      name: identity.ref,
      arn: stack.arn(resource),
      statements: [...inline, ...managed, ...named],
      trust: readStatements(properties.group('AssumeRolePolicyDocument')),
    };
  });
}

/** The policies that the stack makes for others to attach. */
export function readManagedPolicies(stack: StackReader): readonly ManagedPolicyModel[] {
  return stack.resources('AWS::IAM::ManagedPolicy').map((resource) => ({
    arn: resource.identity.ref,
    statements: readStatements(resource.properties.group('PolicyDocument')),
  }));
}

function managedPolicy(role: string, arn: string): Statement {
  if (arn.endsWith(BASIC_EXECUTION_ROLE)) return WRITE_LOGS;
  throw new Error(`unable to read role ${role}; the local cloud does not know the managed policy ${arn}`);
}

/** Who may invoke which function without a role of its own. */
export function readInvokePermissions(stack: StackReader): readonly InvokePermission[] {
  return stack.resources('AWS::Lambda::Permission').map(({ properties }) => ({
    functionArn: functionArnOf(properties.text('FunctionName')),
    principal: properties.text('Principal'),
    sourceArn: properties.optionalText('SourceArn'),
  }));
}

/** Streams and queues that invoke functions, with AWS's defaults. */
export function readEventSources(stack: StackReader): readonly EventSourceModel[] {
  return stack.resources('AWS::Lambda::EventSourceMapping').map(({ logicalId, properties }) => {
    const sourceArn = properties.text('EventSourceArn');
    return {
      logicalId,
      functionArn: functionArnOf(properties.text('FunctionName')),
      sourceArn,
      enabled: properties.raw('Enabled') !== false,
      batchSize: properties.number('BatchSize', sourceArn.includes(':sqs:') ? 10 : 100),
      batchingWindowSec: properties.number('MaximumBatchingWindowInSeconds', 0),
      filters: properties
        .group('FilterCriteria')
        .groups('Filters')
        .map((filter) => v.parse(FilterPattern, JSON.parse(filter.text('Pattern')))),
      reportsItemFailures: properties.texts('FunctionResponseTypes').includes('ReportBatchItemFailures'),
      bisects: properties.flag('BisectBatchOnFunctionError'),
      maximumRetries: properties.number('MaximumRetryAttempts', -1),
      maximumRecordAgeSec: properties.number('MaximumRecordAgeInSeconds', -1),
      failureDestinationArn: properties.group('DestinationConfig').group('OnFailure').optionalText('Destination'),
    };
  });
}

/** A function may be named by its name or its ARN. */
function functionArnOf(nameOrArn: string): string {
  if (nameOrArn.startsWith('arn:')) return nameOrArn;
  return `arn:${PARTITION}:lambda:${REGION}:${ACCOUNT_ID}:function:${nameOrArn}`;
}

import { randomInt, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as v from 'valibot';
import type { AwsRequest, AwsService, NeededGrant } from '../contracts.ts';
import { AwsError } from '../protocols/aws-error.ts';
import {
  deniedResponse,
  isObject,
  parseInput,
  parseJsonObject,
  readableJsonObject,
  respond,
  targetOperation,
  textOf,
  type JsonDialect,
} from '../protocols/json-protocol.ts';
import { keptFile } from '../protocols/kept-file.ts';
import type { ServiceEnvironment } from '../protocols/service-environment.ts';

/** How a secret's first value is made, as the template's GenerateSecretString says. */
export interface GenerateSecretString {
  /** A JSON object that the generated text is put into, under `generateStringKey`; without both it is the whole value. */
  readonly secretStringTemplate?: string;
  readonly generateStringKey?: string;
  /** Default 32. */
  readonly passwordLength?: number;
  readonly excludeCharacters?: string;
  readonly excludeUppercase?: boolean;
  readonly excludeLowercase?: boolean;
  readonly excludeNumbers?: boolean;
  readonly excludePunctuation?: boolean;
  readonly includeSpace?: boolean;
}

/** A secret of the template; `secretString` is a given value, else one is generated. */
export interface SecretDeclaration {
  readonly name: string;
  /** Ends in AWS's six random characters: `…:secret:<name>-AbCdEf`. */
  readonly arn: string;
  readonly secretString?: string;
  readonly generate?: GenerateSecretString;
}

export interface SecretsManagerDependencies extends ServiceEnvironment {
  readonly secrets: readonly SecretDeclaration[];
}

export interface SecretsManagerService extends AwsService {
  stats(): { readonly reads: number };
}

const DIALECT: JsonDialect = {
  contentType: 'application/x-amz-json-1.1',
  errorNamespace: '',
  messageMember: 'message',
};

const version = v.object({ id: v.string(), secretString: v.string(), createdAtMs: v.number() });
/** Versions by secret name, the current one first, the previous one after it. */
const keptVersions = v.record(v.string(), v.array(version));
type Version = v.InferOutput<typeof version>;

const STAGES = ['AWSCURRENT', 'AWSPREVIOUS'];

/** Secrets Manager with the template's secrets; their values are stable under `dataDir`, else new at each start. */
export function createSecretsManagerService(deps: SecretsManagerDependencies): SecretsManagerService {
  const path = deps.dataDir === undefined ? undefined : join(deps.dataDir, 'secrets.json');
  const versions = new Map<string, Version[]>();
  const kept = keptFile(path, keptVersions, () => Object.fromEntries(versions));
  for (const [name, held] of Object.entries(kept.load() ?? {})) versions.set(name, held);
  let reads = 0;

  const newVersion = (secretString: string, id: string = randomUUID()): Version => ({
    id,
    secretString,
    createdAtMs: deps.clock.now(),
  });
  for (const secret of deps.secrets) {
    if (versions.has(secret.name)) continue;
    versions.set(secret.name, [newVersion(secret.secretString ?? generate(secret.generate ?? {}))]);
    kept.changed();
  }

  const find = (secretId: string): { secret: SecretDeclaration; held: Version[] } => {
    const secret = deps.secrets.find((one) => isNamed(one, secretId));
    const held = secret === undefined ? undefined : versions.get(secret.name);
    if (secret !== undefined && held !== undefined) return { secret, held };
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  };

  const run = (operation: string, input: Record<string, unknown>): unknown => {
    const { secret, held } = find(textOf(input['SecretId']));
    const named = { ARN: secret.arn, Name: secret.name };
    switch (operation) {
      case 'GetSecretValue': {
        reads += 1;
        return { ...named, ...toValue(held, input) };
      }
      case 'DescribeSecret': {
        const stages = held.map((one, index): [string, string[]] => [one.id, STAGES.slice(index, index + 1)]);
        const createdAtMs = held.at(-1)?.createdAtMs ?? 0;
        return { ...named, CreatedDate: createdAtMs / 1000, VersionIdsToStages: Object.fromEntries(stages) };
      }
      case 'PutSecretValue': {
        const put = parseInput(
          v.object({ SecretString: v.string(), ClientRequestToken: v.optional(v.string()) }),
          input,
        );
        const added = newVersion(put.SecretString, put.ClientRequestToken);
        versions.set(secret.name, [added, ...held.slice(0, 1)]);
        kept.changed();
        return { ...named, VersionId: added.id, VersionStages: ['AWSCURRENT'] };
      }
      default:
        throw new AwsError(
          'InvalidRequestException',
          `The local cloud has no ${operation}; secrets come from the template`,
        );
    }
  };

  return {
    signingName: 'secretsmanager',
    operationOf: ({ headers }) => targetOperation(headers, 'secretsmanager'),
    grantsFor: (request) => grantsFor(request, deps),
    handle: (request) => respond(DIALECT, () => run(request.operation, parseJsonObject(request.body))),
    denied: (_request, message) => deniedResponse(DIALECT, message),
    stats: () => ({ reads }),
    stop: () => Promise.resolve(kept.stop()),
  };
}

/** A secret is known by its name, its ARN, or its ARN without the six characters at the end. */
function isNamed(secret: SecretDeclaration, id: string): boolean {
  return id === secret.name || id === secret.arn || id === secret.arn.replace(/-[0-9A-Za-z]{6}$/, '');
}

function toValue(held: readonly Version[], input: Record<string, unknown>): Record<string, unknown> {
  const id = input['VersionId'];
  const stage = input['VersionStage'] ?? 'AWSCURRENT';
  const index = id === undefined ? STAGES.findIndex((one) => one === stage) : held.findIndex((one) => one.id === id);
  const found = held[index];
  if (found === undefined) {
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret value.");
  }
  return {
    VersionId: found.id,
    SecretString: found.secretString,
    VersionStages: STAGES.slice(index, index + 1),
    CreatedDate: found.createdAtMs / 1000,
  };
}

// AWS::SecretsManager::Secret GenerateSecretString: 32 characters of all classes but the space.
function generate(rules: GenerateSecretString): string {
  const text = randomText(rules);
  if (rules.generateStringKey === undefined) return text;
  const template: unknown = JSON.parse(rules.secretStringTemplate ?? '{}');
  return JSON.stringify({ ...(isObject(template) ? template : {}), [rules.generateStringKey]: text });
}

function randomText(rules: GenerateSecretString): string {
  const excluded = new Set(rules.excludeCharacters ?? '');
  const classes = [
    rules.excludeLowercase === true ? '' : 'abcdefghijklmnopqrstuvwxyz',
    rules.excludeUppercase === true ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    rules.excludeNumbers === true ? '' : '0123456789',
    rules.excludePunctuation === true ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
    rules.includeSpace === true ? ' ' : '',
  ];
  const allowed = [...classes.join('')].filter((character) => !excluded.has(character));
  if (allowed.length === 0) throw new Error('unable to generate a secret; every character is excluded');
  return Array.from({ length: rules.passwordLength ?? 32 }, () => allowed[randomInt(allowed.length)]).join('');
}

function grantsFor(request: AwsRequest, deps: SecretsManagerDependencies): readonly NeededGrant[] {
  const id = textOf(readableJsonObject(request.body)['SecretId']);
  const unknown = id.startsWith('arn:') ? id : `arn:aws:secretsmanager:${deps.region}:${deps.accountId}:secret:${id}`;
  const resource = deps.secrets.find((secret) => isNamed(secret, id))?.arn ?? unknown;
  return [{ action: `secretsmanager:${request.operation}`, resource }];
}

import { join } from 'node:path';
import type { AwsRequest, AwsService, NeededGrant } from '../contracts.ts';
import { AwsError } from '../protocols/aws-error.ts';
import {
  deniedResponse,
  isObject,
  parseJsonObject,
  readableJsonObject,
  respond,
  targetOperation,
  textOf,
  type JsonDialect,
} from '../protocols/json-protocol.ts';
import type { ServiceEnvironment } from '../protocols/service-environment.ts';
import { createEngine, type Engine } from './engine.ts';
import { createExpiries, expiresAtSec } from './expiries.ts';
import { createKeyLock } from './key-lock.ts';
import { createReader } from './reads.ts';
import { ensureTable, type TableDeclaration } from './tables.ts';
import { createUsageCounter, type DynamoDbStats } from './usage.ts';
import { createWriter, type SequencedStreamRecord } from './writes.ts';

export type { DynamoDbStats } from './usage.ts';
export type { TableDeclaration } from './tables.ts';
export type { SequencedStreamRecord } from './writes.ts';

const DIALECT: JsonDialect = {
  contentType: 'application/x-amz-json-1.0',
  errorNamespace: 'com.amazonaws.dynamodb.v20120810#',
  messageMember: 'message',
};
/** AWS removes expired items "within a few days"; an hour shows the same behaviour within a short run. */
const EXPIRY_PERIOD_MS = 3_600_000;

export interface DynamoDbDependencies extends ServiceEnvironment {
  readonly tables: readonly TableDeclaration[];
  /** Called once per changed item, in commit order per item, before the write is answered. Must not throw. */
  readonly onStreamRecord: (record: SequencedStreamRecord) => void;
}

export interface DynamoDbService extends AwsService {
  /** Calls and request units so far, by table and operation. */
  stats(): DynamoDbStats;
}

/** Opens the tables (in memory, or kept under `dataDir`) and serves them. */
export async function createDynamoDbService(deps: DynamoDbDependencies): Promise<DynamoDbService> {
  const engine = createEngine(deps.dataDir === undefined ? undefined : join(deps.dataDir, 'dynamodb'));
  const tables = new Map(deps.tables.map((table) => [table.name, table]));
  const expiries = createExpiries();
  for (const table of deps.tables) {
    await ensureTable(engine, table);
    if (table.ttlAttribute !== undefined && deps.dataDir !== undefined) await expiries.learn(engine, table);
  }
  const usage = createUsageCounter();
  const read = createReader(engine, usage);
  const tableNamed = (name: unknown) => tables.get(plainName(name));
  const writer = createWriter({ ...deps, engine, lock: createKeyLock(), usage, expiries, tableNamed });

  const removeExpired = async (): Promise<void> => {
    const nowMs = deps.clock.now();
    for (const { table, key } of expiries.due(nowMs)) {
      await writer.expire(table, key, (item) => (expiresAtSec(table, item) ?? Infinity) * 1000 < nowMs);
    }
  };
  const stopRemoving = every(deps, EXPIRY_PERIOD_MS, removeExpired);

  const run = (operation: string, body: Record<string, unknown>): Promise<unknown> => {
    const input = withPlainNames(body);
    switch (operation) {
      case 'GetItem':
      case 'Query':
      case 'Scan':
      case 'BatchGetItem':
        return read(operation, input);
      case 'PutItem':
      case 'UpdateItem':
      case 'DeleteItem':
        return writer.writeOne(operation, input);
      case 'BatchWriteItem':
        return writer.writeBatch(input);
      case 'DescribeTable':
        return describeTable(engine, tableNamed(input['TableName']), input);
      case 'ListTables':
        return engine.call(operation, input);
      default:
        throw notOffered(operation);
    }
  };

  return {
    signingName: 'dynamodb',
    operationOf: ({ headers }) => targetOperation(headers, 'DynamoDB_20120810'),
    grantsFor: (request) => grantsFor(request, deps),
    handle: (request) => respond(DIALECT, () => run(request.operation, parseJsonObject(request.body))),
    denied: (_request, message) => deniedResponse(DIALECT, message),
    stats: () => usage.stats(),
    stop: async () => {
      stopRemoving();
      await engine.stop();
    },
  };
}

function notOffered(operation: string): AwsError {
  const reason = operation.startsWith('Transact')
    ? 'the local cloud has no transactions'
    : 'tables come from the template, and the local cloud has only their item operations';
  return new AwsError('UnknownOperationException', `unable to run ${operation}; ${reason}`);
}

async function describeTable(engine: Engine, table: TableDeclaration | undefined, input: Record<string, unknown>) {
  const output = await engine.call('DescribeTable', input);
  if (table === undefined || !isObject(output['Table'])) return output;
  return { Table: { ...output['Table'], TableArn: table.arn } };
}

/** Runs `work` once a period until the returned function is called. */
function every(deps: DynamoDbDependencies, periodMs: number, work: () => Promise<void>): () => void {
  let cancel = (): void => undefined;
  const arm = (): void => {
    cancel = deps.clock.at(deps.clock.now() + periodMs, () => {
      arm();
      return deps.activity.track(
        work().catch((error: unknown) => deps.report('unable to remove expired items', error)),
      );
    });
  };
  arm();
  return () => cancel();
}

function grantsFor(request: AwsRequest, deps: DynamoDbDependencies): readonly NeededGrant[] {
  const body = readableJsonObject(request.body);
  const action = `dynamodb:${request.operation}`;
  const arnOf = (name: unknown): string => {
    const declared = deps.tables.find((table) => table.name === plainName(name));
    return declared?.arn ?? `arn:aws:dynamodb:${deps.region}:${deps.accountId}:table/${plainName(name)}`;
  };
  if (request.operation === 'ListTables') return [{ action, resource: '*' }];
  if (isObject(body['RequestItems'])) {
    return Object.keys(body['RequestItems']).map((name) => ({ action, resource: arnOf(name) }));
  }
  const index = body['IndexName'];
  const table = arnOf(body['TableName']);
  return [{ action, resource: typeof index === 'string' ? `${table}/index/${index}` : table }];
}

/** A table may be named by its ARN. */
function plainName(name: unknown): string {
  return textOf(name).replace(/^arn:[^/]*:table\//, '');
}

function withPlainNames(body: Record<string, unknown>): Record<string, unknown> {
  if (typeof body['TableName'] === 'string') return { ...body, TableName: plainName(body['TableName']) };
  if (!isObject(body['RequestItems'])) return body;
  const named = Object.entries(body['RequestItems']).map(([name, requests]) => [plainName(name), requests]);
  return { ...body, RequestItems: Object.fromEntries(named) };
}

import { isDeepStrictEqual } from 'node:util';
import type { CloudClock, StreamRecord } from '../contracts.ts';
import { AwsError } from '../protocols/aws-error.ts';
import { isObject } from '../protocols/json-protocol.ts';
import type { Engine } from './engine.ts';
import type { Expiries } from './expiries.ts';
import { pickAll, type Item } from './item.ts';
import type { KeyLock } from './key-lock.ts';
import { keyNames, type TableDeclaration } from './tables.ts';
import { toConsumedCapacity, unitsOfRefusedWrite, unitsOfWrite, type Units, type UsageCounter } from './usage.ts';

/** A stream record with its place: later writes of one item have higher numbers (same width, so they compare as text). */
export interface SequencedStreamRecord extends StreamRecord {
  readonly sequenceNumber: string;
}

export interface WriterDependencies {
  readonly engine: Engine;
  readonly lock: KeyLock;
  readonly clock: CloudClock;
  readonly usage: UsageCounter;
  readonly expiries: Expiries;
  readonly tableNamed: (name: unknown) => TableDeclaration | undefined;
  readonly onStreamRecord: (record: SequencedStreamRecord) => void;
}

/**
 * Adds to the engine's writes what it lacks: the old item on a failed condition, stream records, and units that count
 * indexes. Every write holds its keys, so what it read before is what it replaced.
 */
export interface Writer {
  writeOne(operation: 'PutItem' | 'UpdateItem' | 'DeleteItem', input: Item): Promise<Item>;
  writeBatch(input: Item): Promise<Item>;
  /** Removes an item if `stillDue` says so of what is stored, as the time-to-live process does: free, and with a stream record. */
  expire(table: TableDeclaration, key: Item, stillDue: (item: Item) => boolean): Promise<void>;
}

interface Target {
  readonly table: TableDeclaration;
  readonly key: Item;
  /** The item that a put brings; undefined for a deletion. */
  readonly brought: Item | undefined;
}

export function createWriter(deps: WriterDependencies): Writer {
  const commit = createCommit(deps);
  const read = (target: { table: TableDeclaration; key: Item }) => readItem(deps.engine, target.table, target.key);

  return {
    writeOne: async (operation, input) => {
      const { ReturnValuesOnConditionCheckFailure: onFailure, ReturnConsumedCapacity: detail, ...rest } = input;
      const table = deps.tableNamed(input['TableName']);
      const holder = operation === 'PutItem' ? input['Item'] : input['Key'];
      const key = table && isObject(holder) ? pickAll(holder, keyNames(table.keySchema)) : undefined;
      // Without table or key the engine says what is wrong.
      if (table === undefined || key === undefined) return deps.engine.call(operation, rest);

      const brought = operation === 'PutItem' && isObject(holder) ? holder : undefined;
      return deps.lock.hold([lockName(table, key)], async () => {
        const before = await read({ table, key });
        const output = await deps.engine.call(operation, rest).catch((error: unknown) => {
          throw refusal(error, before, onFailure, () => {
            deps.usage.count(table.name, operation, 'write', unitsOfRefusedWrite(before, brought));
          });
        });
        const after = operation === 'UpdateItem' ? await read({ table, key }) : brought;
        const units = commit(table, key, before, after);
        deps.usage.count(table.name, operation, 'write', units);
        return wantsCapacity(detail)
          ? { ...output, ConsumedCapacity: toConsumedCapacity(table.name, units, detail) }
          : output;
      });
    },

    writeBatch: async (input) => {
      const { ReturnConsumedCapacity: detail, ...rest } = input;
      const targets = batchTargets(input, deps.tableNamed);
      const keys = targets.map((target) => lockName(target.table, target.key));
      return deps.lock.hold([...new Set(keys)], async () => {
        const before = await Promise.all(targets.map(read));
        const output = await deps.engine.call('BatchWriteItem', rest);
        const used = new Map<string, Units>();
        for (const [index, target] of targets.entries()) {
          const units = commit(target.table, target.key, before[index], target.brought);
          deps.usage.count(target.table.name, 'BatchWriteItem', 'write', units);
          used.set(target.table.name, addUnits(used.get(target.table.name), units));
        }
        if (!wantsCapacity(detail)) return output;
        return {
          ...output,
          ConsumedCapacity: [...used].map(([name, units]) => toConsumedCapacity(name, units, detail)),
        };
      });
    },

    expire: (table, key, stillDue) =>
      deps.lock.hold([lockName(table, key)], async () => {
        const before = await read({ table, key });
        if (before === undefined || !stillDue(before)) return;
        await deps.engine.call('DeleteItem', { TableName: table.name, Key: key });
        commit(table, key, before, undefined);
      }),
  };
}

function createCommit(deps: WriterDependencies) {
  let sequence = BigInt(deps.clock.now()) * 1_000_000n;

  return (table: TableDeclaration, key: Item, before: Item | undefined, after: Item | undefined): Units => {
    if (table.ttlAttribute !== undefined) deps.expiries.note(table, key, after);
    // A write that changes nothing leaves no record (developer guide, "Change data capture for DynamoDB Streams").
    if (table.streamEnabled && !isDeepStrictEqual(before, after)) {
      sequence += 1n;
      deps.onStreamRecord({
        tableName: table.name,
        eventName: after === undefined ? 'REMOVE' : before === undefined ? 'INSERT' : 'MODIFY',
        keys: key,
        ...(after === undefined ? {} : { newImage: after }),
        atMs: deps.clock.now(),
        sequenceNumber: sequence.toString().padStart(24, '0'),
      });
    }
    return unitsOfWrite(table, before, after);
  };
}

/** The stored item under `key`, strongly consistent, or undefined. Not counted. */
async function readItem(engine: Engine, table: TableDeclaration, key: Item): Promise<Item | undefined> {
  const { Item: item } = await engine.call('GetItem', { TableName: table.name, Key: key, ConsistentRead: true });
  return isObject(item) ? item : undefined;
}

function refusal(error: unknown, before: Item | undefined, onFailure: unknown, count: () => void): unknown {
  if (!(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException') return error;
  count();
  if (onFailure !== 'ALL_OLD' || before === undefined) return error;
  return new AwsError(error.code, error.message, error.status, { Item: before });
}

function batchTargets(input: Item, tableNamed: WriterDependencies['tableNamed']): readonly Target[] {
  const requests = input['RequestItems'];
  if (!isObject(requests)) return [];
  return Object.entries(requests).flatMap(([name, writes]) => {
    const table = tableNamed(name);
    if (table === undefined || !Array.isArray(writes)) return [];
    return writes.filter(isObject).flatMap((write) => batchTarget(table, write));
  });
}

function batchTarget(table: TableDeclaration, write: Record<string, unknown>): readonly Target[] {
  const { PutRequest: put, DeleteRequest: removal } = write;
  const brought = isObject(put) && isObject(put['Item']) ? put['Item'] : undefined;
  const holder = brought ?? (isObject(removal) ? removal['Key'] : undefined);
  const key = isObject(holder) ? pickAll(holder, keyNames(table.keySchema)) : undefined;
  return key === undefined ? [] : [{ table, key, brought }];
}

function addUnits(so: Units | undefined, more: Units): Units {
  if (so === undefined) return more;
  const indexes: Record<string, number> = { ...so.indexes };
  for (const [name, units] of Object.entries(more.indexes)) indexes[name] = (indexes[name] ?? 0) + units;
  return { table: so.table + more.table, indexes };
}

/** Whether `ReturnConsumedCapacity` asks for an answer. */
export function wantsCapacity(detail: unknown): boolean {
  return detail === 'TOTAL' || detail === 'INDEXES';
}

function lockName(table: TableDeclaration, key: Item): string {
  return `${table.name} ${JSON.stringify(keyNames(table.keySchema).map((name) => key[name]))}`;
}

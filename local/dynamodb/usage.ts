import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../protocols/json-protocol.ts';
import { itemSizeBytes, pickAll, type Item } from './item.ts';
import { keyNames, type IndexDeclaration, type TableDeclaration } from './tables.ts';

/** What one operation has used of one table. */
export interface OperationUsage {
  readonly calls: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** Usage by table name and operation. */
export type DynamoDbStats = Readonly<Record<string, Readonly<Record<string, OperationUsage>>>>;

/** Request units of one call on one table, apart for its indexes. */
export interface Units {
  readonly table: number;
  readonly indexes: Readonly<Record<string, number>>;
}

/** Adds up what every call has used. */
export interface UsageCounter {
  count(tableName: string, operation: string, kind: 'read' | 'write', units: Units): void;
  stats(): DynamoDbStats;
}

export function createUsageCounter(): UsageCounter {
  const tables: Record<string, Record<string, OperationUsage>> = {};
  return {
    count: (tableName, operation, kind, units) => {
      const operations = (tables[tableName] ??= {});
      const so = operations[operation] ?? { calls: 0, readUnits: 0, writeUnits: 0 };
      const more = totalUnits(units);
      operations[operation] = {
        calls: so.calls + 1,
        readUnits: so.readUnits + (kind === 'read' ? more : 0),
        writeUnits: so.writeUnits + (kind === 'write' ? more : 0),
      };
    },
    stats: () => structuredClone(tables),
  };
}

function totalUnits(units: Units): number {
  return Object.values(units.indexes).reduce((sum, index) => sum + index, units.table);
}

/** Units of a write that turned `before` into `after` (either may be absent), its index writes included. */
export function unitsOfWrite(table: TableDeclaration, before: Item | undefined, after: Item | undefined): Units {
  const indexes: Record<string, number> = {};
  for (const index of table.globalSecondaryIndexes) {
    const units = unitsOfIndexWrite(projected(table, index, before), projected(table, index, after));
    if (units > 0) indexes[index.indexName] = units;
  }
  return { table: Math.max(writeUnits(before), writeUnits(after), 1), indexes };
}

/** Units of a write whose condition failed: the larger of the item found and the item brought, no index. */
export function unitsOfRefusedWrite(found: Item | undefined, brought: Item | undefined): Units {
  return { table: Math.max(writeUnits(found), writeUnits(brought), 1), indexes: {} };
}

/** Units of a read that returned whole items; one that found nothing costs as much as the smallest. */
export function unitsOfRead(items: readonly Item[], consistent: boolean): number {
  const bytes = items.reduce((sum, item) => sum + itemSizeBytes(item), 0);
  return Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5);
}

/** The `ConsumedCapacity` member of an answer. */
export function toConsumedCapacity(tableName: string, units: Units, detail: unknown): Record<string, unknown> {
  const total = { TableName: tableName, CapacityUnits: totalUnits(units) };
  if (detail !== 'INDEXES') return total;
  const indexes = Object.entries(units.indexes).map(([name, index]) => [name, { CapacityUnits: index }]);
  return {
    ...total,
    Table: { CapacityUnits: units.table },
    ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: Object.fromEntries(indexes) }),
  };
}

/** Reads a `ConsumedCapacity` as the engine gives it with `INDEXES`. */
export function fromConsumedCapacity(capacity: unknown): Units {
  if (!isObject(capacity)) return { table: 0, indexes: {} };
  const indexes: Record<string, number> = {};
  const given = capacity['GlobalSecondaryIndexes'];
  for (const [name, index] of Object.entries(isObject(given) ? given : {})) indexes[name] = capacityUnits(index);
  return { table: capacityUnits(capacity['Table']), indexes };
}

function capacityUnits(value: unknown): number {
  const units = isObject(value) ? value['CapacityUnits'] : 0;
  return typeof units === 'number' ? units : 0;
}

function writeUnits(item: Item | undefined): number {
  return item === undefined ? 0 : Math.ceil(itemSizeBytes(item) / 1024);
}

interface Projected {
  readonly key: Item;
  readonly item: Item;
}

function projected(table: TableDeclaration, index: IndexDeclaration, item: Item | undefined): Projected | undefined {
  if (item === undefined) return undefined;
  const key = pickAll(item, keyNames(index.keySchema));
  if (key === undefined) return undefined;
  if (index.projectionType === 'ALL') return { key, item };
  const kept = new Set([...keyNames(table.keySchema), ...Object.keys(key), ...(index.nonKeyAttributes ?? [])]);
  return { key, item: Object.fromEntries(Object.entries(item).filter(([name]) => kept.has(name))) };
}

// Developer guide, "Provisioned throughput considerations for global secondary indexes": a changed index key costs two writes.
function unitsOfIndexWrite(before: Projected | undefined, after: Projected | undefined): number {
  if (before === undefined || after === undefined) return writeUnits(before?.item) + writeUnits(after?.item);
  if (!isDeepStrictEqual(before.key, after.key)) return writeUnits(before.item) + writeUnits(after.item);
  if (isDeepStrictEqual(before.item, after.item)) return 0;
  return Math.max(writeUnits(before.item), writeUnits(after.item));
}

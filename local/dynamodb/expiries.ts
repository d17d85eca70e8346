import { isObject } from '../protocols/json-protocol.ts';
import type { Engine } from './engine.ts';
import { pickAll, type Item } from './item.ts';
import { keyNames, type TableDeclaration } from './tables.ts';

/** An item with a time to live. */
export interface Expiry {
  readonly table: TableDeclaration;
  readonly key: Item;
}

/** Knows which items have a time to live, so that looking for expired ones needs no scan. */
export interface Expiries {
  /** Notes what a write left under `key`. */
  note(table: TableDeclaration, key: Item, after: Item | undefined): void;
  /** What had expired at `nowMs`. */
  due(nowMs: number): readonly Expiry[];
  /** Notes what a kept table already holds. */
  learn(engine: Engine, table: TableDeclaration): Promise<void>;
}

export function createExpiries(): Expiries {
  const known = new Map<string, Expiry & { readonly atSec: number }>();

  const note = (table: TableDeclaration, key: Item, after: Item | undefined): void => {
    const id = `${table.name} ${JSON.stringify(key)}`;
    const atSec = after === undefined ? undefined : expiresAtSec(table, after);
    if (atSec === undefined) known.delete(id);
    else known.set(id, { table, key, atSec });
  };

  return {
    note,
    due: (nowMs) => [...known.values()].filter((expiry) => expiry.atSec * 1000 < nowMs),
    learn: async (engine, table) => {
      let from: unknown;
      do {
        const page = await engine.call('Scan', {
          TableName: table.name,
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        });
        for (const item of Array.isArray(page['Items']) ? page['Items'].filter(isObject) : []) {
          const key = pickAll(item, keyNames(table.keySchema));
          if (key !== undefined) note(table, key, item);
        }
        from = page['LastEvaluatedKey'];
      } while (from !== undefined);
    },
  };
}

/** When an item expires, in epoch seconds; only a number counts (developer guide, "Using time to live (TTL)"). */
export function expiresAtSec(table: TableDeclaration, item: Item): number | undefined {
  const value = table.ttlAttribute === undefined ? undefined : item[table.ttlAttribute];
  return isObject(value) && typeof value['N'] === 'string' ? Number(value['N']) : undefined;
}

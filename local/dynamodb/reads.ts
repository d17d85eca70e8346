import { isObject } from '../protocols/json-protocol.ts';
import type { Engine } from './engine.ts';
import type { Item } from './item.ts';
import { fromConsumedCapacity, toConsumedCapacity, unitsOfRead, type Units, type UsageCounter } from './usage.ts';
import { wantsCapacity } from './writes.ts';

export type ReadOperation = 'GetItem' | 'Query' | 'Scan' | 'BatchGetItem';

/** Reads, and counts what it cost whether or not the caller asked. */
export type Reader = (operation: ReadOperation, input: Item) => Promise<Item>;

export function createReader(engine: Engine, usage: UsageCounter): Reader {
  return async (operation, input) => {
    const detail = input['ReturnConsumedCapacity'];
    const { ConsumedCapacity: given, ...output } = await engine.call(operation, {
      ...input,
      ReturnConsumedCapacity: 'INDEXES',
    });
    const capacities = (Array.isArray(given) ? given : [given]).filter(isObject).map((capacity) => {
      const name = String(capacity['TableName']);
      const units = exactUnits(operation, input, output) ?? fromConsumedCapacity(capacity);
      usage.count(name, operation, 'read', units);
      return toConsumedCapacity(name, units, detail);
    });
    if (!wantsCapacity(detail)) return output;
    return { ...output, ConsumedCapacity: operation === 'BatchGetItem' ? capacities : capacities[0] };
  };
}

/** Units from the items of an answer, where it holds all that was read; the engine counts characters instead of bytes. */
function exactUnits(operation: ReadOperation, input: Item, output: Item): Units | undefined {
  const consistent = input['ConsistentRead'] === true;
  if (input['ProjectionExpression'] !== undefined || input['AttributesToGet'] !== undefined) return undefined;
  if (operation === 'GetItem') {
    return { table: unitsOfRead(isObject(output['Item']) ? [output['Item']] : [], consistent), indexes: {} };
  }
  const items = output['Items'];
  if (!Array.isArray(items) || items.length !== output['ScannedCount']) return undefined;
  const units = unitsOfRead(items.filter(isObject), consistent);
  const index = input['IndexName'];
  return typeof index === 'string' ? { table: 0, indexes: { [index]: units } } : { table: units, indexes: {} };
}

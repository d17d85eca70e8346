import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../protocols/aws-error.ts';
import { isObject } from '../protocols/json-protocol.ts';
import type { Engine } from './engine.ts';

/** One part of a primary or index key. */
export interface KeyPart {
  readonly attributeName: string;
  readonly keyType: 'HASH' | 'RANGE';
}

/** A global secondary index, as the template declares it. */
export interface IndexDeclaration {
  readonly indexName: string;
  readonly keySchema: readonly KeyPart[];
  readonly projectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
  readonly nonKeyAttributes?: readonly string[];
}

/** A table, as the template declares it. */
export interface TableDeclaration {
  readonly name: string;
  readonly arn: string;
  readonly keySchema: readonly KeyPart[];
  readonly attributeDefinitions: readonly { readonly attributeName: string; readonly attributeType: 'S' | 'N' | 'B' }[];
  readonly globalSecondaryIndexes: readonly IndexDeclaration[];
  readonly streamEnabled: boolean;
  /** Attribute that holds the epoch seconds after which an item is removed. */
  readonly ttlAttribute?: string;
}

/** The attributes that make a key. */
export function keyNames(keySchema: readonly KeyPart[]): readonly string[] {
  return keySchema.map((part) => part.attributeName);
}

/** Creates the table, or takes the one that a kept data folder holds. Throws when that one has other keys or indexes. */
export async function ensureTable(engine: Engine, table: TableDeclaration): Promise<void> {
  const wanted = {
    KeySchema: table.keySchema.map(toKeyPart),
    AttributeDefinitions: table.attributeDefinitions.map((attribute) => ({
      AttributeName: attribute.attributeName,
      AttributeType: attribute.attributeType,
    })),
    ...(table.globalSecondaryIndexes.length === 0
      ? {}
      : { GlobalSecondaryIndexes: table.globalSecondaryIndexes.map(toIndex) }),
  };
  try {
    await engine.call('CreateTable', { TableName: table.name, BillingMode: 'PAY_PER_REQUEST', ...wanted });
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ResourceInUseException') throw error;
  }
  let found = await describe(engine, table.name);
  while (found['TableStatus'] !== 'ACTIVE') {
    await setImmediate();
    found = await describe(engine, table.name);
  }
  if (!isDeepStrictEqual(shape(found), shape(wanted))) {
    throw new Error(
      `unable to open table ${table.name}; the kept data has other keys or indexes: remove the data folder`,
    );
  }
}

function toKeyPart(part: KeyPart): Record<string, string> {
  return { AttributeName: part.attributeName, KeyType: part.keyType };
}

function toIndex(index: IndexDeclaration): Record<string, unknown> {
  return {
    IndexName: index.indexName,
    KeySchema: index.keySchema.map(toKeyPart),
    Projection: {
      ProjectionType: index.projectionType,
      ...(index.nonKeyAttributes === undefined ? {} : { NonKeyAttributes: index.nonKeyAttributes }),
    },
  };
}

async function describe(engine: Engine, name: string): Promise<Record<string, unknown>> {
  const { Table: table } = await engine.call('DescribeTable', { TableName: name });
  return isObject(table) ? table : {};
}

function shape(table: Record<string, unknown>): unknown {
  const declared: unknown = table['GlobalSecondaryIndexes'];
  const indexes = Array.isArray(declared) ? declared.filter(isObject) : [];
  const reduced = indexes.map((index) => [index['IndexName'], index['KeySchema'], index['Projection']]);
  return [table['KeySchema'], reduced.toSorted((a, b) => String(a[0]).localeCompare(String(b[0])))];
}

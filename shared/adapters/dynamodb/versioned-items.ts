import { GetItemCommand, PutItemCommand, QueryCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Versions } from '../../app/ports.ts';
import type { Administrator, LastChange } from '../../domain/service-settings.ts';
import { isRecord, json, unreadable, type Item } from './attributes.ts';
import { calling, callingIf } from './faults.ts';
import { changeKey, changeSk, newestKey, servicePk, type VersionedSk } from './keys.ts';

/** One kind of settings of a service: where it stands, and how it is written and read. */
export interface VersionedKind<Settings, Change> {
  readonly sk: VersionedSk;
  /** Goes on from "unable to read". */
  readonly called: (service: string) => string;
  /** All attributes but the key, `ver` and `change`. */
  readonly toAttributes: (settings: Settings) => Item;
  /** What an item says; an empty one is version 0. */
  readonly from: (item: Item, what: string) => Settings;
  readonly changeFrom: (value: unknown, what: string) => Change;
}

/**
 * What is set for services, in the desk table: the newest version with the change that made it in one item, earlier changes
 * behind it. A change is copied to its place in the history by the next one, before that commits; so one conditional put is
 * the whole change, and nothing that fails can part a setting from its history.
 */
export const versionedItems = <
  Change extends { readonly version: number },
  Settings extends { readonly version: number; readonly change?: Change },
>(
  client: DynamoDBClient,
  tableName: string,
  kind: VersionedKind<Settings, Change>,
): Versions<Settings, Change> => {
  const { sk, called } = kind;
  const read = async (service: string): Promise<Settings> => {
    const get = new GetItemCommand({ TableName: tableName, Key: newestKey(service, sk), ConsistentRead: true });
    const { Item = {} } = await calling(`read ${called(service)}`, () => client.send(get));
    return kind.from(Item, called(service));
  };
  const keepChange = async (service: string, change: Change): Promise<void> => {
    const put = new PutItemCommand({
      TableName: tableName,
      Item: { ...changeKey(service, sk, change.version), change: { S: JSON.stringify(change) } },
    });
    await calling(`keep a change of ${called(service)}`, () => client.send(put));
  };
  const older = async (service: string, limit: number, before: number): Promise<readonly Change[]> => {
    if (before <= 1) return [];
    const query = new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
      ExpressionAttributeValues: {
        ':pk': { S: servicePk(service) },
        ':first': { S: changeSk(sk, 1) },
        ':last': { S: changeSk(sk, before - 1) },
      },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit,
    });
    const what = `the history of ${called(service)}`;
    const { Items = [] } = await calling(`read ${what}`, () => client.send(query));
    return Items.map((item) => kind.changeFrom(json(item, 'change', what), what));
  };
  return {
    read,
    replace: async (service, before, after) => {
      if (before.change !== undefined) await keepChange(service, before.change);
      const put = new PutItemCommand({
        TableName: tableName,
        Item: {
          ...newestKey(service, sk),
          ...kind.toAttributes(after),
          ver: { N: String(after.version) },
          ...(after.change === undefined ? {} : { change: { S: JSON.stringify(after.change) } }),
        },
        ...(before.version === 0
          ? { ConditionExpression: 'attribute_not_exists(ver)' }
          : {
              ConditionExpression: 'ver = :before',
              ExpressionAttributeValues: { ':before': { N: String(before.version) } },
            }),
      });
      return callingIf(`change ${called(service)}`, () => client.send(put));
    },
    history: async (service, limit, before) => {
      const { change } = await read(service);
      const newest = change === undefined || (before !== undefined && change.version >= before) ? [] : [change];
      const rest = await older(service, limit, Math.min(before ?? Infinity, change?.version ?? 0));
      return [...newest, ...rest].slice(0, limit);
    },
  };
};

/** Who made a change. */
export const whoFrom = (value: unknown, what: string): Administrator => {
  if (isRecord(value) && typeof value['id'] === 'string' && typeof value['name'] === 'string') {
    return { id: value['id'], name: value['name'] };
  }
  throw unreadable(what, 'it does not say who made a change');
};

/** When a change was made, and by whom. */
export const madeFrom = (value: unknown, what: string): LastChange => {
  if (!isRecord(value)) throw unreadable(what, 'a change is no object');
  const { version, at, by } = value;
  if (typeof version !== 'number' || typeof at !== 'number') throw unreadable(what, 'a change has no version or time');
  return { version, at, by: whoFrom(by, what) };
};

/** The steps of a change. */
export const stepsFrom = (value: unknown, what: string): readonly unknown[] => {
  const steps: unknown = isRecord(value) ? value['steps'] : undefined;
  if (!Array.isArray(steps)) throw unreadable(what, 'a change has no steps');
  return steps;
};

import { GetItemCommand, PutItemCommand, QueryCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ServiceOptions } from '../../app/ports.ts';
import type { OptionValue } from '../../domain/option-schema.ts';
import type { OptionValues } from '../../domain/options.ts';
import type {
  Administrator,
  LastChange,
  OptionStep,
  ServiceSettings,
  SettingsChange,
} from '../../domain/service-settings.ts';
import { isRecord, json, number, requiredNumber, unreadable, type Item } from './attributes.ts';
import { calling, callingIf } from './faults.ts';
import { changeKey, changeSk, optionsKey, servicePk } from './keys.ts';

/** Attributes of the item that are no options. */
const OWN: ReadonlySet<string> = new Set(['pk', 'sk', 'ver', 'last', 'change']);

/**
 * What is set for services, in the desk table: the newest version with the change that made it in one item, earlier changes
 * behind it. A change is copied to its place in the history by the next one, before that commits; so one conditional put is
 * the whole change, and nothing that fails can part a setting from its history.
 */
export const dynamoServiceOptions = (client: DynamoDBClient, tableName: string): ServiceOptions => {
  const read = async (service: string): Promise<ServiceSettings> => {
    const get = new GetItemCommand({ TableName: tableName, Key: optionsKey(service), ConsistentRead: true });
    const { Item } = await calling(`read the options of ${service}`, () => client.send(get));
    return settingsFrom(Item ?? {}, `the options of ${service}`);
  };
  return {
    read,
    replace: async (service, before, after) => {
      if (before.change !== undefined) await keepChange(client, tableName, service, before.change);
      const put = new PutItemCommand({
        TableName: tableName,
        Item: { ...optionsKey(service), ...toAttributes(after) },
        ...(before.version === 0
          ? { ConditionExpression: 'attribute_not_exists(ver)' }
          : {
              ConditionExpression: 'ver = :before',
              ExpressionAttributeValues: { ':before': { N: String(before.version) } },
            }),
      });
      return callingIf(`change the options of ${service}`, () => client.send(put));
    },
    history: async (service, limit, before) => {
      const { change } = await read(service);
      const newest = change === undefined || (before !== undefined && change.version >= before) ? [] : [change];
      const older = await readHistory(
        client,
        tableName,
        service,
        limit,
        Math.min(before ?? Infinity, changeOr(change)),
      );
      return [...newest, ...older].slice(0, limit);
    },
  };
};

const changeOr = (change: SettingsChange | undefined): number => change?.version ?? 0;

const keepChange = async (
  client: DynamoDBClient,
  tableName: string,
  service: string,
  change: SettingsChange,
): Promise<void> => {
  const put = new PutItemCommand({
    TableName: tableName,
    Item: { ...changeKey(service, change.version), change: { S: JSON.stringify(change) } },
  });
  await calling(`keep a change of the options of ${service}`, () => client.send(put));
};

const readHistory = async (
  client: DynamoDBClient,
  tableName: string,
  service: string,
  limit: number,
  before: number,
): Promise<readonly SettingsChange[]> => {
  if (before <= 1) return [];
  const query = new QueryCommand({
    TableName: tableName,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: {
      ':pk': { S: servicePk(service) },
      ':first': { S: changeSk(1) },
      ':last': { S: changeSk(before - 1) },
    },
    ScanIndexForward: false,
    ConsistentRead: true,
    Limit: limit,
  });
  const what = `the history of the options of ${service}`;
  const { Items = [] } = await calling(`read ${what}`, () => client.send(query));
  return Items.map((item) => changeFrom(json(item, 'change', what), what));
};

/** What an item sets: whatever is not the item's own, known here or not. */
export const valuesFrom = (item: Item): OptionValues => {
  const set = Object.entries(item).flatMap(([name, attribute]): [string, OptionValue][] => {
    if (OWN.has(name)) return [];
    if (attribute.BOOL !== undefined) return [[name, attribute.BOOL]];
    if (attribute.N !== undefined) return [[name, Number(attribute.N)]];
    return attribute.S === undefined ? [] : [[name, attribute.S]];
  });
  return Object.fromEntries(set);
};

const settingsFrom = (item: Item, what: string): ServiceSettings => {
  const change = json(item, 'change', what);
  const last = json(item, 'last', what);
  return {
    version: number(item, 'ver') === undefined ? 0 : requiredNumber(item, 'ver', what),
    values: valuesFrom(item),
    last: isRecord(last)
      ? Object.fromEntries(Object.entries(last).map(([name, made]) => [name, lastFrom(made, what)]))
      : {},
    ...(change === undefined ? {} : { change: changeFrom(change, what) }),
  };
};

const toAttribute = (value: OptionValue): Item[string] => {
  if (typeof value === 'boolean') return { BOOL: value };
  return typeof value === 'number' ? { N: String(value) } : { S: value };
};

const toAttributes = ({ version, values, last, change }: ServiceSettings): Item => ({
  ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toAttribute(value)])),
  ver: { N: String(version) },
  last: { S: JSON.stringify(last) },
  ...(change === undefined ? {} : { change: { S: JSON.stringify(change) } }),
});

const whoFrom = (value: unknown, what: string): Administrator => {
  if (isRecord(value) && typeof value['id'] === 'string' && typeof value['name'] === 'string') {
    return { id: value['id'], name: value['name'] };
  }
  throw unreadable(what, 'it does not say who made a change');
};

const lastFrom = (value: unknown, what: string): LastChange => {
  if (!isRecord(value)) throw unreadable(what, 'a change is no object');
  const { version, at, by } = value;
  if (typeof version !== 'number' || typeof at !== 'number') throw unreadable(what, 'a change has no version or time');
  return { version, at, by: whoFrom(by, what) };
};

const isValue = (value: unknown): value is OptionValue =>
  typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';

const stepFrom = (value: unknown, what: string): OptionStep => {
  if (!isRecord(value) || typeof value['name'] !== 'string') throw unreadable(what, 'a step names no option');
  const { name, from, to } = value;
  return { name, from: isValue(from) ? from : null, to: isValue(to) ? to : null };
};

const changeFrom = (value: unknown, what: string): SettingsChange => {
  const steps = isRecord(value) ? value['steps'] : undefined;
  if (!Array.isArray(steps)) throw unreadable(what, 'a change has no steps');
  return { ...lastFrom(value, what), steps: steps.map((step) => stepFrom(step, what)) };
};

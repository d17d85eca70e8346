import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ServiceOptions } from '../../app/ports.ts';
import type { OptionValue } from '../../domain/option-schema.ts';
import type { OptionValues } from '../../domain/options.ts';
import type { OptionStep, ServiceSettings, SettingsChange } from '../../domain/service-settings.ts';
import { isRecord, json, number, requiredNumber, unreadable, type Item } from './attributes.ts';
import { optionsSk } from './keys.ts';
import { madeFrom, stepsFrom, versionedItems } from './versioned-items.ts';

/** Attributes of the item that are no options. */
const OWN: ReadonlySet<string> = new Set(['pk', 'sk', 'ver', 'last', 'change']);

/** The options that are set for services, in the desk table. */
export const dynamoServiceOptions = (client: DynamoDBClient, tableName: string): ServiceOptions =>
  versionedItems(client, tableName, {
    sk: optionsSk,
    called: (service) => `the options of ${service}`,
    toAttributes,
    from: settingsFrom,
    changeFrom,
  });

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
      ? Object.fromEntries(Object.entries(last).map(([name, made]) => [name, madeFrom(made, what)]))
      : {},
    ...(change === undefined ? {} : { change: changeFrom(change, what) }),
  };
};

const toAttribute = (value: OptionValue): Item[string] => {
  if (typeof value === 'boolean') return { BOOL: value };
  return typeof value === 'number' ? { N: String(value) } : { S: value };
};

const toAttributes = ({ values, last }: ServiceSettings): Item => ({
  ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toAttribute(value)])),
  last: { S: JSON.stringify(last) },
});

const isValue = (value: unknown): value is OptionValue =>
  typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';

const stepFrom = (value: unknown, what: string): OptionStep => {
  if (!isRecord(value) || typeof value['name'] !== 'string') throw unreadable(what, 'a step names no option');
  const { name, from, to } = value;
  return { name, from: isValue(from) ? from : null, to: isValue(to) ? to : null };
};

const changeFrom = (value: unknown, what: string): SettingsChange => ({
  ...madeFrom(value, what),
  steps: stepsFrom(value, what).map((step) => stepFrom(step, what)),
});

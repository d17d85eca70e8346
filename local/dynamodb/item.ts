import { isObject } from '../protocols/json-protocol.ts';

/** An item in DynamoDB's own JSON: attribute name to a value tagged with its type. */
export type Item = Record<string, unknown>;

/** Size in bytes as DynamoDB counts it (developer guide, "DynamoDB item sizes and formats"). */
export function itemSizeBytes(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSizeBytes(value), 0);
}

/** The members of `item` that `names` lists, or undefined when one is missing. */
export function pickAll(item: Item, names: readonly string[]): Item | undefined {
  const picked: Item = {};
  for (const name of names) {
    if (item[name] === undefined) return undefined;
    picked[name] = item[name];
  }
  return picked;
}

function valueSizeBytes(value: unknown): number {
  if (!isObject(value)) return 0;
  const [entry] = Object.entries(value);
  if (entry === undefined) return 0;
  const [type, content] = entry;
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(content));
    case 'N':
      return numberSizeBytes(String(content));
    case 'B':
      return Buffer.from(String(content), 'base64').length;
    case 'SS':
    case 'NS':
    case 'BS':
      return list(content).reduce<number>((sum, one) => sum + valueSizeBytes({ [type.charAt(0)]: one }), 0);
    case 'L':
      return list(content).reduce<number>((sum, one) => sum + 1 + valueSizeBytes(one), 3);
    case 'M':
      return isObject(content) ? 3 + Object.keys(content).length + itemSizeBytes(content) : 3;
    default:
      return 1;
  }
}

function numberSizeBytes(digits: string): number {
  const significant = digits
    .replace(/^-/, '')
    .replace('.', '')
    .replace(/^0+|0+$/g, '').length;
  return Math.ceil(significant / 2) + 1 + (digits.startsWith('-') ? 1 : 0);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

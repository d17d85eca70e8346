import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { Fault } from '../../app/ports.ts';

/** An item as the store gives it. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** The fault of meeting something in the store that this code did not write: nothing can be decided on it. */
export const unreadable = (what: string, why: string): Fault =>
  new Fault(`unable to read ${what}; ${why}`, { retryable: false });

/** The text of an attribute, or undefined when it is missing or no text. */
export const text = (item: Item, name: string): string | undefined => item[name]?.S;

/** The number of an attribute, or undefined when it is missing or no number. */
export const number = (item: Item, name: string): number | undefined => {
  const digits = item[name]?.N;
  return digits === undefined ? undefined : Number(digits);
};

/** A text attribute that must be there. */
export const requiredText = (item: Item, name: string, what: string): string => {
  const value = text(item, name);
  if (value === undefined) throw unreadable(what, `attribute ${name} is missing`);
  return value;
};

/** A number attribute that must be there. */
export const requiredNumber = (item: Item, name: string, what: string): number => {
  const value = number(item, name);
  if (value === undefined || !Number.isFinite(value)) throw unreadable(what, `attribute ${name} is missing`);
  return value;
};

/** A JSON attribute as whatever it holds; undefined when it is missing. */
export const json = (item: Item, name: string, what: string): unknown => {
  const value = text(item, name);
  if (value === undefined) return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw unreadable(what, `attribute ${name} is not JSON`);
  }
};

/** Whether a value is an object with members. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

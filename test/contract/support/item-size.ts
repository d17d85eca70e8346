import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** Bytes that a number takes: two digits each, and one. */
const numberBytes = (digits: string): number => Math.ceil(digits.replace(/^-?0*|[.]|0*$/g, '').length / 2) + 1;

/** Bytes that the store counts for an item of texts and numbers: names in full, texts in UTF-8. */
export const itemBytes = (item: Readonly<Record<string, AttributeValue>>): number =>
  Object.entries(item).reduce((sum, [name, { S, N }]) => {
    if (S === undefined && N === undefined) throw new Error(`attribute ${name} is neither text nor number`);
    return sum + Buffer.byteLength(name) + (S === undefined ? numberBytes(N ?? '') : Buffer.byteLength(S));
  }, 0);

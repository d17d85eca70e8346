import { createHash } from 'node:crypto';
import * as v from 'valibot';

const messageAttribute = v.object({
  DataType: v.string(),
  StringValue: v.optional(v.string()),
  BinaryValue: v.optional(v.string()),
});

/** Attributes that a sender puts beside the body; binary values are base64. */
export const messageAttributes = v.record(v.string(), messageAttribute);
export type MessageAttributes = v.InferOutput<typeof messageAttributes>;

/** A message as a queue keeps it. */
export const queuedMessage = v.object({
  id: v.string(),
  body: v.string(),
  attributes: messageAttributes,
  sentAtMs: v.number(),
  /** Hidden until then: delayed, or received and not yet deleted. */
  visibleAtMs: v.number(),
  receiveCount: v.number(),
  firstReceivedAtMs: v.optional(v.number()),
  /** Given out by the last receive; only this one deletes. */
  receiptHandle: v.optional(v.string()),
  /** The queue that gave up on it, when this is a dead letter. */
  deadLetterSourceArn: v.optional(v.string()),
});
export type QueuedMessage = v.InferOutput<typeof queuedMessage>;

/** Hex MD5 of a body; SDKs compare it with what they sent or received. */
export function bodyDigest(body: string): string {
  return createHash('md5').update(body, 'utf8').digest('hex');
}

/** Hex MD5 of message attributes in AWS's encoding (developer guide, "Calculating the MD5 message digest"). */
export function attributesDigest(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).toSorted();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const lengthPrefixed = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (attribute === undefined) continue;
    lengthPrefixed(Buffer.from(name));
    lengthPrefixed(Buffer.from(attribute.DataType));
    const binary = attribute.BinaryValue !== undefined;
    hash.update(Buffer.from([binary ? 2 : 1]));
    lengthPrefixed(Buffer.from(attribute.BinaryValue ?? attribute.StringValue ?? '', binary ? 'base64' : 'utf8'));
  }
  return hash.digest('hex');
}

/** Size that the limit is about: body, and name, type and value of each attribute. */
export function messageSizeBytes(body: string, attributes: MessageAttributes): number {
  return Object.entries(attributes).reduce(
    (sum, [name, attribute]) =>
      sum +
      Buffer.byteLength(name) +
      Buffer.byteLength(attribute.DataType) +
      Buffer.byteLength(attribute.StringValue ?? '') +
      Buffer.byteLength(attribute.BinaryValue ?? '', 'base64'),
    Buffer.byteLength(body),
  );
}

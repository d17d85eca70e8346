import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { AwsError } from '../protocols/aws-error.ts';
import { parseInput } from '../protocols/json-protocol.ts';
import type { CloudClock } from '../contracts.ts';
import type { Broker } from './broker.ts';
import { systemAttributes } from './consumer.ts';
import { attributesDigest, bodyDigest, messageAttributes, messageSizeBytes, type QueuedMessage } from './message.ts';
import { DEFAULT_RETENTION_SEC, DEFAULT_VISIBILITY_TIMEOUT_SEC, type Queue } from './queue.ts';

/** One MiB since August 2025, 256 KiB before (developer guide, "Amazon SQS message quotas"). */
const MAX_MESSAGE_BYTES = 1_048_576;
const MAX_DELAY_SEC = 900;
const MAX_VISIBILITY_TIMEOUT_SEC = 43_200;
const MAX_BATCH_ENTRIES = 10;

const outgoing = v.object({
  MessageBody: v.pipe(v.string(), v.minLength(1)),
  DelaySeconds: v.optional(v.number()),
  MessageAttributes: v.optional(messageAttributes, {}),
});
const names = v.optional(v.array(v.string()), []);
const receiveInput = v.object({
  MaxNumberOfMessages: v.optional(v.number(), 1),
  VisibilityTimeout: v.optional(v.number()),
  WaitTimeSeconds: v.optional(v.number(), 0),
  MessageSystemAttributeNames: names,
  AttributeNames: names,
  MessageAttributeNames: names,
});
const receipt = v.object({ ReceiptHandle: v.string() });
const visibility = v.object({ ...receipt.entries, VisibilityTimeout: v.number() });
const moveInput = v.object({ SourceArn: v.string(), DestinationArn: v.optional(v.string()) });

type Input = Record<string, unknown>;
type Operation = (input: Input, broker: Broker, clock: CloudClock) => unknown;

/** Every operation of the local SQS by name. Inputs are SQS's JSON shapes; errors are `AwsError`s. */
export const operations: Readonly<Record<string, Operation>> = {
  SendMessage: (input, broker) => send(broker, queueOf(input, broker), input),
  SendMessageBatch: (input, broker) => {
    const queue = queueOf(input, broker);
    return batch(input, outgoing.entries, (entry) => send(broker, queue, entry));
  },
  ReceiveMessage: receive,
  DeleteMessage: (input, broker) => remove(broker, queueOf(input, broker), parseInput(receipt, input)),
  DeleteMessageBatch: (input, broker) => {
    const queue = queueOf(input, broker);
    return batch(input, receipt.entries, (entry) => remove(broker, queue, parseInput(receipt, entry)));
  },
  ChangeMessageVisibility: (input, broker) => changeVisibility(queueOf(input, broker), input),
  ChangeMessageVisibilityBatch: (input, broker) => {
    const queue = queueOf(input, broker);
    return batch(input, visibility.entries, (entry) => changeVisibility(queue, entry));
  },
  GetQueueUrl: (input, broker) => ({
    QueueUrl: broker.queueNamed(String(input['QueueName'])).declaration.url,
  }),
  GetQueueAttributes: (input, broker) => {
    const wanted = parseInput(v.object({ AttributeNames: names }), input).AttributeNames;
    return { Attributes: pick(queueAttributes(queueOf(input, broker)), wanted) };
  },
  PurgeQueue: (input, broker) => void queueOf(input, broker).drain(),
  StartMessageMoveTask: redrive,
};

function queueOf(input: Input, broker: Broker): Queue {
  return broker.queueNamed(String(input['QueueUrl']));
}

/** Sends after the checks that SQS makes. */
function send(broker: Broker, queue: Queue, input: unknown): Input {
  const { MessageBody: body, DelaySeconds: delaySec, MessageAttributes: attributes } = parseInput(outgoing, input);
  inRange('DelaySeconds', delaySec ?? 0, 0, MAX_DELAY_SEC);
  const limit = queue.declaration.maximumMessageBytes ?? MAX_MESSAGE_BYTES;
  if (messageSizeBytes(body, attributes) > limit) {
    throw invalidParameter(`One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`);
  }
  broker.count(queue, 'sent');
  const message = queue.send(body, attributes, delaySec);
  return {
    MessageId: message.id,
    MD5OfMessageBody: bodyDigest(body),
    ...optional('MD5OfMessageAttributes', attributesDigest(attributes)),
  };
}

async function receive(raw: Input, broker: Broker, clock: CloudClock): Promise<Input> {
  const queue = queueOf(raw, broker);
  const input = parseInput(receiveInput, raw);
  inRange('MaxNumberOfMessages', input.MaxNumberOfMessages, 1, 10);
  inRange('WaitTimeSeconds', input.WaitTimeSeconds, 0, 20);
  inRange('VisibilityTimeout', input.VisibilityTimeout ?? 0, 0, MAX_VISIBILITY_TIMEOUT_SEC);

  const take = () => queue.receive(input.MaxNumberOfMessages, input.VisibilityTimeout);
  let messages = take();
  const untilMs = clock.now() + input.WaitTimeSeconds * 1000;
  // Virtual time stands still while anybody waits, so waiting for it there would never end.
  while (messages.length === 0 && clock.mode === 'real' && clock.now() < untilMs) {
    await nextVisibleOr(untilMs, queue, broker, clock);
    messages = take();
  }
  broker.count(queue, 'received', messages.length);
  if (messages.length === 0) return {};
  const systemNames = [...input.MessageSystemAttributeNames, ...input.AttributeNames];
  return { Messages: messages.map((message) => toMessage(message, systemNames, input.MessageAttributeNames)) };
}

function nextVisibleOr(untilMs: number, queue: Queue, broker: Broker, clock: CloudClock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.at(untilMs, resolve);
    void broker.nextVisible(queue).then(() => {
      cancel();
      resolve();
    });
  });
}

function toMessage(message: QueuedMessage, systemNames: readonly string[], attributeNames: readonly string[]): Input {
  const attributes = pick(message.attributes, attributeNames);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: bodyDigest(message.body),
    ...optional('Attributes', nonEmpty(pick(systemAttributes(message), systemNames))),
    ...optional('MessageAttributes', nonEmpty(attributes)),
    ...optional('MD5OfMessageAttributes', attributesDigest(attributes)),
  };
}

function remove(broker: Broker, queue: Queue, input: v.InferOutput<typeof receipt>): void {
  broker.count(queue, 'deleted');
  queue.remove(input.ReceiptHandle);
}

function changeVisibility(queue: Queue, raw: unknown): void {
  const input = parseInput(visibility, raw);
  inRange('VisibilityTimeout', input.VisibilityTimeout, 0, MAX_VISIBILITY_TIMEOUT_SEC);
  if (!queue.changeVisibility(input.ReceiptHandle, input.VisibilityTimeout)) {
    throw new AwsError('MessageNotInflight', 'The specified message is not in flight.');
  }
}

/** Moves all messages of a dead-letter queue to where they came from, or to the destination; at once, unlike AWS. */
function redrive(raw: Input, broker: Broker): Input {
  const input = parseInput(moveInput, raw);
  const source = broker.queueNamed(input.SourceArn);
  if (broker.sourcesOf(input.SourceArn).length === 0) {
    throw new AwsError('UnsupportedOperation', 'Source queue must be configured as a Dead Letter Queue.');
  }
  for (const message of source.drain()) {
    const target = input.DestinationArn ?? message.deadLetterSourceArn;
    if (target === undefined) source.adopt(message);
    else broker.queueNamed(target).adopt(message);
  }
  return { TaskHandle: randomUUID() };
}

/** Runs `work` for every entry of a batch; what one entry gets wrong is that entry's failure only. */
function batch(input: Input, entries: v.ObjectEntries, work: (entry: Input) => Input | void): Input {
  const list = parseInput(v.object({ Entries: v.array(v.looseObject({ ...entries, Id: v.string() })) }), input).Entries;
  if (list.length === 0) throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (list.length > MAX_BATCH_ENTRIES) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MAX_BATCH_ENTRIES}.`,
    );
  }
  if (new Set(list.map((entry) => entry.Id)).size < list.length) {
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  }
  if (JSON.stringify(list).length > 2 * MAX_MESSAGE_BYTES || batchSizeBytes(list) > MAX_MESSAGE_BYTES) {
    throw new AwsError('BatchRequestTooLong', `Batch requests cannot be longer than ${MAX_MESSAGE_BYTES} bytes.`);
  }
  const successful: Input[] = [];
  const failed: Input[] = [];
  for (const entry of list) {
    try {
      successful.push({ Id: entry.Id, ...(work(entry) ?? {}) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful: successful, Failed: failed };
}

function batchSizeBytes(entries: readonly Input[]): number {
  return entries.reduce((sum, entry) => {
    const message = v.safeParse(outgoing, entry);
    return message.success ? sum + messageSizeBytes(message.output.MessageBody, message.output.MessageAttributes) : sum;
  }, 0);
}

function queueAttributes(queue: Queue): Readonly<Record<string, string>> {
  const { declaration } = queue;
  const counts = queue.counts();
  return {
    QueueArn: declaration.arn,
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    VisibilityTimeout: String(declaration.visibilityTimeoutSec ?? DEFAULT_VISIBILITY_TIMEOUT_SEC),
    DelaySeconds: String(declaration.delaySec ?? 0),
    MessageRetentionPeriod: String(declaration.messageRetentionSec ?? DEFAULT_RETENTION_SEC),
    MaximumMessageSize: String(declaration.maximumMessageBytes ?? MAX_MESSAGE_BYTES),
    ...(declaration.redrive === undefined ? {} : { RedrivePolicy: JSON.stringify(declaration.redrive) }),
  };
}

function pick<Value>(all: Readonly<Record<string, Value>>, wanted: readonly string[]): Record<string, Value> {
  const everything = wanted.includes('All') || wanted.includes('.*');
  return Object.fromEntries(Object.entries(all).filter(([name]) => everything || wanted.includes(name)));
}

function nonEmpty<Value>(members: Record<string, Value>): Record<string, Value> | undefined {
  return Object.keys(members).length === 0 ? undefined : members;
}

function optional(name: string, value: unknown): Input {
  return value === undefined ? {} : { [name]: value };
}

function inRange(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw invalidParameter(
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${least} and ${most}, if provided.`,
  );
}

function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}

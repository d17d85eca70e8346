import type { Activity, CancelTimer, CloudClock } from '../contracts.ts';
import { attributesDigest, bodyDigest, type QueuedMessage } from './message.ts';
import type { Queue } from './queue.ts';

/** One element of `Records` in the event that a function gets from an SQS mapping. */
export interface SqsRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, SqsRecordAttribute>>;
  readonly md5OfBody: string;
  readonly md5OfMessageAttributes?: string;
  readonly eventSource: 'aws:sqs';
  readonly eventSourceARN: string;
  readonly awsRegion: string;
}

export interface SqsRecordAttribute {
  readonly dataType: string;
  readonly stringValue?: string;
  readonly binaryValue?: string;
}

export interface ConsumerSettings {
  readonly batchSize: number;
  /** How long a batch that is not full waits for more; 0 delivers at once. */
  readonly maximumBatchingWindowSec: number;
}

/**
 * Handles a batch. The messages named as failed stay hidden until their visibility timeout is over, all of them when
 * it rejects; the others are deleted.
 */
export type DeliverBatch = (batch: readonly SqsRecord[]) => Promise<{ readonly failedMessageIds: readonly string[] }>;

export interface Consumer {
  /** Takes what is visible, unless enough batches are under way. */
  pump(): void;
  stop(): void;
}

export interface ConsumerDependencies {
  readonly clock: CloudClock;
  readonly activity: Activity;
  readonly region: string;
  readonly report: (problem: string, cause: unknown) => void;
}

/** Lambda starts reading a queue with five batches at once (Lambda developer guide, "SQS event source mapping scaling"). */
const BATCHES_AT_ONCE = 5;

export function createConsumer(
  queue: Queue,
  settings: ConsumerSettings,
  deliver: DeliverBatch,
  deps: ConsumerDependencies,
): Consumer {
  const windowMs = settings.maximumBatchingWindowSec * 1000;
  let underWay = 0;
  let stopped = false;
  let cancelWindow: CancelTimer | undefined;

  const run = async (batch: readonly QueuedMessage[]): Promise<void> => {
    const failed = await deliver(batch.map((message) => toSqsRecord(message, queue, deps.region))).then(
      (outcome) => new Set(outcome.failedMessageIds),
      (error: unknown) => {
        deps.report(`unable to deliver a batch of ${queue.declaration.name}`, error);
        return new Set(batch.map((message) => message.id));
      },
    );
    for (const message of batch) {
      if (!failed.has(message.id)) queue.remove(message.receiptHandle ?? '');
    }
    underWay -= 1;
    pump();
  };

  const mustWait = (): boolean => {
    const sinceMs = queue.waitingSinceMs();
    if (sinceMs === undefined) return true;
    const untilMs = sinceMs + windowMs;
    if (queue.visibleCount() >= settings.batchSize || untilMs <= deps.clock.now()) return false;
    cancelWindow ??= deps.clock.at(untilMs, () => {
      cancelWindow = undefined;
      pump();
    });
    return true;
  };

  const pump = (): void => {
    while (!stopped && underWay < BATCHES_AT_ONCE && !mustWait()) {
      const batch = queue.receive(settings.batchSize);
      if (batch.length === 0) return;
      underWay += 1;
      void deps.activity.track(run(batch));
    }
  };

  return {
    pump,
    stop: () => {
      stopped = true;
      cancelWindow?.();
    },
  };
}

function toSqsRecord(message: QueuedMessage, queue: Queue, region: string): SqsRecord {
  const digest = attributesDigest(message.attributes);
  return {
    messageId: message.id,
    receiptHandle: message.receiptHandle ?? '',
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, attribute]) => [
        name,
        {
          dataType: attribute.DataType,
          ...(attribute.StringValue === undefined ? {} : { stringValue: attribute.StringValue }),
          ...(attribute.BinaryValue === undefined ? {} : { binaryValue: attribute.BinaryValue }),
        },
      ]),
    ),
    md5OfBody: bodyDigest(message.body),
    ...(digest === undefined ? {} : { md5OfMessageAttributes: digest }),
    eventSource: 'aws:sqs',
    eventSourceARN: queue.declaration.arn,
    awsRegion: region,
  };
}

/** What the queue itself says about a received message. */
export function systemAttributes(message: QueuedMessage): Readonly<Record<string, string>> {
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAtMs),
    SenderId: 'AIDALOCAL',
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAtMs ?? message.sentAtMs),
    ...(message.deadLetterSourceArn === undefined ? {} : { DeadLetterQueueSourceArn: message.deadLetterSourceArn }),
  };
}

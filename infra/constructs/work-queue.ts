import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { ChatFunction } from './chat-function.ts';
import { addNamedAlarm, ALARM_PERIOD } from './named-alarm.ts';

/** A queue that a function works off. */
export interface WorkQueueProps {
  readonly queueId: string;
  readonly deadLettersId: string;
  /** Name of the alarm for the first dead letter. */
  readonly alarmName: string;
  readonly maxReceiveCount: number;
  readonly consumer: ChatFunction;
  /** How long messages are collected before they are worked off together; not at all when left out. */
  readonly windowSec?: number;
}

const shared = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) };

/** A queue, the dead-letter queue behind it, and an alarm for the first message that gets there. */
export const addWorkQueue = (
  scope: Construct,
  { queueId, deadLettersId, alarmName, maxReceiveCount, consumer, windowSec = 0 }: WorkQueueProps,
): { queue: Queue; deadLetters: Queue } => {
  const deadLetters = new Queue(scope, deadLettersId, shared);
  const queue = new Queue(scope, queueId, {
    ...shared,
    // Six times the function's timeout, as Lambda asks for: polls that it throttles must not make a message visible.
    // A message that is collected has been received already.
    visibilityTimeout: Duration.seconds(6 * (consumer.lambda.timeout?.toSeconds() ?? 0) + windowSec),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount },
  });
  addNamedAlarm(scope, {
    name: alarmName,
    description: `${deadLettersId} holds work that was given up; cure the cause, then redrive the queue.`,
    metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: ALARM_PERIOD, statistic: 'Maximum' }),
    threshold: 0,
  });
  return { queue, deadLetters };
};

/** What a function's event source mapping needs to work off a queue, and no more. */
export const consumeQueue = (fn: ChatFunction, queue: Queue): void => {
  fn.allow({
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    resources: [queue.queueArn],
  });
};

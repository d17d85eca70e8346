import { Duration } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { envNames } from '../../shared/config/env-names.ts';
import type { ChatFunction } from './chat-function.ts';
import { addNamedAlarm, ALARM_PERIOD } from './named-alarm.ts';
import { addWorkQueue, consumeQueue } from './work-queue.ts';

/** Who carries effects out, and the logs they come from. */
export interface EffectsPipelineProps {
  readonly effects: ChatFunction;
  readonly chats: Table;
}

/**
 * The way of an effect: the log's stream, filtered to events that carry one, then the effects function; what it could
 * not carry out waits in a queue that it works off as well, and ends in the dead-letter queue.
 */
export class EffectsPipeline extends Construct {
  readonly retryQueue: Queue;
  readonly deadLetters: Queue;
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, { effects, chats }: EffectsPipelineProps) {
    super(scope, id);
    const { queue, deadLetters } = addWorkQueue(this, {
      queueId: 'EffectsRetryQueue',
      deadLettersId: 'EffectsDeadLetters',
      alarmName: 'effects-dead-letters',
      maxReceiveCount: 100,
      consumer: effects,
    });
    this.retryQueue = queue;
    this.deadLetters = deadLetters;
    this.bus = new EventBus(this, 'ChatBus', { description: 'What happened in chats' });
    this.readStream(effects, chats);
    consumeQueue(effects, this.retryQueue);
    new EventSourceMapping(this, 'RetryMapping', {
      target: effects.lambda,
      eventSourceArn: this.retryQueue.queueArn,
      batchSize: 10,
      maxConcurrency: 10,
      reportBatchItemFailures: true,
    });
  }

  /** Lets the function publish what happened, and hand on what it could not carry out. */
  bindEffects(fn: ChatFunction): void {
    fn.tell(envNames.chatBus, this.bus.eventBusName);
    fn.allow({ actions: ['events:PutEvents'], resources: [this.bus.eventBusArn] });
    this.bindRetries(fn);
  }

  /** Lets the function hand effects on. */
  bindRetries(fn: ChatFunction): void {
    fn.tell(envNames.effectsRetryQueueUrl, this.retryQueue.queueUrl);
    fn.allow({ actions: ['sqs:SendMessage'], resources: [this.retryQueue.queueArn] });
  }

  private readStream(effects: ChatFunction, chats: Table): void {
    const streamArn = chats.tableStreamArn;
    if (streamArn === undefined) throw new Error('unable to read effects; the table of logs has no stream');
    effects.allow({
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [streamArn],
    });
    effects.allow({ actions: ['dynamodb:ListStreams'], resources: [`${chats.tableArn}/stream/*`] });
    effects.allow({ actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] });
    new EventSourceMapping(this, 'StreamMapping', {
      target: effects.lambda,
      eventSourceArn: streamArn,
      // From the oldest record: one that is written while the mapping is made or changed must not be missed.
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 25,
      // Effects are right in any order, so a shard need not be worked off by one environment alone.
      parallelizationFactor: 10,
      // Only events that carry effects; records of removals have no new image and never match.
      filters: [FilterCriteria.filter({ dynamodb: { NewImage: { fx: { S: ['1'] } } } })],
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      // A record that fails this often is the sweep's to repair: it must not hold up its shard for a day.
      retryAttempts: 10,
      maxRecordAge: Duration.hours(1),
      onFailure: { bind: () => ({ destination: this.deadLetters.queueArn }) },
    });
    addNamedAlarm(this, {
      name: 'effects-late',
      description: 'Effects run more than five minutes after their events: lists, wake-ups and pushes are late.',
      metric: effects.lambda.metric('IteratorAge', { period: ALARM_PERIOD, statistic: 'Maximum' }),
      threshold: Duration.minutes(5).toMilliseconds(),
    });
  }
}

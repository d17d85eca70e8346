import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { envNames } from '../../shared/config/env-names.ts';
import type { StackOptions } from '../stack-options.ts';
import type { ChatFunction } from './chat-function.ts';
import { addNamedAlarm, ALARM_PERIOD } from './named-alarm.ts';
import { addWorkQueue, consumeQueue } from './work-queue.ts';

/** Who pushes. */
export interface PushDeliveryProps {
  readonly push: ChatFunction;
  readonly options: StackOptions;
}

/**
 * The way of a push: from the effects function through a queue of its own to the function that calls the world outside,
 * so that a receiver which is slow or gone holds up nothing else. A push that is not acknowledged is hidden in the queue
 * until it is tried again, and ends in the dead-letter queue.
 */
export class PushDelivery extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { push, options }: PushDeliveryProps) {
    super(scope, id);
    const { queue, deadLetters } = addWorkQueue(this, {
      queueId: 'PushQueue',
      deadLettersId: 'PushDeadLetters',
      alarmName: 'push-dead-letters',
      // The function itself gives up after `flex-push-resend-attempts`; a hundred of those take three turns each at most.
      maxReceiveCount: 400,
      consumer: push,
    });
    this.queue = queue;
    this.deadLetters = deadLetters;
    this.secret = this.makeSecret(options);
    this.bindDelivery(push, options);
    new EventSourceMapping(this, 'PushMapping', {
      target: push.lambda,
      eventSourceArn: queue.queueArn,
      batchSize: 10,
      // Somebody else's server must not be flooded, nor a slow one take the functions that people wait for.
      maxConcurrency: 20,
      reportBatchItemFailures: true,
    });
    addNamedAlarm(this, {
      name: 'push-late',
      description: 'Pushes wait in their queue for more than 15 minutes: their receiver does not acknowledge them.',
      metric: queue.metricApproximateAgeOfOldestMessage({ period: ALARM_PERIOD }),
      threshold: Duration.minutes(15).toSeconds(),
    });
  }

  /** Lets the function ask for pushes. */
  bindAsking(fn: ChatFunction): void {
    fn.tell(envNames.pushQueueUrl, this.queue.queueUrl);
    fn.allow({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] });
  }

  private makeSecret({ removalPolicy }: StackOptions): Secret {
    return new Secret(this, 'Keys', {
      description: 'Keys that sign callbacks; credentials of mobile providers as members fcm and apns',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ kid: 'k1' }),
        generateStringKey: 'k1',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy,
    });
  }

  private bindDelivery(push: ChatFunction, { pushTrustedOrigins }: StackOptions): void {
    push.tell(envNames.pushSecretArn, this.secret.secretArn);
    push.allow({ actions: ['secretsmanager:GetSecretValue'], resources: [this.secret.secretArn] });
    push.tell(envNames.pushQueueUrl, this.queue.queueUrl);
    push.tell(envNames.pushDeadLettersUrl, this.deadLetters.queueUrl);
    push.tell(envNames.pushTrustedOrigins, pushTrustedOrigins.join(','));
    consumeQueue(push, this.queue);
    push.allow({ actions: ['sqs:ChangeMessageVisibility'], resources: [this.queue.queueArn] });
    push.allow({ actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] });
  }
}

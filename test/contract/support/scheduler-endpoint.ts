import { CreateScheduleGroupCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { schedulerWakeUps } from '../../../shared/adapters/scheduler/wake-ups.ts';
import { sqsNearWakeUps } from '../../../shared/adapters/sqs/near-wake-ups.ts';
import type { WakeUps } from '../../../shared/app/ports.ts';

/** The schedule group of the tests. */
export const GROUP = 'wakes';

/** The role that lets Scheduler send to the queue. */
export const ROLE_ARN = 'arn:aws:iam::000000000000:role/SchedulerRole';

/** A Scheduler and an SQS with one queue in it. */
export interface SchedulerEndpoint {
  readonly scheduler: SchedulerClient;
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly queueArn: string;
}

let queues = 0;

/** Another implementation: `endpoint` must answer for Scheduler and SQS. Makes the group, if there is none, and a queue. */
export const schedulerAt = async (endpoint: string): Promise<SchedulerEndpoint> => {
  const config = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const scheduler = new SchedulerClient(config);
  const sqs = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
  queues += 1;
  const QueueName = `wake-queue-${Date.now()}-${process.pid}-${queues}`;
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName }));
  await scheduler.send(new CreateScheduleGroupCommand({ Name: GROUP })).catch((error: Error) => {
    if (error.name !== 'ConflictException') throw error;
  });
  return { scheduler, sqs, queueUrl: QueueUrl, queueArn: `arn:aws:sqs:us-east-1:000000000000:${QueueName}` };
};

/** The production player of wake-ups there. */
export const wakeUpsOn = ({ scheduler, sqs, queueUrl, queueArn }: SchedulerEndpoint): WakeUps =>
  schedulerWakeUps(scheduler, { group: GROUP, queueArn, roleArn: ROLE_ARN, near: sqsNearWakeUps(sqs, queueUrl) });

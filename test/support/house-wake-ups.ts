import { CreateScheduleGroupCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { memoryWakeUps, type MemoryWakeUps } from '../../shared/adapters/memory/memory-wake-ups.ts';
import { schedulerWakeUps } from '../../shared/adapters/scheduler/wake-ups.ts';
import { sqsNearWakeUps } from '../../shared/adapters/sqs/near-wake-ups.ts';
import type { WakeUps } from '../../shared/app/ports.ts';

const GROUP = 'wakes';
const ROLE_ARN = 'arn:aws:iam::000000000000:role/SchedulerRole';

let queues = 0;

const wakeUpsAt = async (endpoint: string): Promise<WakeUps> => {
  const config = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const scheduler = new SchedulerClient(config);
  const sqs = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
  queues += 1;
  const QueueName = `wake-${process.pid}-${queues}`;
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName }));
  await scheduler.send(new CreateScheduleGroupCommand({ Name: GROUP })).catch((error: Error) => {
    if (error.name !== 'ConflictException') throw error;
  });
  const queueArn = `arn:aws:sqs:us-east-1:000000000000:${QueueName}`;
  const near = sqsNearWakeUps(sqs, QueueUrl);
  return schedulerWakeUps(scheduler, { group: GROUP, queueArn, roleArn: ROLE_ARN, near });
};

/**
 * Wake-ups in memory. When `SCHEDULER_ENDPOINT` names another implementation of Scheduler and SQS, each is asked for
 * there as well, and a refusal there is a failure here; the house's clock still says when they come.
 */
export const houseWakeUps = (): MemoryWakeUps => {
  const copy = memoryWakeUps();
  const endpoint = process.env['SCHEDULER_ENDPOINT'];
  if (endpoint === undefined) return copy;
  const elsewhere = wakeUpsAt(endpoint);
  return {
    ...copy,
    arm: async (...args) => {
      await (await elsewhere).arm(...args);
      await copy.arm(...args);
    },
  };
};

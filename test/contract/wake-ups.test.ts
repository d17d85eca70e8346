import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchedulerService } from '../../local/scheduler/scheduler-service.ts';
import { createSqsService } from '../../local/sqs/sqs-service.ts';
import type { WakeUps } from '../../shared/app/ports.ts';
import { testEnvironment } from '../local-services/support/environment.ts';
import { serviceEndpoint } from '../local-services/support/service-endpoint.ts';
import { testTime } from '../local-services/support/virtual-clock.ts';
import { GROUP, ROLE_ARN, schedulerAt, wakeUpsOn, type SchedulerEndpoint } from './support/scheduler-endpoint.ts';

const CHAT_ID = 'wakeupcontractaaaaaaaaaaaa';
const HOUR_MS = 3_600_000;
const QUEUE = 'wake-queue';

interface Ground extends SchedulerEndpoint {
  readonly now: number;
  end(): Promise<void>;
}

/** The local cloud's Scheduler and SQS. */
const localGround = async (): Promise<Ground> => {
  const time = testTime(Date.now());
  const { environment } = testEnvironment(time);
  const queueArn = `arn:aws:sqs:us-east-1:000000000000:${QUEUE}`;
  const queueUrl = `http://127.0.0.1:1/000000000000/${QUEUE}`;
  const queue = { name: QUEUE, arn: queueArn, url: queueUrl };
  const sqsService = createSqsService({ ...environment, queues: [queue] });
  const schedulerService = createSchedulerService({ ...environment, groups: [GROUP], fire: () => Promise.resolve() });
  const [sqsEnd, schedulerEnd] = [await serviceEndpoint(sqsService), await serviceEndpoint(schedulerService)];
  return {
    scheduler: new SchedulerClient(schedulerEnd.client),
    sqs: new SQSClient({ ...sqsEnd.client, useQueueUrlAsEndpoint: false }),
    queueUrl,
    queueArn,
    now: time.clock.now(),
    end: async () => {
      await sqsEnd.stop();
      await schedulerEnd.stop();
    },
  };
};

/** Any other implementation: `SCHEDULER_ENDPOINT` must answer for Scheduler and SQS. */
const givenGround = async (endpoint: string): Promise<Ground> => ({
  ...(await schedulerAt(endpoint)),
  now: Date.now(),
  end: () => Promise.resolve(),
});

describe('WakeUps on Scheduler and SQS', () => {
  let ground: Ground | undefined;
  const there = (): Ground => {
    if (ground === undefined) throw new Error('the ground is not laid');
    return ground;
  };
  const wakeUps = (): WakeUps => wakeUpsOn(there());

  beforeAll(async () => {
    const endpoint = process.env['SCHEDULER_ENDPOINT'];
    ground = endpoint === undefined ? await localGround() : await givenGround(endpoint);
  });
  afterAll(() => there().end());

  it('[WAKE-5] schedules what is far on a whole minute, once per number, with the queue as its target', async () => {
    const { now, scheduler, queueArn } = there();
    const number = now % 1_000_000;
    await wakeUps().arm(CHAT_ID, { number, at: now + HOUR_MS }, now);
    await wakeUps().arm(CHAT_ID, { number, at: now + HOUR_MS }, now);
    const Name = `${CHAT_ID}.${number}`;
    const schedule = await scheduler.send(new GetScheduleCommand({ Name, GroupName: GROUP }));
    const minute = new Date(Math.ceil((now + HOUR_MS) / 60_000) * 60_000).toISOString().slice(0, 19);
    expect(schedule).toMatchObject({
      ScheduleExpression: `at(${minute})`,
      ActionAfterCompletion: 'DELETE',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: queueArn, RoleArn: ROLE_ARN, Input: JSON.stringify({ chatId: CHAT_ID, n: number }) },
    });
  });

  it('[WAKE-5] sends what is due to the queue at once, and asks Scheduler for nothing in the past', async () => {
    const { now, sqs, queueUrl } = there();
    await wakeUps().arm(CHAT_ID, { number: 7, at: now - HOUR_MS }, now);
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl }));
    expect(Messages.map(({ Body }) => Body)).toEqual([JSON.stringify({ chatId: CHAT_ID, n: 7 })]);
  });

  it('[WAKE-5] keeps a near wake-up in the queue until its time', async () => {
    const { now, sqs, queueUrl } = there();
    await wakeUps().arm(CHAT_ID, { number: 8, at: now + 45_000 }, now);
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl }));
    expect(Messages).toEqual([]);
  });
});

import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  ConflictException,
  CreateScheduleCommand,
  SchedulerClient,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-scheduler';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { QueueDoesNotExist, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { eventBridgeBus } from '../../shared/adapters/eventbridge/bus.ts';
import { memoryClock } from '../../shared/adapters/memory/memory-clock.ts';
import { schedulerWakeUps } from '../../shared/adapters/scheduler/wake-ups.ts';
import { secretChatKeys } from '../../shared/adapters/secretsmanager/chat-keys.ts';
import { sqsNearWakeUps } from '../../shared/adapters/sqs/near-wake-ups.ts';
import { sqsRetryQueue } from '../../shared/adapters/sqs/retry-queue.ts';
import type { Announced } from '../../shared/app/ports.ts';
import { START } from '../contract/support/sample-log.ts';

const CHAT = 'abcdefghijklmnopqrstuvwx23';
const MINUTE_MS = 60_000;
const metadata = { $metadata: {}, message: 'said the service' };
const QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/000000000000/wake';
const place = { region: 'us-east-1' };
const queue = mockClient(SQSClient);
const scheduler = mockClient(SchedulerClient);
const bus = mockClient(EventBridgeClient);
const secrets = mockClient(SecretsManagerClient);

const sent = () => queue.commandCalls(SendMessageCommand).map(({ args }) => args[0].input);

beforeEach(() => {
  queue.reset();
  scheduler.reset();
  bus.reset();
  secrets.reset();
  queue.on(SendMessageCommand).resolves({});
});

describe('wake-ups', () => {
  const wakeUps = schedulerWakeUps(new SchedulerClient(place), {
    group: 'wake-group',
    queueArn: 'arn:aws:sqs:us-east-1:000000000000:wake',
    roleArn: 'arn:aws:iam::000000000000:role/scheduler',
    near: sqsNearWakeUps(new SQSClient(place), QUEUE_URL),
  });

  it('[WAKE-5] that are near are messages with a delay, without one when they are due', async () => {
    await wakeUps.arm(CHAT, { number: 3, at: START + 45_001 }, START);
    await wakeUps.arm(CHAT, { number: 4, at: START + 15 * MINUTE_MS - 1 }, START);
    await wakeUps.arm(CHAT, { number: 5, at: START - 1 }, START);
    expect(sent()).toEqual([
      { QueueUrl: QUEUE_URL, MessageBody: `{"chatId":"${CHAT}","n":3}`, DelaySeconds: 46 },
      { QueueUrl: QUEUE_URL, MessageBody: `{"chatId":"${CHAT}","n":4}`, DelaySeconds: 900 },
      { QueueUrl: QUEUE_URL, MessageBody: `{"chatId":"${CHAT}","n":5}` },
    ]);
    expect(scheduler.calls()).toEqual([]);
  });

  it('[WAKE-5] that are far are schedules on the whole minute, which end with their firing', async () => {
    scheduler.on(CreateScheduleCommand).resolves({});
    await wakeUps.arm(CHAT, { number: 12, at: START + 15 * MINUTE_MS + 1 }, START);
    expect(scheduler.commandCalls(CreateScheduleCommand)[0]?.args[0].input).toEqual({
      GroupName: 'wake-group',
      Name: `${CHAT}.12`,
      ScheduleExpression: 'at(2026-03-02T09:16:00)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: {
        Arn: 'arn:aws:sqs:us-east-1:000000000000:wake',
        RoleArn: 'arn:aws:iam::000000000000:role/scheduler',
        Input: `{"chatId":"${CHAT}","n":12}`,
      },
    });
    await wakeUps.arm(CHAT, { number: 13, at: START + 20 * MINUTE_MS }, START);
    expect(scheduler.commandCalls(CreateScheduleCommand)[1]?.args[0].input.ScheduleExpression).toBe(
      'at(2026-03-02T09:20:00)',
    );
    expect(sent()).toEqual([]);
  });

  it('that exist already are done', async () => {
    scheduler.on(CreateScheduleCommand).rejects(new ConflictException({ ...metadata, Message: '' }));
    await wakeUps.arm(CHAT, { number: 12, at: START + 20 * MINUTE_MS }, START);
    expect(sent()).toEqual([]);
  });

  it('that Scheduler will not have come from the queue, as late as it can', async () => {
    scheduler.on(CreateScheduleCommand).rejects(new ValidationException({ ...metadata, Message: '' }));
    await wakeUps.arm(CHAT, { number: 12, at: START + 20 * MINUTE_MS }, START);
    expect(sent()).toEqual([{ QueueUrl: QUEUE_URL, MessageBody: `{"chatId":"${CHAT}","n":12}`, DelaySeconds: 900 }]);
  });

  it('that fail are faults', async () => {
    scheduler.on(CreateScheduleCommand).rejects(new ThrottlingException({ ...metadata, Message: '' }));
    await expect(wakeUps.arm(CHAT, { number: 1, at: START + 86_400_000 }, START)).rejects.toMatchObject({
      name: 'Fault',
      retryable: true,
    });
    queue.on(SendMessageCommand).rejects(new QueueDoesNotExist(metadata));
    await expect(wakeUps.arm(CHAT, { number: 1, at: START }, START)).rejects.toMatchObject({
      name: 'Fault',
      retryable: false,
    });
  });
});

describe('the retry queue', () => {
  it('names the effect and lets it rest', async () => {
    await sqsRetryQueue(new SQSClient(place), QUEUE_URL).send({ chatId: CHAT, index: 7, effect: 2 });
    expect(sent()).toEqual([
      { QueueUrl: QUEUE_URL, MessageBody: `{"chatId":"${CHAT}","index":7,"effect":2}`, DelaySeconds: 30 },
    ]);
  });
});

describe('the bus', () => {
  const chatBus = eventBridgeBus(new EventBridgeClient(place), 'chat-bus');
  const fact: Announced = {
    id: `${CHAT}.7.status-changed.v1`,
    name: 'status-changed.v1',
    chatId: CHAT,
    index: 7,
    at: START,
    service: 'support',
    status: -2,
    checkAt: START + 1000,
    details: { from: -1, to: -2 },
    overdue: { kind: 'idle-alert', lateMs: 130_000 },
  };

  it('carries a fact as a CloudEvent with the names of the domain', async () => {
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
    await chatBus.announce(fact);
    const { Entries = [] } = bus.commandCalls(PutEventsCommand)[0]?.args[0].input ?? {};
    expect(Entries).toEqual([
      {
        EventBusName: 'chat-bus',
        Source: 'dormouse',
        DetailType: 'status-changed.v1',
        Time: new Date(START),
        Detail: JSON.stringify({
          specversion: '1.0',
          id: fact.id,
          source: 'dormouse',
          type: 'status-changed.v1',
          subject: CHAT,
          time: '2026-03-02T09:00:00.000Z',
          data: {
            chatId: CHAT,
            index: 7,
            service: 'support',
            GCTI_Chat_AsyncStatus: -2,
            GCTI_Chat_AsyncCheckAt: '2026-03-02T09:00:01.000Z',
            from: -1,
            to: -2,
            overdue: { kind: 'idle-alert', lateMs: 130_000 },
          },
        }),
      },
    ]);
  });

  it('that takes the call but not the entry is a fault', async () => {
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] });
    await expect(chatBus.announce(fact)).rejects.toMatchObject({ name: 'Fault', retryable: true });
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'AccessDeniedException' }] });
    await expect(chatBus.announce(fact)).rejects.toMatchObject({ name: 'Fault', retryable: false });
    bus.on(PutEventsCommand).rejects(new Error('socket hang up'));
    await expect(chatBus.announce(fact)).rejects.toMatchObject({ name: 'Fault', retryable: true });
  });
});

describe('the keys', () => {
  const ring = (kid: string, ...ids: string[]) =>
    JSON.stringify({ kid, ...Object.fromEntries(ids.map((id) => [id, `the key ${id}`])) });
  const made = () => {
    const clock = memoryClock(START);
    return { clock, source: secretChatKeys(new SecretsManagerClient(place), 'arn:secret', clock) };
  };
  const reads = () => secrets.commandCalls(GetSecretValueCommand).map(({ args }) => args[0].input);

  it('are read once, however many ask at once', async () => {
    secrets.on(GetSecretValueCommand).resolves({ SecretString: ring('k1', 'k1') });
    const { source } = made();
    const [first] = await Promise.all([source.keys(), source.keys('k1'), source.keys()]);
    expect(first).toEqual({ current: 'k1', keys: new Map([['k1', 'the key k1']]) });
    expect(reads()).toEqual([{ SecretId: 'arn:secret' }]);
  });

  it('are read again for an unknown key, at most once a minute', async () => {
    secrets
      .on(GetSecretValueCommand)
      .resolvesOnce({ SecretString: ring('k1', 'k1') })
      .resolves({ SecretString: ring('k2', 'k1', 'k2') });
    const { clock, source } = made();
    expect((await source.keys('k2')).current).toBe('k1');
    clock.advance(59_999);
    expect((await source.keys('k2')).current).toBe('k1');
    clock.advance(1);
    expect((await source.keys('k2')).current).toBe('k2');
    expect((await source.keys('k9')).current).toBe('k2');
    expect(reads()).toHaveLength(2);
  });

  it('stay as they were when a later reading fails, and are a fault when the first does', async () => {
    const { clock, source } = made();
    secrets
      .on(GetSecretValueCommand)
      .rejectsOnce(new Error('no route'))
      .resolvesOnce({ SecretString: ring('k1', 'k1') });
    await expect(source.keys()).rejects.toMatchObject({ name: 'Fault', retryable: true });
    expect((await source.keys()).current).toBe('k1');
    secrets.on(GetSecretValueCommand).rejects(new Error('no route'));
    clock.advance(60_000);
    expect((await source.keys('k2')).current).toBe('k1');
  });

  it('that are no key ring are refused', async () => {
    for (const SecretString of ['', '{', '"k1"', '{"k1":"x"}', ring('k2', 'k1'), '{"kid":"k1","k1":""}']) {
      secrets.on(GetSecretValueCommand).resolves({ SecretString });
      await expect(made().source.keys()).rejects.toMatchObject({ name: 'Fault', retryable: false });
    }
  });
});

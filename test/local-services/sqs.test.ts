import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createSqsService,
  type QueueDeclaration,
  type SqsRecord,
  type SqsService,
} from '../../local/sqs/sqs-service.ts';
import { testEnvironment } from './support/environment.ts';
import { serviceEndpoint, type ServiceEndpoint } from './support/service-endpoint.ts';
import { testTime, type TestTime } from './support/virtual-clock.ts';

const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0);
const QueueUrl = 'http://localhost:1/000000000000/wake';
const deadUrl = 'http://localhost:1/000000000000/wake-dead';
const dead: QueueDeclaration = { name: 'wake-dead', arn: 'arn:aws:sqs:us-east-1:000000000000:wake-dead', url: deadUrl };
const wake: QueueDeclaration = {
  name: 'wake',
  arn: 'arn:aws:sqs:us-east-1:000000000000:wake',
  url: QueueUrl,
  visibilityTimeoutSec: 60,
  redrive: { deadLetterTargetArn: dead.arn, maxReceiveCount: 2 },
};

describe('SQS', () => {
  let time: TestTime;
  let problems: string[];
  let service: SqsService;
  let endpoint: ServiceEndpoint;
  let client: SQSClient;

  const open = async (dataDir?: string) => {
    const setUp = testEnvironment(time, dataDir);
    problems = setUp.problems;
    service = createSqsService({ ...setUp.environment, queues: [wake, dead] });
    endpoint = await serviceEndpoint(service);
    client = new SQSClient(endpoint.client);
  };
  const close = async () => {
    client.destroy();
    await endpoint.stop();
  };
  const send = (MessageBody: string, DelaySeconds?: number) =>
    client.send(
      new SendMessageCommand({ QueueUrl, MessageBody, ...(DelaySeconds === undefined ? {} : { DelaySeconds }) }),
    );
  const receive = async (url = QueueUrl) =>
    (await client.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 }))).Messages ?? [];

  beforeEach(async () => {
    time = testTime(START_MS);
    await open();
  });
  afterEach(close);

  it('hides a received message for the visibility timeout, then gives it again until it is deleted', async () => {
    await send('héllo');

    const first = await receive();
    const during = await receive();
    await time.pass(60_000);
    const second = await receive();
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first[0]?.ReceiptHandle }));
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: second[0]?.ReceiptHandle }));
    await time.pass(60_000);

    expect(first.map((message) => message.Body)).toEqual(['héllo']);
    expect(during).toEqual([]);
    expect(second.map((message) => message.MessageId)).toEqual(first.map((message) => message.MessageId));
    expect(await receive()).toEqual([]);
    expect(await receive(deadUrl)).toEqual([]);
  });

  it('does not delete by a receipt that a later receive has replaced', async () => {
    await send('x');
    const [old] = await receive();
    await time.pass(60_000);
    const [current] = await receive();

    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: old?.ReceiptHandle }));
    await client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: current?.ReceiptHandle, VisibilityTimeout: 5 }),
    );

    expect(service.stats()['wake']).toMatchObject({ visible: 0, inFlight: 1 });
  });

  it('delays a message for up to 900 seconds and refuses more', async () => {
    await send('later', 900);
    await time.pass(899_999);
    const early = await receive();
    await time.pass(1);
    const due = await receive();

    expect(early).toEqual([]);
    expect(due.map((message) => message.Body)).toEqual(['later']);
    await expect(send('too late', 901)).rejects.toMatchObject({
      message: 'Value 901 for parameter DelaySeconds is invalid. Reason: Must be between 0 and 900, if provided.',
    });
  });

  it('passes message attributes through , with a digest of theirs', async () => {
    await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'x',
        MessageAttributes: {
          kind: { DataType: 'String', StringValue: 'wake-up' },
          raw: { DataType: 'Binary', BinaryValue: Uint8Array.from([1, 2, 3]) },
        },
      }),
    );

    const output = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] }),
    );

    expect(output.Messages?.[0]?.MessageAttributes).toEqual({
      kind: { DataType: 'String', StringValue: 'wake-up' },
      raw: { DataType: 'Binary', BinaryValue: Uint8Array.from([1, 2, 3]) },
    });
    expect(output.Messages?.[0]?.MD5OfMessageAttributes).toMatch(/^[0-9a-f]{32}$/);
    expect(output.Messages?.[0]?.Attributes).toEqual({
      ApproximateReceiveCount: '1',
      SentTimestamp: String(START_MS),
      SenderId: 'AIDALOCAL',
      ApproximateFirstReceiveTimestamp: String(START_MS),
    });
  });

  it('gives a message up after maxReceiveCount receives, and takes it back by a move task', async () => {
    await send('poison');
    await receive();
    await time.pass(60_000);
    await receive();
    await time.pass(60_000);

    expect(await receive()).toEqual([]);
    expect((await receive(deadUrl)).map((message) => message.Body)).toEqual(['poison']);

    await client.send(new StartMessageMoveTaskCommand({ SourceArn: dead.arn }));
    expect((await receive()).map((message) => message.Body)).toEqual(['poison']);
    expect(await receive(deadUrl)).toEqual([]);
  });

  it('reports the failed entries of a batch one by one', async () => {
    const output = await client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'a', MessageBody: 'fine' },
          { Id: 'b', MessageBody: 'late', DelaySeconds: 901 },
        ],
      }),
    );

    expect(output.Successful?.map((entry) => entry.Id)).toEqual(['a']);
    expect(output.Failed).toMatchObject([{ Id: 'b', SenderFault: true, Code: 'InvalidParameterValueException' }]);
  });

  it('refuses a message over one MiB', async () => {
    await send('x'.repeat(1_048_576));
    await expect(send('x'.repeat(1_048_577))).rejects.toThrow('Message must be shorter than 1048576 bytes');
  });

  it('says QueueDoesNotExist of an unknown queue', async () => {
    const unknown = client.send(new SendMessageCommand({ QueueUrl: `${QueueUrl}-not`, MessageBody: 'x' }));

    await expect(unknown).rejects.toBeInstanceOf(QueueDoesNotExist);
  });

  it('tells URL, counts and settings, and purges', async () => {
    await send('a');
    await send('b', 10);
    await send('c');
    await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1 }));

    const url = await client.send(new GetQueueUrlCommand({ QueueName: 'wake' }));
    const before = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    await client.send(new PurgeQueueCommand({ QueueUrl }));

    expect(url.QueueUrl).toBe(QueueUrl);
    expect(before.Attributes).toEqual({
      QueueArn: wake.arn,
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
      VisibilityTimeout: '60',
      DelaySeconds: '0',
      MessageRetentionPeriod: '345600',
      MaximumMessageSize: '1048576',
      RedrivePolicy: JSON.stringify(wake.redrive),
    });
    expect(service.stats()['wake']).toMatchObject({ visible: 0, inFlight: 0, delayed: 0, sent: 3 });
  });

  it('asks for the single form of a permission, also for batches', async () => {
    await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'a', MessageBody: 'x' }] }));
    await client.send(new GetQueueUrlCommand({ QueueName: 'wake' }));

    expect(endpoint.grants).toEqual([
      { action: 'sqs:SendMessage', resource: wake.arn },
      { action: 'sqs:GetQueueUrl', resource: wake.arn },
    ]);
  });

  describe('with a consumer', () => {
    const batches: (readonly SqsRecord[])[] = [];
    let failing: (record: SqsRecord) => boolean;
    const consume = (batchSize: number, maximumBatchingWindowSec: number) => {
      batches.length = 0;
      failing = () => false;
      service.subscribe(wake.arn, { batchSize, maximumBatchingWindowSec }, async (batch) => {
        batches.push(batch);
        return { failedMessageIds: batch.filter(failing).map((record) => record.messageId) };
      });
    };
    const bodies = () => batches.map((batch) => batch.map((record) => record.body));

    it('delivers at once what is visible, and a delayed message when its time has come', async () => {
      consume(10, 0);
      service.sendTo(wake.arn, '{"n":1}');
      await send('{"n":2}', 45);
      await time.activity.idle();
      const atOnce = bodies();
      await time.pass(45_000);

      expect(atOnce).toEqual([['{"n":1}']]);
      expect(bodies()).toEqual([['{"n":1}'], ['{"n":2}']]);
      expect(batches[0]?.[0]).toMatchObject({
        eventSource: 'aws:sqs',
        eventSourceARN: wake.arn,
        awsRegion: 'us-east-1',
      });
      expect(service.stats()['wake']).toMatchObject({ sent: 2, received: 2, visible: 0, inFlight: 0, delayed: 0 });
    });

    it('collects a batch for the batching window, but not when it is full', async () => {
      consume(3, 5);
      service.sendTo(wake.arn, 'a');
      service.sendTo(wake.arn, 'b');
      await time.pass(4_999);
      const early = bodies();
      await time.pass(1);
      for (const body of ['c', 'd', 'e']) service.sendTo(wake.arn, body);
      await time.activity.idle();

      expect(early).toEqual([]);
      expect(bodies()).toEqual([
        ['a', 'b'],
        ['c', 'd', 'e'],
      ]);
    });

    it('gives only the failed messages of a batch again, and gives them up to the dead-letter queue', async () => {
      consume(10, 1);
      failing = (record) => record.body === 'bad';
      service.sendTo(wake.arn, 'good');
      service.sendTo(wake.arn, 'bad');
      await time.pass(1_000);
      await time.pass(61_000);
      await time.pass(61_000);

      expect(bodies()).toEqual([['good', 'bad'], ['bad']]);
      expect((await receive(deadUrl)).map((message) => message.Body)).toEqual(['bad']);
      expect(problems).toEqual([]);
    });

    it('takes a rejected delivery as a failure of the whole batch, and reports it', async () => {
      const attempts: number[] = [];
      service.subscribe(wake.arn, { batchSize: 1, maximumBatchingWindowSec: 0 }, async () => {
        attempts.push(time.clock.now() - START_MS);
        throw new Error('the function timed out');
      });
      service.sendTo(wake.arn, 'x');
      await time.pass(180_000);

      expect(attempts).toEqual([0, 60_000]);
      expect(problems).toEqual(['unable to deliver a batch of wake', 'unable to deliver a batch of wake']);
      expect(service.stats()['wake-dead']).toMatchObject({ visible: 1 });
    });

    it('has at most five batches under way', async () => {
      const open: (() => void)[] = [];
      let most = 0;
      let underWay = 0;
      service.subscribe(wake.arn, { batchSize: 1, maximumBatchingWindowSec: 0 }, async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise<void>((resolve) => open.push(resolve));
        underWay -= 1;
        return { failedMessageIds: [] };
      });
      for (let n = 0; n < 12; n += 1) service.sendTo(wake.arn, String(n));
      for (let n = 0; n < 12; n += 1) {
        open.shift()?.();
        await new Promise(setImmediate);
      }
      await time.activity.idle();

      expect(most).toBe(5);
      expect(service.stats()['wake']).toMatchObject({ received: 12, visible: 0, inFlight: 0 });
    });
  });

  it('keeps its messages over a restart on the same folder', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'dormouse-'));
    await close();
    await open(dataDir);
    await send('now');
    await send('later', 600);
    await close();
    await open(dataDir);

    expect((await receive()).map((message) => message.Body)).toEqual(['now']);
    await time.pass(600_000);
    expect((await receive()).map((message) => message.Body)).toContain('later');
    rmSync(dataDir, { recursive: true });
  });
});

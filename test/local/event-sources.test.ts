import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalCloud } from '../../local/local-cloud.ts';
import { operatorConfig, sortKeys, startSmallCloud } from './support/small-cloud.ts';

let cloud: LocalCloud;
let dynamodb: DynamoDBClient;
let sqs: SQSClient;

beforeEach(async () => {
  ({ cloud } = await startSmallCloud());
  dynamodb = new DynamoDBClient(operatorConfig(cloud));
  sqs = new SQSClient(operatorConfig(cloud));
});
afterEach(async () => {
  dynamodb.destroy();
  sqs.destroy();
  await cloud.stop();
});

const TableName = (): string => cloud.outputs['TableName'] ?? '';

async function put(sk: string, fx?: string): Promise<void> {
  const Item = { pk: { S: 'log' }, sk: { S: sk }, ...(fx === undefined ? {} : { fx: { S: fx } }) };
  await dynamodb.send(new PutItemCommand({ TableName: TableName(), Item }));
}

const streamCounts = (): unknown => Object.entries(cloud.stats()).find(([name]) => name === 'streams')?.[1];
const dead = () => cloud.services.sqs.stats()[cloud.outputs['DeadUrl']?.split('/').at(-1) ?? ''];

describe('a stream mapping', () => {
  it('delivers only records that its filter lets through, and none without a new image', async () => {
    await put('plain');
    await put('marked', '1');
    await put('other', '2');
    await dynamodb.send(
      new DeleteItemCommand({ TableName: TableName(), Key: { pk: { S: 'log' }, sk: { S: 'marked' } } }),
    );
    await cloud.idle();
    expect(await sortKeys(cloud, 'seen')).toEqual(['marked']);
    // The function's own write of what it has seen is a record, too.
    expect(streamCounts()).toEqual({ StreamMapping: { delivered: 1, filtered: 4, retries: 0, discarded: 0 } });
  });

  it('delivers again from the first failed record on, and nothing before time moves', async () => {
    await Promise.all([put('a', '1'), put('twice', '1'), put('z', '1')]);
    await cloud.idle();
    expect(await sortKeys(cloud, 'seen')).not.toContain('twice');
    await cloud.advance(60_000);
    expect(await sortKeys(cloud, 'seen')).toEqual(['a', 'twice', 'z']);
  });

  it('gives a record up after its retries, tells the destination where it was, and goes on', async () => {
    await put('bad', '1');
    await put('good', '1');
    await cloud.idle();
    await cloud.advance(10 * 60_000);
    expect(await sortKeys(cloud, 'seen')).toEqual(['good']);
    expect(dead()?.visible).toBe(1);
  });
});

describe('a queue mapping', () => {
  it('delivers what is sent', async () => {
    await sqs.send(new SendMessageCommand({ QueueUrl: cloud.outputs['JobsUrl'], MessageBody: 'job' }));
    await cloud.idle();
    expect(await sortKeys(cloud, 'seen')).toEqual(['job']);
  });

  it('delivers what failed again after the visibility timeout, and gives it up after the last receive', async () => {
    await sqs.send(new SendMessageCommand({ QueueUrl: cloud.outputs['JobsUrl'], MessageBody: 'bad job' }));
    await cloud.idle();
    await cloud.advance(29_000);
    expect(cloud.services.lambda.counts()['EffectsFunction']?.invocations).toBe(1);
    await cloud.advance(1_000);
    expect(cloud.services.lambda.counts()['EffectsFunction']?.invocations).toBe(2);
    await cloud.advance(30_000);
    expect(cloud.services.lambda.counts()['EffectsFunction']?.invocations).toBe(2);
    expect(dead()?.visible).toBe(1);
  });
});

describe('injected faults', () => {
  it('fail a call before it has an effect, or lose its answer after', async () => {
    const once = new DynamoDBClient({ ...operatorConfig(cloud), maxAttempts: 1 });
    const send = (sk: string) =>
      once.send(new PutItemCommand({ TableName: TableName(), Item: { pk: { S: 'log' }, sk: { S: sk } } }));
    cloud.faults.failCalls({ service: 'dynamodb', operation: 'PutItem', count: 1, when: 'before' });
    await expect(send('never')).rejects.toThrow('Injected fault');
    cloud.faults.failCalls({ service: 'dynamodb', operation: 'PutItem', count: 1, when: 'after' });
    await expect(send('unheard')).rejects.toThrow('Injected fault; the answer is lost');
    expect(await sortKeys(cloud, 'log')).toEqual(['unheard']);
    once.destroy();
  });
});

describe('a caller without a known access key', () => {
  it('is refused', async () => {
    const stranger = new DynamoDBClient({
      ...operatorConfig(cloud),
      credentials: { accessKeyId: 'STRANGER', secretAccessKey: 'x' },
    });
    const call = stranger.send(
      new PutItemCommand({ TableName: TableName(), Item: { pk: { S: 'a' }, sk: { S: 'b' } } }),
    );
    await expect(call).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    stranger.destroy();
  });
});

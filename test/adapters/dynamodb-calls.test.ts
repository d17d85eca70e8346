import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  InternalServerError,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamoChatLog } from '../../shared/adapters/dynamodb/chat-log.ts';
import { dynamoReadMarks } from '../../shared/adapters/dynamodb/read-marks.ts';
import { dynamoContacts } from '../../shared/adapters/dynamodb/contacts.ts';
import { dynamoDeskRegistry } from '../../shared/adapters/dynamodb/desk-registry.ts';
import { toItem } from '../../shared/adapters/dynamodb/items.ts';
import { dynamoListRows } from '../../shared/adapters/dynamodb/list-rows.ts';
import { dynamoOptions } from '../../shared/adapters/dynamodb/options.ts';
import { memoryClock } from '../../shared/adapters/memory/memory-clock.ts';
import { DEFAULT_OPTIONS } from '../../shared/domain/options.ts';
import { message, sampleChat, START } from '../contract/support/sample-log.ts';

const CHAT = 'abcdefghijklmnopqrstuvwx23';
const metadata = { $metadata: {}, message: 'said the store' };
const store = mockClient(DynamoDBClient);
const client = new DynamoDBClient({ region: 'us-east-1' });
const log = dynamoChatLog(client, 'chats');
const second = { event: message(2), effects: [] };

beforeEach(() => {
  store.reset();
});

describe('the log’s calls', () => {
  it('loads with one strongly or eventually consistent query, newest first, of eight items', async () => {
    store.on(QueryCommand).resolves({ Items: [] });
    await log.load(CHAT, 'strong');
    await log.load(CHAT, 'weak');
    const query = {
      TableName: 'chats',
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :events)',
      ExpressionAttributeValues: { ':pk': { S: `CHAT#${CHAT}` }, ':events': { S: 'E#' } },
      ScanIndexForward: false,
      Limit: 8,
    };
    expect(store.commandCalls(QueryCommand).map(({ args }) => args[0].input)).toEqual([
      { ...query, ConsistentRead: true },
      { ...query, ConsistentRead: false },
    ]);
  });

  it('asks once more, strongly, when a weak answer has a hole', async () => {
    const items = sampleChat(CHAT, 3).entries.map((entry) => toItem(CHAT, entry));
    const newestFirst = [...items].reverse();
    store
      .on(QueryCommand, { ConsistentRead: false })
      .resolves({ Items: newestFirst.filter((_, place) => place !== 1) })
      .on(QueryCommand, { ConsistentRead: true })
      .resolves({ Items: newestFirst });
    expect((await log.load(CHAT, 'weak'))?.state.index).toBe(3);
    expect(store.commandCalls(QueryCommand)).toHaveLength(2);
  });

  it('commits with one conditional put that asks for what stands in its way', async () => {
    store.on(PutItemCommand).resolves({});
    expect(await log.append(CHAT, second)).toEqual({ kind: 'committed' });
    expect(store.calls()).toHaveLength(1);
    expect(store.commandCalls(PutItemCommand)[0]?.args[0].input).toEqual({
      TableName: 'chats',
      Item: toItem(CHAT, second),
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  });

  it('[LOG-5] names the standing event from the failed condition alone', async () => {
    const standing = { event: { ...message(2), id: 'c/other' }, effects: [] };
    store
      .on(PutItemCommand)
      .rejects(new ConditionalCheckFailedException({ ...metadata, Item: toItem(CHAT, standing) }));
    expect(await log.append(CHAT, second)).toEqual({ kind: 'taken', by: standing.event });
    expect(store.calls()).toHaveLength(1);
  });

  it('reads the standing event when the failed condition does not bring it', async () => {
    store.on(PutItemCommand).rejects(new ConditionalCheckFailedException(metadata));
    store.on(GetItemCommand).resolves({ Item: toItem(CHAT, second) });
    expect(await log.append(CHAT, second)).toEqual({ kind: 'taken', by: second.event });
    expect(store.commandCalls(GetItemCommand)[0]?.args[0].input).toEqual({
      TableName: 'chats',
      Key: { pk: { S: `CHAT#${CHAT}` }, sk: { S: 'E#0000000002' } },
      ConsistentRead: true,
    });
  });

  it('is a passing fault when nobody knows whether the put arrived, and when the store is busy', async () => {
    const passing = [
      Object.assign(new Error('request timed out'), { name: 'TimeoutError' }),
      new InternalServerError(metadata),
      new ProvisionedThroughputExceededException(metadata),
      Object.assign(new Error('socket hang up'), { name: 'Error', code: 'ECONNRESET' }),
    ];
    for (const error of passing) {
      store.reset();
      store.on(PutItemCommand).rejects(error);
      await expect(log.append(CHAT, second)).rejects.toMatchObject({ name: 'Fault', retryable: true, cause: error });
    }
  });

  it('is a lasting fault when the table is not there', async () => {
    store.on(QueryCommand).rejects(new ResourceNotFoundException(metadata));
    await expect(log.load(CHAT, 'strong')).rejects.toMatchObject({ name: 'Fault', retryable: false });
  });

  it('[EFF-8] expires ten items at once without their mark for the stream, and none that is gone already', async () => {
    const items = sampleChat(CHAT, 12).entries.map((entry) => toItem(CHAT, entry));
    store.on(QueryCommand).resolves({ Items: items });
    store.on(UpdateItemCommand).rejectsOnce(new ConditionalCheckFailedException(metadata)).resolves({});
    expect(await log.expire(CHAT, 0, 200, 77)).toEqual({ position: 12, more: false });
    const updates = store.commandCalls(UpdateItemCommand).map(({ args }) => args[0].input);
    expect(updates).toHaveLength(12);
    expect(updates[11]).toEqual({
      TableName: 'chats',
      Key: { pk: { S: `CHAT#${CHAT}` }, sk: { S: 'E#0000000012' } },
      UpdateExpression: 'SET #ttl = :expiresAt REMOVE fx',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: { ':expiresAt': { N: '77' } },
    });
  });

  it('[END-2] goes on with an expiry that was cut off, and does nothing twice', async () => {
    const items = sampleChat(CHAT, 12).entries.map((entry) => toItem(CHAT, entry));
    const half = items.map((item, place) => (place < 9 ? { ...item, ttl: { N: '77' } } : item));
    store.on(QueryCommand).resolves({ Items: half });
    store.on(UpdateItemCommand).resolves({});
    expect(await log.expire(CHAT, 0, 200, 77)).toEqual({ position: 12, more: false });
    expect(store.commandCalls(UpdateItemCommand)).toHaveLength(3);
  });
});

describe('the registry’s calls', () => {
  const registry = dynamoDeskRegistry(client, 'desk');
  const lost = {
    pk: { S: 'AGENT#zoe' },
    sk: { S: 'DESK' },
    ver: { N: '3' },
    agentId: { S: 'zoe' },
    epoch: { N: '1' },
    sockets: { S: '[]' },
    seenUntil: { N: String(START) },
    absences: { N: '1' },
    absentSince: { N: String(START) },
    lostEpoch: { N: '1' },
  };

  it('keeps what an earlier round found when its put had arrived without an answer', async () => {
    const back = { ...lost, ver: { N: '4' }, epoch: { N: '2' }, sockets: { S: `[{"id":"s1","since":${START + 9}}]` } };
    store.on(GetItemCommand).resolvesOnce({ Item: lost }).resolves({ Item: back });
    store.on(PutItemCommand).rejects(new ConditionalCheckFailedException(metadata));
    expect(await registry.register('zoe', 's1', START + 9)).toMatchObject({ desk: { epoch: 2 }, wasLost: true });
    expect(store.commandCalls(PutItemCommand)).toHaveLength(1);
  });

  it('writes only over the version that it read', async () => {
    store.on(GetItemCommand).resolves({ Item: lost });
    store.on(PutItemCommand).resolves({});
    await registry.register('zoe', 's1', START + 9);
    expect(store.commandCalls(PutItemCommand)[0]?.args[0].input).toMatchObject({
      Item: { ver: { N: '4' }, epoch: { N: '2' } },
      ConditionExpression: 'ver = :read',
      ExpressionAttributeValues: { ':read': { N: '3' } },
    });
  });

  it('gives up after five lost races, for the caller to try again', async () => {
    store.on(GetItemCommand).resolves({ Item: lost });
    store.on(PutItemCommand).rejects(new ConditionalCheckFailedException(metadata));
    await expect(registry.register('zoe', 's1', START)).rejects.toMatchObject({ name: 'Fault', retryable: true });
    expect(store.commandCalls(PutItemCommand)).toHaveLength(5);
  });

  it('refuses a desk that it cannot read', async () => {
    for (const broken of [
      { ...lost, sockets: { S: '{}' } },
      { ...lost, sockets: { S: '[{"id":7}]' } },
      { ...lost, agentId: { S: 'bob' } },
    ]) {
      store.reset();
      store.on(GetItemCommand).resolves({ Item: broken });
      await expect(registry.read('zoe')).rejects.toMatchObject({ name: 'Fault', retryable: false });
    }
  });
});

describe('the other items’ calls', () => {
  it('does not write a contact that is no news', async () => {
    const contacts = dynamoContacts(client, 'chats');
    store.on(GetItemCommand).resolves({ Item: { at: { N: String(START) } } });
    store.on(PutItemCommand).resolves({});
    await contacts.note(CHAT, START + 14_999, 15_000);
    expect(store.commandCalls(PutItemCommand)).toHaveLength(0);
    expect(store.commandCalls(GetItemCommand)[0]?.args[0].input.ConsistentRead).toBe(false);
    await contacts.note(CHAT, START + 15_000, 15_000);
    expect(store.commandCalls(PutItemCommand)[0]?.args[0].input).toEqual({
      TableName: 'chats',
      Item: {
        pk: { S: `CHAT#${CHAT}` },
        sk: { S: 'SEEN#CUSTOMER' },
        at: { N: String(START + 15_000) },
        ttl: { N: String(START / 1000 + 15 + 60 * 86_400) },
      },
      ConditionExpression: 'attribute_not_exists(pk) OR #at <= :before',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: { ':before': { N: String(START) } },
    });
  });

  it('[READ-2] writes what was read only when it is news, and over less alone', async () => {
    const marks = dynamoReadMarks(client, 'chats');
    store.on(GetItemCommand).resolves({ Item: { upTo: { N: '7' } } });
    store.on(PutItemCommand).resolves({});
    expect(await marks.note(CHAT, 'AGENT', 7, START)).toBe(false);
    expect(store.commandCalls(PutItemCommand)).toHaveLength(0);
    expect(store.commandCalls(GetItemCommand)[0]?.args[0].input.ConsistentRead).toBeUndefined();
    expect(await marks.note(CHAT, 'AGENT', 8, START)).toBe(true);
    expect(store.commandCalls(PutItemCommand)[0]?.args[0].input).toEqual({
      TableName: 'chats',
      Item: {
        pk: { S: `CHAT#${CHAT}` },
        sk: { S: 'READ#AGENT' },
        upTo: { N: '8' },
        ttl: { N: String(START / 1000 + 120 * 86_400) },
      },
      ConditionExpression: 'attribute_not_exists(pk) OR upTo < :upTo',
      ExpressionAttributeValues: { ':upTo': { N: '8' } },
    });
    store.on(PutItemCommand).rejects(Object.assign(new Error(), { name: 'ConditionalCheckFailedException' }));
    expect(await marks.note(CHAT, 'AGENT', 9, START)).toBe(false);
  });

  it('refuses a row that it cannot read', async () => {
    store.on(GetItemCommand).resolves({ Item: { chatId: { S: CHAT }, status: { N: '0' } } });
    await expect(dynamoListRows(client, 'desk').read(CHAT)).rejects.toMatchObject({ name: 'Fault', retryable: false });
  });
});

describe('the options', () => {
  const clock = memoryClock(START);
  const refused: string[] = [];
  const made = () =>
    dynamoOptions(client, 'desk', { clock, onRefused: (service, names) => refused.push(service, ...names) });

  it('[OPT-5] are the defaults for a service without any, and are read again after 30 seconds', async () => {
    const options = made();
    store
      .on(QueryCommand)
      .resolvesOnce({})
      .resolves({ Items: [{ sk: { S: 'OPTIONS' }, 'async-idle-alert': { N: '60' } }] });
    expect(await options.of('support')).toEqual(DEFAULT_OPTIONS);
    clock.advance(29_999);
    expect(await options.of('support')).toEqual(DEFAULT_OPTIONS);
    clock.advance(1);
    expect(await options.of('support')).toEqual({
      ...DEFAULT_OPTIONS,
      idleAlertSec: 60,
      set: { 'async-idle-alert': 60 },
    });
    const query = {
      TableName: 'desk',
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :masking AND :options',
      ExpressionAttributeValues: {
        ':pk': { S: 'SERVICE#support' },
        ':masking': { S: 'MASKING' },
        ':options': { S: 'OPTIONS' },
      },
    };
    expect(store.commandCalls(QueryCommand).map(({ args }) => args[0].input)).toEqual([query, query]);
  });

  it('[OPT-5] stay in force while they cannot be read', async () => {
    const options = made();
    store
      .on(QueryCommand)
      .resolvesOnce({ Items: [{ sk: { S: 'OPTIONS' }, 'async-idle-alert': { N: '60' } }] })
      .rejects(new ProvisionedThroughputExceededException(metadata));
    await options.of('support');
    clock.advance(30_000);
    expect(await options.of('support')).toEqual({
      ...DEFAULT_OPTIONS,
      idleAlertSec: 60,
      set: { 'async-idle-alert': 60 },
    });
    await expect(options.of('never read')).rejects.toMatchObject({ name: 'Fault', retryable: true });
  });

  it('[OPT-1] have the names of Chat Server, and are refused one by one when out of range', async () => {
    store.on(QueryCommand).resolves({
      Items: [
        {
          sk: { S: 'OPTIONS' },
          'async-idle-alert': { N: '1728000' },
          'async-idle-close': { N: '1728001' },
          'flex-disconnect-timeout': { S: '45' },
          'flex-push-timeout': { N: '0' },
          'customer-rate': { N: '0' },
          'agent-rate': { N: '1001' },
          'message-alert': { S: '' },
          'message-close': { S: 'x'.repeat(2001) },
        },
      ],
    });
    expect(await made().of('sales')).toEqual({
      ...DEFAULT_OPTIONS,
      idleAlertSec: 1_728_000,
      customerPerSec: 0,
      messageAlert: '',
      // As they are written: who reads one of them there judges it again.
      set: expect.objectContaining({ 'async-idle-alert': 1_728_000, 'async-idle-close': 1_728_001 }) as object,
    });
    expect(refused).toEqual([
      'sales',
      'async-idle-close',
      'flex-disconnect-timeout',
      'flex-push-timeout',
      'agent-rate',
      'message-close',
    ]);
  });

  it('[MASK-1, MASK-10] come with what the rules of the service mask; masks that cannot be read are a fault', async () => {
    const item = (masks: string) => ({ sk: { S: 'MASKING' }, ver: { N: '1' }, masks: { S: masks } });
    const read = async (masks: string) => {
      store.on(QueryCommand).resolves({ Items: [item(masks), { sk: { S: 'OPTIONS' }, 'customer-rate': { N: '0' } }] });
      return made().of('masked');
    };
    const masks = [
      { source: 'a', ignoreCase: true, card: false, replacement: '[a]' },
      { source: 'b', ignoreCase: false, card: true },
    ];
    expect(await read(JSON.stringify(masks))).toEqual({
      ...DEFAULT_OPTIONS,
      customerPerSec: 0,
      masks,
      set: { 'customer-rate': 0 },
    });
    for (const broken of ['{}', '[', '[7]', '[{"source":7}]', '"a"']) {
      await expect(read(broken)).rejects.toMatchObject({ name: 'Fault', retryable: false });
    }
  });

  it('are remembered for a bounded number of services', async () => {
    const options = made();
    store.on(QueryCommand).resolves({});
    for (let n = 0; n < 201; n++) await options.of(`service ${n}`);
    await options.of('service 200');
    expect(store.commandCalls(QueryCommand)).toHaveLength(201);
    await options.of('service 0');
    expect(store.commandCalls(QueryCommand)).toHaveLength(202);
  });
});

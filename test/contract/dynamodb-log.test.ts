import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamoChatLog } from '../../shared/adapters/dynamodb/chat-log.ts';
import { dynamoDbClient } from '../../shared/adapters/dynamodb/client.ts';
import { dynamoContacts } from '../../shared/adapters/dynamodb/contacts.ts';
import { dynamoDeskRegistry } from '../../shared/adapters/dynamodb/desk-registry.ts';
import { toItem } from '../../shared/adapters/dynamodb/items.ts';
import { dynamoListRows } from '../../shared/adapters/dynamodb/list-rows.ts';
import { Fault, type ChatLog, type LogEntry } from '../../shared/app/ports.ts';
import type { ChatId } from '../../shared/domain/events.ts';
import { SNAPSHOT_EVERY } from '../../shared/domain/limits.ts';
import { dynamoEndpoint, type DynamoEndpoint } from './support/dynamo-endpoint.ts';
import { entryOf, freshChatId, message, sampleChat, START, written } from './support/sample-log.ts';

const BATCH = 25;

describe('the log in DynamoDB', () => {
  let endpoint: DynamoEndpoint;
  let log: ChatLog;
  const keyOf = (chatId: ChatId, index: number) => ({
    pk: { S: `CHAT#${chatId}` },
    sk: { S: `E#${String(index).padStart(10, '0')}` },
  });
  const put = (item: ReturnType<typeof toItem>) =>
    endpoint.client.send(new PutItemCommand({ TableName: endpoint.chatsTable, Item: item }));
  const remove = (chatId: ChatId, index: number) =>
    endpoint.client.send(new DeleteItemCommand({ TableName: endpoint.chatsTable, Key: keyOf(chatId, index) }));
  const putAll = async (chatId: ChatId, entries: readonly LogEntry[]): Promise<void> => {
    for (let from = 0; from < entries.length; from += BATCH) {
      const requests = entries
        .slice(from, from + BATCH)
        .map((entry) => ({ PutRequest: { Item: toItem(chatId, entry) } }));
      await endpoint.client.send(new BatchWriteItemCommand({ RequestItems: { [endpoint.chatsTable]: requests } }));
    }
  };

  beforeAll(async () => {
    endpoint = await dynamoEndpoint();
    log = dynamoChatLog(endpoint.client, endpoint.chatsTable);
  });
  beforeEach(() => {
    endpoint.takeCalls();
  });
  afterAll(() => endpoint.stop());

  it('[LOG-2] of 10,000 events loads in one query, and any page of it is one more', async () => {
    const chatId = freshChatId();
    const { entries, states } = sampleChat(chatId, 10_000);
    await putAll(chatId, entries);
    endpoint.takeCalls();
    expect((await log.load(chatId, 'strong'))?.state).toEqual(states.at(-1));
    expect(endpoint.takeCalls()).toEqual(['Query']);
    for (const after of [0, 4_999, 9_990]) {
      const page = await log.readAfter(chatId, after, 200, 'weak');
      expect(page.events.map(({ index }) => index)).toEqual(
        Array.from({ length: Math.min(200, 10_000 - after) }, (_, n) => after + 1 + n),
      );
    }
    expect(endpoint.takeCalls()).toEqual(['Query', 'Query', 'Query']);
  }, 60_000);

  it('costs one put per event, and a snapshot on every eighth', async () => {
    const chatId = freshChatId();
    await written(log, chatId, 2 * SNAPSHOT_EVERY);
    expect(endpoint.takeCalls()).toEqual(Array.from({ length: 2 * SNAPSHOT_EVERY }, () => 'PutItem'));
    const query = new QueryCommand({
      TableName: endpoint.chatsTable,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: `CHAT#${chatId}` } },
    });
    const { Items = [] } = await endpoint.client.send(query);
    expect(Items.map((item, place) => (item['s'] === undefined ? 0 : place + 1)).filter(Boolean)).toEqual([8, 16]);
    expect(Items.map((item) => item['fx']?.S === '1')).toEqual(Items.map((item) => item['e'] !== undefined));
  });

  it('reads pages that the store cuts at one megabyte, to the end', async () => {
    const chatId = freshChatId();
    const { entries, states } = sampleChat(chatId, 1);
    await putAll(chatId, entries);
    let state = states[0];
    for (let index = 2; index <= 60; index++) {
      const made = entryOf(state, message(index, 'x'.repeat(30_000)));
      await put(toItem(chatId, made.entry));
      state = made.after;
    }
    const read: number[] = [];
    let pages = 0;
    for (let position = 0, more = true; more; pages++) {
      const page = await log.readAfter(chatId, position, 200, 'strong');
      read.push(...page.events.map(({ index }) => index));
      ({ position, more } = page);
    }
    expect(read).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
    expect(pages).toBeGreaterThan(1);
    expect((await log.load(chatId, 'strong'))?.state).toEqual(state);
  });

  it('refuses a log with a hole, weakly read or strongly', async () => {
    const chatId = freshChatId();
    await written(log, chatId, 12);
    await remove(chatId, 10);
    for (const consistency of ['weak', 'strong'] as const) {
      await expect(log.load(chatId, consistency)).rejects.toThrow('its log has a hole');
      await expect(log.readAfter(chatId, 0, 20, consistency)).rejects.toThrow('event 10 is missing');
    }
    await expect(log.load(chatId, 'strong')).rejects.toMatchObject({ name: 'Fault', retryable: false });
    expect(await log.readAfter(chatId, 10, 20, 'strong')).toMatchObject({ position: 12, more: false });
  });

  it('refuses a log that has lost its beginning or its snapshot', async () => {
    const [short, long] = [freshChatId(), freshChatId()];
    await written(log, short, 4);
    await remove(short, 1);
    await expect(log.load(short, 'strong')).rejects.toThrow('its log has a hole');
    const { entries } = await written(log, long, 10);
    const eighth = entries[7];
    if (eighth === undefined) throw new Error('the chat has ten events');
    await put(toItem(long, { event: eighth.event, effects: [] }));
    await expect(log.load(long, 'strong')).rejects.toThrow('its newest snapshot is missing');
  });

  it('[END-2] says that a log is being removed, rather than that the chat never was', async () => {
    const chatId = freshChatId();
    await written(log, chatId, 4);
    await log.expire(chatId, 0, 200, 1_900_000_000);
    await remove(chatId, 2);
    await expect(log.load(chatId, 'strong')).rejects.toThrow('its log is being removed');
  });

  it('[END-2] sets the time to live on each item, and takes the stream’s marker off', async () => {
    const chatId = freshChatId();
    await written(log, chatId, 3);
    await log.expire(chatId, 0, 2, 1_900_000_000);
    const items = await Promise.all(
      [1, 2, 3].map((index) =>
        endpoint.client.send(new GetItemCommand({ TableName: endpoint.chatsTable, Key: keyOf(chatId, index) })),
      ),
    );
    expect(items.map(({ Item }) => Item?.['ttl']?.N)).toEqual(['1900000000', '1900000000', undefined]);
    expect(items[0]?.Item).toHaveProperty('e');
    expect(items[0]?.Item).not.toHaveProperty('fx');
  });

  it('refuses to go on from an item that is no event', async () => {
    const chatId = freshChatId();
    const { entries } = await written(log, chatId, 2);
    const second = entries[1];
    if (second === undefined) throw new Error('the chat has two events');
    await put({ ...toItem(chatId, second), t: { S: 'chat-painted' } });
    await expect(log.load(chatId, 'strong')).rejects.toThrow('it is not an event of a known form');
    await expect(log.append(chatId, second)).rejects.toMatchObject({ name: 'Fault', retryable: false });
  });
});

describe('a store that is not there', () => {
  it('is a fault that may pass, whatever is asked of it', async () => {
    const there = await dynamoEndpoint();
    const { config, chatsTable, deskTable } = there;
    await there.stop();
    // Nothing listens on the discard port, whichever server the suite runs against.
    const impatient = dynamoDbClient({ ...config, endpoint: 'http://127.0.0.1:9', maxAttempts: 1 });
    const chatId = freshChatId();
    const { entries, states } = sampleChat(chatId, 2);
    const log = dynamoChatLog(impatient, chatsTable);
    const first = entries[0];
    if (first === undefined || states.length !== 2) throw new Error('the chat has two events');
    const calls = [
      log.load(chatId, 'strong'),
      log.append(chatId, first),
      log.readAfter(chatId, 0, 10, 'weak'),
      log.effectsAfter(chatId, 0, 10),
      log.expire(chatId, 0, 10, 1),
      dynamoDeskRegistry(impatient, deskTable).register('zoe', 'socket-1', START),
      dynamoListRows(impatient, deskTable).waiting('support', 10),
      dynamoContacts(impatient, chatsTable).note(chatId, START, 1000),
    ];
    for (const outcome of await Promise.allSettled(calls)) {
      expect(outcome.status).toBe('rejected');
      if (outcome.status === 'rejected') {
        expect(outcome.reason).toBeInstanceOf(Fault);
        expect(outcome.reason).toMatchObject({ retryable: true });
      }
    }
  });
});

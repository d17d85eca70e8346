import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createDynamoDbService,
  type DynamoDbService,
  type SequencedStreamRecord,
  type TableDeclaration,
} from '../../local/dynamodb/dynamodb-service.ts';
import { serviceEndpoint, type ServiceEndpoint } from './support/service-endpoint.ts';
import { testTime, type TestTime } from './support/virtual-clock.ts';

const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0);
const HOUR_MS = 3_600_000;
const chats: TableDeclaration = {
  name: 'chats',
  arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/chats',
  keySchema: [
    { attributeName: 'pk', keyType: 'HASH' },
    { attributeName: 'sk', keyType: 'RANGE' },
  ],
  attributeDefinitions: [
    { attributeName: 'pk', attributeType: 'S' },
    { attributeName: 'sk', attributeType: 'S' },
  ],
  globalSecondaryIndexes: [],
  streamEnabled: true,
  ttlAttribute: 'ttl',
};
const desk: TableDeclaration = {
  ...chats,
  name: 'desk',
  arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/desk',
  attributeDefinitions: [
    ...chats.attributeDefinitions,
    { attributeName: 'workPk', attributeType: 'S' },
    { attributeName: 'workSk', attributeType: 'S' },
  ],
  globalSecondaryIndexes: [
    {
      indexName: 'work',
      keySchema: [
        { attributeName: 'workPk', keyType: 'HASH' },
        { attributeName: 'workSk', keyType: 'RANGE' },
      ],
      projectionType: 'ALL',
    },
  ],
  streamEnabled: false,
};
const key = (sk: string) => ({ pk: { S: 'CHAT#1' }, sk: { S: sk } });
const onlyNew = { ConditionExpression: 'attribute_not_exists(pk)' };

describe('DynamoDB', () => {
  let time: TestTime;
  let records: SequencedStreamRecord[];
  let service: DynamoDbService;
  let endpoint: ServiceEndpoint;
  let client: DynamoDBClient;

  const open = async (dataDir?: string) => {
    records = [];
    service = await createDynamoDbService({
      clock: time.clock,
      activity: time.activity,
      region: 'us-east-1',
      accountId: '000000000000',
      report: (problem, cause) => {
        throw new Error(problem, { cause });
      },
      tables: [chats, desk],
      onStreamRecord: (record) => records.push(record),
      ...(dataDir === undefined ? {} : { dataDir }),
    });
    endpoint = await serviceEndpoint(service);
    client = new DynamoDBClient(endpoint.client);
  };
  const close = async () => {
    client.destroy();
    await endpoint.stop();
  };

  beforeEach(async () => {
    time = testTime(START_MS);
    await open();
  });
  afterEach(close);

  it('gives the old item when a condition fails and the caller asked for it', async () => {
    const first = { ...key('E#1'), text: { S: 'first' } };
    await client.send(new PutItemCommand({ TableName: 'chats', Item: first, ...onlyNew }));

    const again = { TableName: 'chats', Item: { ...key('E#1'), text: { S: 'second' } }, ...onlyNew };
    const asked = await client
      .send(new PutItemCommand({ ...again, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }))
      .catch((error: unknown) => error);
    const notAsked = await client.send(new PutItemCommand(again)).catch((error: unknown) => error);

    expect(asked).toBeInstanceOf(ConditionalCheckFailedException);
    expect(asked).toMatchObject({ name: 'ConditionalCheckFailedException', Item: first });
    expect(notAsked).toBeInstanceOf(ConditionalCheckFailedException);
    expect(notAsked).not.toHaveProperty('Item', first);
  });

  it('gives the old item on a refused update and a refused deletion too', async () => {
    const item = { ...key('A'), n: { N: '1' } };
    await client.send(new PutItemCommand({ TableName: 'desk', Item: item }));
    const condition = {
      TableName: 'desk',
      Key: key('A'),
      ConditionExpression: 'n = :n',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    };

    const update = await client
      .send(
        new UpdateItemCommand({
          ...condition,
          UpdateExpression: 'SET n = :next',
          ExpressionAttributeValues: { ':n': { N: '2' }, ':next': { N: '3' } },
        }),
      )
      .catch((error: unknown) => error);
    const deletion = await client
      .send(new DeleteItemCommand({ ...condition, ExpressionAttributeValues: { ':n': { N: '2' } } }))
      .catch((error: unknown) => error);

    expect(update).toMatchObject({ name: 'ConditionalCheckFailedException', Item: item });
    expect(deletion).toMatchObject({ name: 'ConditionalCheckFailedException', Item: item });
  });

  it('lets exactly one of many writers at once win, and tells the others whose item it is', async () => {
    const writers = Array.from({ length: 20 }, (_, writer) =>
      client
        .send(
          new PutItemCommand({
            TableName: 'chats',
            Item: { ...key('E#1'), by: { N: String(writer) } },
            ...onlyNew,
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        )
        .then(
          () => ({ won: writer }),
          (error: unknown) => ({ lost: error }),
        ),
    );

    const outcomes = await Promise.all(writers);

    const winners = outcomes.flatMap((outcome) => ('won' in outcome ? [outcome.won] : []));
    expect(winners).toHaveLength(1);
    for (const outcome of outcomes) {
      if ('lost' in outcome) expect(outcome.lost).toMatchObject({ Item: { by: { N: String(winners[0]) } } });
    }
    expect(records).toHaveLength(1);
  });

  it('hands every change of a streaming table to the stream, in commit order, and no other', async () => {
    const item = { ...key('E#1'), n: { N: '1' } };
    const put = new PutItemCommand({ TableName: 'chats', Item: item });
    await client.send(put);
    await client.send(put);
    await client.send(
      new UpdateItemCommand({
        TableName: 'chats',
        Key: key('E#1'),
        UpdateExpression: 'ADD n :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    );
    await client.send(new DeleteItemCommand({ TableName: 'chats', Key: key('E#1') }));
    await client.send(new PutItemCommand({ TableName: 'desk', Item: key('ROW') }));

    expect(records.map(({ sequenceNumber: _, ...record }) => record)).toEqual([
      { tableName: 'chats', eventName: 'INSERT', keys: key('E#1'), newImage: item, atMs: START_MS },
      {
        tableName: 'chats',
        eventName: 'MODIFY',
        keys: key('E#1'),
        newImage: { ...item, n: { N: '2' } },
        atMs: START_MS,
      },
      { tableName: 'chats', eventName: 'REMOVE', keys: key('E#1'), atMs: START_MS },
    ]);
    const numbers = records.map((record) => record.sequenceNumber);
    expect(numbers).toEqual(numbers.toSorted());
    expect(new Set(numbers).size).toBe(3);
  });

  it('streams and counts the writes of a batch', async () => {
    await client.send(new PutItemCommand({ TableName: 'chats', Item: key('E#1') }));
    const output = await client.send(
      new BatchWriteItemCommand({
        RequestItems: {
          chats: [{ PutRequest: { Item: key('E#2') } }, { DeleteRequest: { Key: key('E#1') } }],
        },
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );

    expect(records.map((record) => [record.eventName, record.keys])).toEqual([
      ['INSERT', key('E#1')],
      ['INSERT', key('E#2')],
      ['REMOVE', key('E#1')],
    ]);
    expect(output.ConsumedCapacity).toEqual([{ TableName: 'chats', CapacityUnits: 2 }]);
  });

  it('removes expired items within the hour, with a stream record that has no new image', async () => {
    const expired = { ...key('E#1'), ttl: { N: String(START_MS / 1000 + 60) } };
    const renewed = { ...key('E#2'), ttl: { N: String(START_MS / 1000 + 60) } };
    await client.send(new PutItemCommand({ TableName: 'chats', Item: expired }));
    await client.send(new PutItemCommand({ TableName: 'chats', Item: renewed }));
    await client.send(new PutItemCommand({ TableName: 'chats', Item: key('E#2') }));
    records.length = 0;

    await time.pass(HOUR_MS);

    const left = await client.send(
      new QueryCommand({
        TableName: 'chats',
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'CHAT#1' } },
      }),
    );
    expect(left.Items).toEqual([key('E#2')]);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ eventName: 'REMOVE', keys: key('E#1'), atMs: START_MS + HOUR_MS });
    expect(records[0]).not.toHaveProperty('newImage');
  });

  it('counts the units of every call by table and operation, and shows them only when asked', async () => {
    const item = { ...key('ROW'), workPk: { S: 'w' }, workSk: { S: '1' }, text: { S: 'é'.repeat(600) } };
    const silent = await client.send(new PutItemCommand({ TableName: 'desk', Item: item }));
    const told = await client.send(
      new PutItemCommand({
        TableName: 'desk',
        Item: { ...item, workSk: { S: '2' } },
        ReturnConsumedCapacity: 'INDEXES',
      }),
    );
    const query = await client.send(
      new QueryCommand({
        TableName: 'desk',
        IndexName: 'work',
        KeyConditionExpression: 'workPk = :w',
        ExpressionAttributeValues: { ':w': { S: 'w' } },
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
    await client.send(new GetItemCommand({ TableName: 'desk', Key: key('ROW'), ConsistentRead: true }));
    await client.send(new PutItemCommand({ TableName: 'desk', Item: item, ...onlyNew })).catch(() => undefined);

    expect(silent).not.toHaveProperty('ConsumedCapacity.CapacityUnits');
    expect(told.ConsumedCapacity).toEqual({
      TableName: 'desk',
      CapacityUnits: 6,
      Table: { CapacityUnits: 2 },
      GlobalSecondaryIndexes: { work: { CapacityUnits: 4 } },
    });
    expect(query.ConsumedCapacity).toEqual({ TableName: 'desk', CapacityUnits: 0.5 });
    expect(service.stats()).toEqual({
      desk: {
        PutItem: { calls: 3, readUnits: 0, writeUnits: 12 },
        Query: { calls: 1, readUnits: 0.5, writeUnits: 0 },
        GetItem: { calls: 1, readUnits: 1, writeUnits: 0 },
      },
    });
  });

  it('asks for a grant on the table, on the index of a query, and on each table of a batch', async () => {
    await client.send(new GetItemCommand({ TableName: 'chats', Key: key('E#1') }));
    await client.send(
      new QueryCommand({
        TableName: 'desk',
        IndexName: 'work',
        KeyConditionExpression: 'workPk = :w',
        ExpressionAttributeValues: { ':w': { S: 'w' } },
      }),
    );
    await client.send(
      new BatchWriteItemCommand({
        RequestItems: { chats: [{ PutRequest: { Item: key('a') } }], desk: [{ PutRequest: { Item: key('b') } }] },
      }),
    );

    expect(endpoint.grants).toEqual([
      { action: 'dynamodb:GetItem', resource: chats.arn },
      { action: 'dynamodb:Query', resource: `${desk.arn}/index/work` },
      { action: 'dynamodb:BatchWriteItem', resource: chats.arn },
      { action: 'dynamodb:BatchWriteItem', resource: desk.arn },
    ]);
  });

  it('refuses transactions, new tables and unknown tables, each by name', async () => {
    const transaction = client.send(
      new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: 'chats', Item: key('E#1') } }] }),
    );
    await expect(transaction).rejects.toThrow('unable to run TransactWriteItems; the local cloud has no transactions');

    const creation = client.send(
      new CreateTableCommand({ TableName: 'more', KeySchema: [], AttributeDefinitions: [] }),
    );
    await expect(creation).rejects.toThrow('unable to run CreateTable; tables come from the template');

    const unknown = client.send(new GetItemCommand({ TableName: 'none', Key: key('E#1') }));
    await expect(unknown).rejects.toBeInstanceOf(ResourceNotFoundException);
  });

  it('answers a refusal by policy with AccessDeniedException', async () => {
    endpoint.deny('role/test may not dynamodb:DescribeTable');

    await expect(client.send(new DescribeTableCommand({ TableName: 'chats' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: 'role/test may not dynamodb:DescribeTable',
    });
  });

  it('keeps items, and knows their expiry, when it is opened again on the same folder', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'dormouse-'));
    await close();
    await open(dataDir);
    const mortal = { ...key('E#1'), ttl: { N: String(START_MS / 1000 + 60) } };
    await client.send(new PutItemCommand({ TableName: 'chats', Item: mortal }));
    await client.send(new PutItemCommand({ TableName: 'chats', Item: key('E#2') }));
    await close();

    await open(dataDir);
    const kept = await client.send(new GetItemCommand({ TableName: 'chats', Key: key('E#1') }));
    await time.pass(HOUR_MS);
    const gone = await client.send(new GetItemCommand({ TableName: 'chats', Key: key('E#1') }));
    const stays = await client.send(new GetItemCommand({ TableName: 'chats', Key: key('E#2') }));

    expect(kept.Item).toEqual(mortal);
    expect(gone.Item).toBeUndefined();
    expect(stays.Item).toEqual(key('E#2'));
    rmSync(dataDir, { recursive: true });
  });
});

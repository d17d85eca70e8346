import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { ListRows, StoredRow } from '../../app/ports.ts';
import type { ChatId } from '../../domain/events.ts';
import type { ListRow } from '../../domain/list-row.ts';
import type { AsyncStatus } from '../../domain/session.ts';
import { json, requiredNumber, requiredText, text, unreadable, type Item } from './attributes.ts';
import { calling, callingIf } from './faults.ts';
import { checkPk, checkPlace, fromTimeSk, rowKey, WORK_SHARDS, workPk, workPlace } from './keys.ts';

const STATUSES: ReadonlySet<number> = new Set<AsyncStatus>([-2, -1, 1, 2, 3, 4, 5]);

/** The rows in the desk table. What a list shows is what bears its index keys. */
export const dynamoListRows = (client: DynamoDBClient, tableName: string): ListRows => {
  const listed = async (doing: string, query: Omit<QueryCommandInput, 'TableName'>): Promise<StoredRow[]> => {
    const command = new QueryCommand({ TableName: tableName, ...query });
    const { Items = [] } = await calling(doing, () => client.send(command));
    return Items.map(rowFrom);
  };
  return {
    prepare: async (chatId, row) => {
      const put = new PutItemCommand({
        TableName: tableName,
        Item: rowItem({ ...row, chatId, appliedIndex: 0 }),
        ConditionExpression: 'attribute_not_exists(pk) OR ix = :unwritten',
        ExpressionAttributeValues: { ':unwritten': { N: '0' } },
      });
      await callingIf(`prepare the row of chat ${chatId}`, () => client.send(put));
    },
    write: async (chatId, index, row, expiresAtSec) => {
      const put = new PutItemCommand({
        TableName: tableName,
        Item: rowItem({ ...row, chatId, appliedIndex: index }, expiresAtSec),
        ...isNews(index, expiresAtSec),
      });
      await callingIf(`write the row of chat ${chatId}`, () => client.send(put));
    },
    read: async (chatId) => {
      const get = new GetItemCommand({ TableName: tableName, Key: rowKey(chatId), ConsistentRead: true });
      const { Item } = await calling(`read the row of chat ${chatId}`, () => client.send(get));
      return Item === undefined ? undefined : rowFrom(Item);
    },
    due: (shard, before, limit) =>
      listed('list the chats to look at', {
        IndexName: 'check',
        KeyConditionExpression: 'checkPk = :pk AND checkSk < :before',
        ExpressionAttributeValues: { ':pk': { S: checkPk(shard) }, ':before': { S: fromTimeSk(before) } },
        Limit: limit,
      }),
    ...openChatsIn(client, tableName),
    moveLookAt: async (row, lookAt) => {
      await callingIf(`move the row of chat ${row.chatId}`, () => client.send(moveOf(tableName, row, lookAt)));
    },
    remove: async (row) => {
      const del = new DeleteItemCommand({ TableName: tableName, Key: rowKey(row.chatId), ...isAsRead(row) });
      await callingIf(`remove the row of chat ${row.chatId}`, () => client.send(del));
    },
    waiting: async (service, limit) => {
      const shards = Array.from({ length: WORK_SHARDS }, (_, shard) => workPk(service, shard));
      const queries = shards.map((pk) =>
        listed(`list who waits for ${service}`, {
          IndexName: 'work',
          KeyConditionExpression: 'workPk = :pk',
          ExpressionAttributeValues: { ':pk': { S: pk } },
          Limit: limit,
        }),
      );
      const rows = (await Promise.all(queries)).flat();
      return rows.sort((a, b) => a.statusAt - b.statusAt || (a.chatId < b.chatId ? -1 : 1)).slice(0, limit);
    },
  };
};

/** The open chats of a service, from the check-at list, which holds those of all services. */
const openChatsIn = (client: DynamoDBClient, TableName: string): Pick<ListRows, 'open' | 'countOpen'> => ({
  open: async (service, shard, after, limit) => {
    const query = new QueryCommand({
      TableName,
      IndexName: 'check',
      KeyConditionExpression: after === '' ? 'checkPk = :pk' : 'checkPk = :pk AND checkSk > :after',
      FilterExpression: 'service = :service',
      ProjectionExpression: 'chatId',
      ExpressionAttributeValues: {
        ':pk': { S: checkPk(shard) },
        ':service': { S: service },
        ...(after === '' ? {} : { ':after': { S: after } }),
      },
      Limit: limit,
    });
    const { Items = [], LastEvaluatedKey } = await calling(`list the open chats of ${service}`, () =>
      client.send(query),
    );
    const next = LastEvaluatedKey?.['checkSk']?.S;
    const chatIds = Items.map((item) => requiredText(item, 'chatId', 'a row of a list'));
    return { chatIds, ...(next === undefined ? {} : { next }) };
  },
  countOpen: async (service, shard, most) => {
    let count = 0;
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const query = new QueryCommand({
        TableName,
        IndexName: 'check',
        Select: 'COUNT',
        KeyConditionExpression: 'checkPk = :pk',
        FilterExpression: 'service = :service',
        ExpressionAttributeValues: { ':pk': { S: checkPk(shard) }, ':service': { S: service } },
        ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
      });
      const page = await calling(`count the chats of ${service}`, () => client.send(query));
      count += page.Count ?? 0;
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined && count < most);
    return count;
  },
});

/** Newer than what the row knows; or as new, and the first to say when the row expires. */
const isNews = (index: number, expiresAtSec: number | undefined): Condition => ({
  ConditionExpression:
    expiresAtSec === undefined
      ? 'attribute_not_exists(pk) OR ix < :ix'
      : 'attribute_not_exists(pk) OR ix < :ix OR (ix = :ix AND attribute_not_exists(#ttl))',
  ...(expiresAtSec === undefined ? {} : { ExpressionAttributeNames: { '#ttl': 'ttl' } }),
  ExpressionAttributeValues: { ':ix': { N: String(index) } },
});

interface Condition {
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ConditionExpression: string;
  readonly ExpressionAttributeValues: Record<string, AttributeValue>;
}

const isAsRead = (row: StoredRow): Condition => ({
  ConditionExpression: 'ix = :ix AND lookAt = :lookAt',
  ExpressionAttributeValues: { ':ix': { N: String(row.appliedIndex) }, ':lookAt': { N: String(row.lookAt) } },
});

const moveOf = (tableName: string, row: StoredRow, lookAt: number): UpdateItemCommand => {
  const { ConditionExpression, ExpressionAttributeValues } = isAsRead(row);
  const moved = { ':moved': { N: String(lookAt) }, ':place': { S: checkPlace(row.chatId, lookAt).sk } };
  return new UpdateItemCommand({
    TableName: tableName,
    Key: rowKey(row.chatId),
    UpdateExpression: 'SET lookAt = :moved, checkSk = :place',
    // A closed chat is in no list; its row must not get half a key of one.
    ConditionExpression: `${ConditionExpression} AND attribute_exists(checkPk)`,
    ExpressionAttributeValues: { ...ExpressionAttributeValues, ...moved },
  });
};

const rowItem = (row: StoredRow, expiresAtSec?: number): Record<string, AttributeValue> => {
  const item: Record<string, AttributeValue> = {
    ...rowKey(row.chatId),
    chatId: { S: row.chatId },
    ix: { N: String(row.appliedIndex) },
    service: { S: row.service },
    nickname: { S: row.nickname },
    phase: { S: row.phase },
    status: { N: String(row.status) },
    statusAt: { N: String(row.statusAt) },
    openedAt: { N: String(row.openedAt) },
    agents: { S: JSON.stringify(row.agents) },
    lookAt: { N: String(row.lookAt) },
  };
  if (row.regular === true) item['regular'] = { BOOL: true };
  if (row.queue !== undefined) item['queue'] = { S: row.queue };
  if (row.workbin !== undefined) item['workbin'] = { S: row.workbin };
  if (expiresAtSec !== undefined) item['ttl'] = { N: String(expiresAtSec) };
  if (row.phase === 'closed') return item;
  const check = checkPlace(row.chatId, row.lookAt);
  item['checkPk'] = { S: check.pk };
  item['checkSk'] = { S: check.sk };
  if (row.status <= 0 || row.appliedIndex === 0) return item;
  const work = workPlace(row.service, row.chatId, row.statusAt);
  return { ...item, workPk: { S: work.pk }, workSk: { S: work.sk } };
};

const isStatus = (value: number): value is AsyncStatus => STATUSES.has(value);

const isAgentIds = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

const rowFrom = (item: Item): StoredRow => {
  const chatId: ChatId = requiredText(item, 'chatId', 'a row of a list');
  const what = `the row of chat ${chatId}`;
  const phase = requiredText(item, 'phase', what);
  const status = requiredNumber(item, 'status', what);
  const agents = json(item, 'agents', what);
  if (phase !== 'open' && phase !== 'closed') throw unreadable(what, 'its phase is none');
  if (!isStatus(status)) throw unreadable(what, 'its status is none');
  if (!isAgentIds(agents)) throw unreadable(what, 'its agents are not a list');
  const queue = text(item, 'queue');
  const workbin = text(item, 'workbin');
  const row: ListRow = {
    service: requiredText(item, 'service', what),
    nickname: requiredText(item, 'nickname', what),
    phase,
    status,
    statusAt: requiredNumber(item, 'statusAt', what),
    openedAt: requiredNumber(item, 'openedAt', what),
    agents,
    ...(item['regular']?.BOOL === true ? { regular: true } : {}),
    ...(queue === undefined ? {} : { queue }),
    ...(workbin === undefined ? {} : { workbin }),
    lookAt: requiredNumber(item, 'lookAt', what),
  };
  return { ...row, chatId, appliedIndex: requiredNumber(item, 'ix', what) };
};

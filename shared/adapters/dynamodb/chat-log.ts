import {
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import {
  LogLeaving,
  type Appended,
  type ChatLog,
  type Consistency,
  type EffectsOfEvent,
  type Loaded,
  type LogEntry,
  type PageRead,
} from '../../app/ports.ts';
import type { ChatEvent, ChatId } from '../../domain/events.ts';
import { evolve } from '../../domain/evolve.ts';
import { SNAPSHOT_EVERY } from '../../domain/limits.ts';
import type { Session } from '../../domain/session.ts';
import { number, unreadable, type Item } from './attributes.ts';
import { calling, callingIf, faultOf, isConditionFailed } from './faults.ts';
import { effectsFrom, fromItem, placeOf, snapshotFrom, toItem } from './items.ts';
import { chatPk, eventKey, eventSk, eventSkPrefix, LAST_EVENT_SK } from './keys.ts';

/** How many items get their time to live at once. */
const EXPIRE_AT_ONCE = 10;

/** The log in the chats table. */
export const dynamoChatLog = (client: DynamoDBClient, tableName: string): ChatLog => ({
  load: async (chatId, consistency) => {
    const read = (how: Consistency) => newestItems(client, tableName, chatId, how);
    const items = await read(consistency);
    // A replica that is behind ends earlier; one that has a hole is asked no further.
    const sound = consistency === 'weak' && hasHole(items) ? await read('strong') : items;
    return fold(chatId, sound);
  },
  append: (chatId, entry) => append(client, tableName, chatId, entry),
  readAfter: async (chatId, after, limit, consistency) => {
    const { items, position, more } = await page(client, tableName, { chatId, after, limit, consistency });
    return { events: items.map(fromItem), position, more } satisfies PageRead;
  },
  effectsAfter: async (chatId, after, limit) => {
    const { items, position, more } = await page(client, tableName, { chatId, after, limit, consistency: 'strong' });
    const found: EffectsOfEvent[] = items.map(effectsFrom).filter((effects) => effects !== undefined);
    return { found, position, more };
  },
  expire: async (chatId, after, limit, expiresAtSec) => {
    const { items, position, more } = await page(client, tableName, { chatId, after, limit, consistency: 'strong' });
    // What an earlier call did before it was cut off is done: the expiry of a long log goes on where it stopped.
    const left = items.filter((item) => number(item, 'ttl') !== expiresAtSec);
    for (let from = 0; from < left.length; from += EXPIRE_AT_ONCE) {
      const some = left.slice(from, from + EXPIRE_AT_ONCE);
      await Promise.all(some.map((item) => expireItem(client, tableName, item, expiresAtSec)));
    }
    return { position, more };
  },
});

const newestItems = async (
  client: DynamoDBClient,
  tableName: string,
  chatId: ChatId,
  consistency: Consistency,
): Promise<Item[]> => {
  const query = new QueryCommand({
    TableName: tableName,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :events)',
    ExpressionAttributeValues: { ':pk': { S: chatPk(chatId) }, ':events': { S: eventSkPrefix } },
    ScanIndexForward: false,
    Limit: SNAPSHOT_EVERY,
    ConsistentRead: consistency === 'strong',
  });
  const { Items = [] } = await calling(`load chat ${chatId}`, () => client.send(query));
  return Items.reverse();
};

/** Whether an index is missing among the items of a log, oldest first. */
const hasHole = (items: readonly Item[]): boolean => {
  const first = items[0];
  if (first === undefined) return false;
  const start = placeOf(first).index;
  const isShort = items.length < SNAPSHOT_EVERY && start !== 1;
  return isShort || items.some((item, place) => placeOf(item).index !== start + place);
};

/** Folds from the newest snapshot among the items, which K of them always have (LOG-2). */
const fold = (chatId: ChatId, items: readonly Item[]): Loaded | undefined => {
  if (items.length === 0) return undefined;
  if (hasHole(items)) {
    const isLeaving = items.some((item) => number(item, 'ttl') !== undefined);
    throw isLeaving ? new LogLeaving(`chat ${chatId}`) : unreadable(`chat ${chatId}`, 'its log has a hole');
  }
  const tail = items.map(fromItem);
  const base = items.findLastIndex((item) => item['s'] !== undefined);
  const snapshot = items[base];
  let state: Session | undefined = snapshot === undefined ? undefined : snapshotFrom(snapshot);
  if (state === undefined && tail[0]?.index !== 1) throw unreadable(`chat ${chatId}`, 'its newest snapshot is missing');
  for (const event of tail.slice(base + 1)) state = evolve(state, event);
  return state === undefined ? undefined : { state, tail };
};

const append = async (
  client: DynamoDBClient,
  tableName: string,
  chatId: ChatId,
  entry: LogEntry,
): Promise<Appended> => {
  const { index } = entry.event;
  if ((entry.snapshot !== undefined) !== (index % SNAPSHOT_EVERY === 0)) {
    throw new Error(`unable to append event ${index}; a snapshot rides on every event number ${SNAPSHOT_EVERY}`);
  }
  const put = new PutItemCommand({
    TableName: tableName,
    Item: toItem(chatId, entry),
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  const doing = `append event ${index} to chat ${chatId}`;
  try {
    await client.send(put);
    return { kind: 'committed' };
  } catch (error) {
    if (!isConditionFailed(error)) throw faultOf(doing, error);
    return { kind: 'taken', by: oldItemOf(error) ?? (await standingAt(client, tableName, chatId, index)) };
  }
};

/** The item that made the condition fail, where the store sends it along. */
const oldItemOf = (error: unknown): ChatEvent | undefined => {
  if (!(error instanceof Error) || !('Item' in error)) return undefined;
  const item = error.Item;
  return typeof item === 'object' && item !== null ? fromItem(item as Item) : undefined;
};

const standingAt = async (
  client: DynamoDBClient,
  tableName: string,
  chatId: ChatId,
  index: number,
): Promise<ChatEvent> => {
  const doing = `read event ${index} of chat ${chatId}`;
  const get = new GetItemCommand({ TableName: tableName, Key: eventKey(chatId, index), ConsistentRead: true });
  const { Item } = await calling(doing, () => client.send(get));
  // It stood there a moment ago: only the end of its life can have taken it.
  if (Item === undefined) throw new LogLeaving(`event ${index} of chat ${chatId}`);
  return fromItem(Item);
};

interface PageRequest {
  readonly chatId: ChatId;
  readonly after: number;
  readonly limit: number;
  readonly consistency: Consistency;
}

interface ItemPage {
  readonly items: readonly Item[];
  readonly position: number;
  readonly more: boolean;
}

/** The next items; a weak read with a hole is repeated on the leader. */
const page = async (client: DynamoDBClient, tableName: string, request: PageRequest): Promise<ItemPage> => {
  const found = await queryPage(client, tableName, request);
  const gap = gapIn(found, request.after);
  if (gap === undefined) return found;
  if (request.consistency === 'weak') return page(client, tableName, { ...request, consistency: 'strong' });
  throw unreadable(`chat ${request.chatId}`, `event ${gap} is missing`);
};

/** The first index that is missing among the items after a position. */
const gapIn = ({ items }: ItemPage, after: number): number | undefined => {
  const place = items.findIndex((item, n) => placeOf(item).index !== after + 1 + n);
  return place < 0 ? undefined : after + 1 + place;
};

/** One query. It asks for one item more than wanted: a page that ends exactly at the end of the log says so. */
const queryPage = async (client: DynamoDBClient, tableName: string, request: PageRequest): Promise<ItemPage> => {
  const { chatId, after, limit, consistency } = request;
  const query = new QueryCommand({
    TableName: tableName,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: {
      ':pk': { S: chatPk(chatId) },
      ':first': { S: eventSk(after + 1) },
      ':last': { S: LAST_EVENT_SK },
    },
    Limit: limit + 1,
    ConsistentRead: consistency === 'strong',
  });
  const doing = `read chat ${chatId} after ${after}`;
  const { Items = [], LastEvaluatedKey } = await calling(doing, () => client.send(query));
  const items = Items.slice(0, limit);
  return { items, position: after + items.length, more: Items.length > limit || LastEvaluatedKey !== undefined };
};

/** Sets the time to live. The stream's marker goes, or every effect of the log would be handed on once more. */
const expireItem = async (
  client: DynamoDBClient,
  tableName: string,
  item: Item,
  expiresAtSec: number,
): Promise<void> => {
  const { chatId, index } = placeOf(item);
  const update = new UpdateItemCommand({
    TableName: tableName,
    Key: eventKey(chatId, index),
    UpdateExpression: 'SET #ttl = :expiresAt REMOVE fx',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#ttl': 'ttl' },
    ExpressionAttributeValues: { ':expiresAt': { N: String(expiresAtSec) } },
  });
  await callingIf(`expire event ${index} of chat ${chatId}`, () => client.send(update));
};

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient, PutItemCommand, QueryCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { chatPk, deskKey, eventKey, eventSkPrefix } from '../shared/adapters/dynamodb/keys.ts';
import { SNAPSHOT_EVERY } from '../shared/domain/limits.ts';
import type { BareEvent } from './bare-handler.ts';
import { commandId, newInstance, TEXT, type Conversation } from './conversation.ts';
import type { DeployedSocket } from './deployed-socket.ts';
import { bundleEntry } from '../scripts/bundle.ts';
import { operatorOf, outputOf, type Assembly, type BenchStack } from './stack.ts';

type Item = Record<string, AttributeValue>;

const Ack = v.object({ type: v.literal('ack'), index: v.number() });
const Reply = v.object({ statusCode: v.literal(200), body: v.string() });

/** Checks that a block of messages was accepted, each at the next index. Answers the last one. */
export const lastAcked = (replies: readonly unknown[], startAt: number): number => {
  let index = startAt;
  for (const reply of replies) {
    const ack = v.parse(Ack, JSON.parse(v.parse(Reply, reply).body));
    index += 1;
    if (ack.index !== index) throw new Error(`unable to measure; a message came to ${ack.index} instead of ${index}`);
  }
  return index;
};

/** Makes events of messages as the gateway would hand them to the socket function. */
export const messageEvents = (
  { eventOf }: DeployedSocket,
  { chatId, agentId }: Conversation,
  startAt: number,
  count: number,
): object[] => {
  const instance = newInstance();
  return Array.from({ length: count }, (_, n) => {
    const frame = { op: 'post', id: commandId(instance, n), seen: startAt + n, chat: chatId, text: TEXT };
    return eventOf(n % 2 === 0 ? { chatId } : { agentId }, JSON.stringify(frame));
  });
};

/** Makes events for the bare handler. */
export interface BareChat {
  /** Where its code is. */
  readonly bundle: string;
  /** The next `count` messages, customer and agent in turns. */
  next(count: number): BareEvent[];
}

/** A partition that looks like the conversation's log and is written by the bare handler alone. */
export const startBareChat = async (
  stack: BenchStack,
  assembly: Assembly,
  conversation: Conversation,
): Promise<BareChat> => {
  const bundle = join(assembly.directory, 'bare-handler.mjs');
  await bundleEntry(fileURLToPath(new URL('bare-handler.ts', import.meta.url)), bundle);
  const client = new DynamoDBClient(operatorOf(stack));
  const table = outputOf(stack, 'ChatsTableName');
  const newest = await newestItems(client, table, conversation.chatId);
  const chatId = `${conversation.chatId.slice(0, -4)}bare`;
  const itemAt = (index: number): Item => ({ ...newest[index % SNAPSHOT_EVERY], ...eventKey(chatId, index) });
  for (let index = 1; index <= SNAPSHOT_EVERY; index++) {
    await client.send(new PutItemCommand({ TableName: table, Item: itemAt(index) }));
  }
  client.destroy();
  const desk = {
    TableName: outputOf(stack, 'DeskTableName'),
    Key: deskKey(conversation.agentId),
    ConsistentRead: true,
  };
  const connections = connectionsOf(stack, conversation);
  let index = SNAPSHOT_EVERY;
  const nextEvent = (isCustomers: boolean): BareEvent => {
    index += 1;
    const to = isCustomers ? conversation.agent : conversation.customer;
    return {
      query: queryOf(table, chatId),
      put: {
        TableName: table,
        Item: itemAt(index),
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
      ...(isCustomers ? { get: desk } : {}),
      post: {
        ConnectionId: isCustomers ? connections.agent : connections.customer,
        Data: to.socket.lastPush(),
      },
    };
  };
  return { bundle, next: (count) => Array.from({ length: count }, (_, n) => nextEvent(n % 2 === 0)) };
};

const queryOf = (table: string, chatId: string): BareEvent['query'] => ({
  TableName: table,
  KeyConditionExpression: 'pk = :pk AND begins_with(sk, :events)',
  ExpressionAttributeValues: { ':pk': { S: chatPk(chatId) }, ':events': { S: eventSkPrefix } },
  ScanIndexForward: false,
  Limit: SNAPSHOT_EVERY,
  ConsistentRead: false,
});

/** The newest K items, each at the place that its index has within K. */
const newestItems = async (client: DynamoDBClient, table: string, chatId: string): Promise<Item[]> => {
  const { Items = [] } = await client.send(new QueryCommand(queryOf(table, chatId)));
  const places: Item[] = [];
  for (const item of Items) places[Number(/\d+$/.exec(item['sk']?.S ?? '')?.[0]) % SNAPSHOT_EVERY] = item;
  return places;
};

const connectionsOf = ({ cloud }: BenchStack, { chatId, agentId }: Conversation) => {
  const idOf = (name: string, id: string): string =>
    cloud.connections().find(({ authorizer }) => authorizer?.[name] === id)?.id ?? '';
  return { customer: idOf('chatId', chatId), agent: idOf('agentId', agentId) };
};

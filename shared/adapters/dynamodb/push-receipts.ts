import { GetItemCommand, PutItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { PushReceipts } from '../../app/ports.ts';
import type { EpochMs } from '../../domain/events.ts';
import { requiredNumber } from './attributes.ts';
import { calling, callingIf } from './faults.ts';
import { pushGivenUpKey, pushReceiptKey } from './keys.ts';

/** Renewed by every push; longer than anything may come again. */
const KEPT_SEC = 60 * 86_400;

const expiryAfter = (now: EpochMs): { N: string } => ({ N: String(Math.floor(now / 1000) + KEPT_SEC) });

/** The notes of what was acknowledged and given up, in the desk table. */
export const dynamoPushReceipts = (client: DynamoDBClient, tableName: string): PushReceipts => ({
  read: async (chatId) => {
    const get = new GetItemCommand({ TableName: tableName, Key: pushReceiptKey(chatId), ConsistentRead: true });
    const { Item } = await calling(`read what was pushed of chat ${chatId}`, () => client.send(get));
    return Item === undefined ? 0 : requiredNumber(Item, 'upTo', `what was pushed of chat ${chatId}`);
  },
  note: async (chatId, upTo, now) => {
    const put = new PutItemCommand({
      TableName: tableName,
      Item: {
        ...pushReceiptKey(chatId),
        upTo: { N: String(upTo) },
        ttl: expiryAfter(now),
      },
      ConditionExpression: 'attribute_not_exists(pk) OR upTo < :upTo',
      ExpressionAttributeValues: { ':upTo': { N: String(upTo) } },
    });
    await callingIf(`note what was pushed of chat ${chatId}`, () => client.send(put));
  },
  claimGivingUp: async ({ chatId, upTo, round }, by, now) => {
    const [upToN, roundN, byS] = [{ N: String(upTo) }, { N: String(round) }, { S: by }];
    const put = new PutItemCommand({
      TableName: tableName,
      Item: { ...pushGivenUpKey(chatId), upTo: upToN, round: roundN, by: byS, ttl: expiryAfter(now) },
      ConditionExpression:
        'attribute_not_exists(pk) OR upTo < :upTo OR (upTo = :upTo AND (#round < :round OR (#round = :round AND #by = :by)))',
      ExpressionAttributeNames: { '#round': 'round', '#by': 'by' },
      ExpressionAttributeValues: { ':upTo': upToN, ':round': roundN, ':by': byS },
    });
    return callingIf(`claim a push of chat ${chatId}`, () => client.send(put));
  },
});

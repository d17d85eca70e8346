import { GetItemCommand, PutItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { PushReceipts } from '../../app/ports.ts';
import { requiredNumber } from './attributes.ts';
import { calling, callingIf } from './faults.ts';
import { pushReceiptKey } from './keys.ts';

/** Renewed by every push; longer than anything may come again. */
const KEPT_SEC = 60 * 86_400;

/** The note of what was acknowledged, in the desk table. */
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
        ttl: { N: String(Math.floor(now / 1000) + KEPT_SEC) },
      },
      ConditionExpression: 'attribute_not_exists(pk) OR upTo < :upTo',
      ExpressionAttributeValues: { ':upTo': { N: String(upTo) } },
    });
    await callingIf(`note what was pushed of chat ${chatId}`, () => client.send(put));
  },
});

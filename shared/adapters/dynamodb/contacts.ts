import { GetItemCommand, PutItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Contacts } from '../../app/ports.ts';
import type { ChatId, EpochMs } from '../../domain/events.ts';
import { requiredNumber } from './attributes.ts';
import { calling, callingIf } from './faults.ts';
import { contactKey } from './keys.ts';

/** Longer than two of the longest presence periods (20 days each): an older contact says nothing. */
const KEPT_SEC = 60 * 86_400;

/**
 * The contact items in the chats table. A refused write costs as much as one that succeeds, ten times a weak read; so
 * `note` reads first and writes only what is news. The condition still stands: what was read may be old.
 */
export const dynamoContacts = (client: DynamoDBClient, tableName: string): Contacts => {
  const read = async (chatId: ChatId, isStrong: boolean): Promise<EpochMs | undefined> => {
    const get = new GetItemCommand({ TableName: tableName, Key: contactKey(chatId), ConsistentRead: isStrong });
    const { Item } = await calling(`read the last contact of chat ${chatId}`, () => client.send(get));
    return Item === undefined ? undefined : requiredNumber(Item, 'at', `the last contact of chat ${chatId}`);
  };
  return {
    note: async (chatId, now, everyMs) => {
      const last = await read(chatId, false);
      if (last !== undefined && now - last < everyMs) return;
      const put = new PutItemCommand({
        TableName: tableName,
        Item: {
          ...contactKey(chatId),
          at: { N: String(now) },
          ttl: { N: String(Math.floor(now / 1000) + KEPT_SEC) },
        },
        ConditionExpression: 'attribute_not_exists(pk) OR #at <= :before',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: { ':before': { N: String(now - everyMs) } },
      });
      await callingIf(`note contact with chat ${chatId}`, () => client.send(put));
    },
    read: (chatId) => read(chatId, true),
  };
};

import { GetItemCommand, PutItemCommand, QueryCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ReadMarks, ReadPositions } from '../../app/ports.ts';
import { number, requiredNumber } from './attributes.ts';
import { calling, callingIf } from './faults.ts';
import { chatPk, readMarkKey, readMarkSkPrefix } from './keys.ts';

/** Longer than a closed chat is kept; in a chat that sleeps longer, who has read what is asked anew. */
const KEPT_SEC = 120 * 86_400;

const SIDES: readonly (keyof ReadPositions)[] = ['CLIENT', 'AGENT', 'DEVICE'];

/**
 * How far each side has read, in the chats table outside the log: one item for each side. A refused write costs as much as
 * one that succeeds; so `note` reads first, weakly. The condition still stands: what was read may be old.
 */
export const dynamoReadMarks = (client: DynamoDBClient, tableName: string): ReadMarks => ({
  note: async (chatId, side, upTo, now) => {
    const doing = `note what was read in chat ${chatId}`;
    const key = readMarkKey(chatId, side);
    const get = new GetItemCommand({ TableName: tableName, Key: key });
    const { Item = {} } = await calling(doing, () => client.send(get));
    if (upTo <= (number(Item, 'upTo') ?? 0)) return false;
    const put = new PutItemCommand({
      TableName: tableName,
      Item: {
        ...key,
        upTo: { N: String(upTo) },
        ttl: { N: String(Math.floor(now / 1000) + KEPT_SEC) },
      },
      ConditionExpression: 'attribute_not_exists(pk) OR upTo < :upTo',
      ExpressionAttributeValues: { ':upTo': { N: String(upTo) } },
    });
    return callingIf(doing, () => client.send(put));
  },
  read: async (chatId) => {
    const query = new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': { S: chatPk(chatId) }, ':prefix': { S: readMarkSkPrefix } },
      Limit: SIDES.length,
    });
    const doing = `read what was read in chat ${chatId}`;
    const { Items = [] } = await calling(doing, () => client.send(query));
    const positions: { -readonly [S in keyof ReadPositions]: ReadPositions[S] } = {};
    for (const item of Items) {
      const side = SIDES.find((each) => item['sk']?.S === `${readMarkSkPrefix}${each}`);
      if (side !== undefined) positions[side] = requiredNumber(item, 'upTo', doing);
    }
    return positions satisfies ReadPositions;
  },
});

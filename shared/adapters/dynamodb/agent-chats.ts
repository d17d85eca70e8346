import {
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { AgentChats } from '../../app/ports.ts';
import type { AgentId, ChatId } from '../../domain/events.ts';
import { requiredText } from './attributes.ts';
import { calling, callingIf } from './faults.ts';
import { agentChatKey, agentChatSkPrefix, agentPk, chatOfAgentChatSk } from './keys.ts';

const CHATS_PER_QUERY = 200;

/** The lists of chats that agents may be in, in the desk table: one small item per agent and chat. */
export const dynamoAgentChats = (client: DynamoDBClient, tableName: string): AgentChats => ({
  remember: async (agentId, chatId, asOf) => {
    const put = new PutItemCommand({
      TableName: tableName,
      Item: { ...agentChatKey(agentId, chatId), ix: { N: String(asOf) } },
      ConditionExpression: 'attribute_not_exists(pk) OR ix < :asOf',
      ExpressionAttributeValues: { ':asOf': { N: String(asOf) } },
    });
    await callingIf(`remember a chat of ${agentId}`, () => client.send(put));
  },
  forget: async (agentId, chatId, asOf) => {
    const del = new DeleteItemCommand({
      TableName: tableName,
      Key: agentChatKey(agentId, chatId),
      ConditionExpression: 'ix < :asOf',
      ExpressionAttributeValues: { ':asOf': { N: String(asOf) } },
    });
    await callingIf(`forget a chat of ${agentId}`, () => client.send(del));
  },
  list: (agentId) => listChats(client, tableName, agentId),
});

const listChats = async (client: DynamoDBClient, tableName: string, agentId: AgentId): Promise<readonly ChatId[]> => {
  const chatIds: ChatId[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const query = new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :chats)',
      ExpressionAttributeValues: { ':pk': { S: agentPk(agentId) }, ':chats': { S: agentChatSkPrefix } },
      ConsistentRead: true,
      Limit: CHATS_PER_QUERY,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    const { Items = [], LastEvaluatedKey } = await calling(`list the chats of ${agentId}`, () => client.send(query));
    for (const item of Items) chatIds.push(chatOfAgentChatSk(requiredText(item, 'sk', `a chat of ${agentId}`)));
    start = LastEvaluatedKey;
  } while (start !== undefined);
  return chatIds;
};

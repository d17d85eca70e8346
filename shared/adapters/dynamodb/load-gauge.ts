import {
  ConditionalCheckFailedException,
  GetItemCommand,
  UpdateItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { LoadGauge } from '../../app/ports.ts';
import { number, requiredNumber, type Item } from './attributes.ts';
import { calling } from './faults.ts';
import { loadKey } from './keys.ts';

/** How many chats services may still open: one small item for each service with load limits, in the desk table. */
export const dynamoLoadGauge = (client: DynamoDBClient, tableName: string): LoadGauge => ({
  take: async (service, freshSince) => {
    const update = new UpdateItemCommand({
      TableName: tableName,
      Key: loadKey(service),
      UpdateExpression: 'SET room = room - :one',
      ConditionExpression: 'countedAt > :freshSince AND room >= :one',
      ExpressionAttributeValues: { ':one': { N: '1' }, ':freshSince': { N: String(freshSince) } },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    // Not every implementation says what stood in the way.
    const readAgain = async (): Promise<Item> => {
      const get = new GetItemCommand({ TableName: tableName, Key: loadKey(service), ConsistentRead: true });
      return (await client.send(get)).Item ?? {};
    };
    const item = await calling(`take a place of ${service}`, () => orStanding(client.send(update), readAgain));
    if (item === undefined) return { kind: 'taken' };
    const countedAt = number(item, 'countedAt');
    if (countedAt !== undefined && countedAt > freshSince) return { kind: 'full' };
    return { kind: 'stale', ...(countedAt === undefined ? {} : { countedAt }) };
  },
  claim: async (service, countedAt, now, sessionsMax) => {
    const update = new UpdateItemCommand({
      TableName: tableName,
      Key: loadKey(service),
      UpdateExpression: 'SET countedAt = :now, room = if_not_exists(room, :most)',
      ...(countedAt === undefined
        ? {
            ConditionExpression: 'attribute_not_exists(countedAt)',
            ExpressionAttributeValues: { ':now': { N: String(now) }, ':most': { N: String(sessionsMax) } },
          }
        : {
            ConditionExpression: 'countedAt = :before',
            ExpressionAttributeValues: {
              ':now': { N: String(now) },
              ':most': { N: String(sessionsMax) },
              ':before': { N: String(countedAt) },
            },
          }),
      ReturnValues: 'ALL_NEW',
    });
    const what = `count the chats of ${service}`;
    const found = await calling(what, () => unlessStanding(client.send(update)));
    return found === undefined ? undefined : requiredNumber(found.Attributes ?? {}, 'room', what);
  },
  settle: async (service, countedAt, change) => {
    const update = new UpdateItemCommand({
      TableName: tableName,
      Key: loadKey(service),
      UpdateExpression: 'SET room = room + :change',
      ConditionExpression: 'countedAt = :countedAt',
      ExpressionAttributeValues: { ':change': { N: String(change) }, ':countedAt': { N: String(countedAt) } },
    });
    await calling(`settle the count of ${service}`, () => unlessStanding(client.send(update)));
  },
});

/** What stands where a condition failed; undefined when it held. */
const orStanding = async (sent: Promise<unknown>, readAgain: () => Promise<Item>): Promise<Item | undefined> => {
  try {
    await sent;
    return undefined;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return error.Item ?? readAgain();
    throw error;
  }
};

/** Undefined when the condition failed. */
const unlessStanding = async <T>(sent: Promise<T>): Promise<T | undefined> => {
  try {
    return await sent;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
};

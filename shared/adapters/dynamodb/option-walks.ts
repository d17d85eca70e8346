import { GetItemCommand, PutItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { OptionWalks } from '../../app/ports.ts';
import type { OptionWalk } from '../../domain/option-walk.ts';
import { number, requiredNumber, requiredText, type Item } from './attributes.ts';
import { calling, callingIf } from './faults.ts';
import { walkKey } from './keys.ts';

/** The newest walk of each service, in the desk table: one item, replaced only as it was read. */
export const dynamoOptionWalks = (client: DynamoDBClient, tableName: string): OptionWalks => ({
  read: async (service) => {
    const get = new GetItemCommand({ TableName: tableName, Key: walkKey(service), ConsistentRead: true });
    const { Item } = await calling(`read the walk of ${service}`, () => client.send(get));
    return Item === undefined ? undefined : walkFrom(service, Item);
  },
  replace: async (before, after) => {
    const put = new PutItemCommand({
      TableName: tableName,
      Item: { ...walkKey(after.service), ...toAttributes(after) },
      ...(before === undefined ? { ConditionExpression: 'attribute_not_exists(pk)' } : isAsRead(before)),
    });
    return callingIf(`go on with the walk of ${after.service}`, () => client.send(put));
  },
});

/** One text, which is never empty. */
const posOf = ({ shard, after }: OptionWalk['position']): string => `${shard} ${after}`;

const positionFrom = (pos: string): OptionWalk['position'] => {
  const cut = pos.indexOf(' ');
  return { shard: Number(pos.slice(0, cut)), after: pos.slice(cut + 1) };
};

/** Number, place and tries tell two states of the walks of one service apart: each step changes one of them. */
const isAsRead = ({ number: walk, position, tries }: OptionWalk) => ({
  ConditionExpression: 'num = :num AND pos = :pos AND tries = :tries',
  ExpressionAttributeValues: {
    ':num': { N: String(walk) },
    ':pos': { S: posOf(position) },
    ':tries': { N: String(tries) },
  },
});

const toAttributes = (walk: OptionWalk): Item => ({
  num: { N: String(walk.number) },
  at: { N: String(walk.startedAt) },
  ...(walk.finishedAt === undefined ? {} : { end: { N: String(walk.finishedAt) } }),
  pos: { S: posOf(walk.position) },
  tries: { N: String(walk.tries) },
  looked: { N: String(walk.looked) },
  changed: { N: String(walk.changed) },
  failed: { N: String(walk.failed) },
});

const walkFrom = (service: string, item: Item): OptionWalk => {
  const of = (name: string): number => requiredNumber(item, name, `the walk of ${service}`);
  const finishedAt = number(item, 'end');
  return {
    service,
    number: of('num'),
    startedAt: of('at'),
    ...(finishedAt === undefined ? {} : { finishedAt }),
    position: positionFrom(requiredText(item, 'pos', `the walk of ${service}`)),
    tries: of('tries'),
    looked: of('looked'),
    changed: of('changed'),
    failed: of('failed'),
  };
};

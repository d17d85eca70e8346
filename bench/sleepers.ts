import { DynamoDBClient, PutItemCommand, QueryCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { chatPk, optionsKey } from '../shared/adapters/dynamodb/keys.ts';
import { itemSizeBytes } from '../local/dynamodb/item.ts';
import { operatorOf, outputOf, type BenchStack } from './stack.ts';

/** What DynamoDB adds to every stored item, in bytes. */
const ITEM_OVERHEAD_BYTES = 100;

/** Sets the idle periods of a service, in seconds, as its options item holds them. */
export const setPeriods = async (
  stack: BenchStack,
  service: string,
  periods: { readonly alertSec: number; readonly closeSec: number },
): Promise<void> => {
  await setOptions(stack, service, { 'async-idle-alert': periods.alertSec, 'async-idle-close': periods.closeSec });
};

/** Takes the limit of how fast one author may write from the chats of a service. */
export const liftRates = (stack: BenchStack, service: string): Promise<void> =>
  setOptions(stack, service, { 'customer-rate': 0, 'agent-rate': 0 });

const setOptions = async (
  stack: BenchStack,
  service: string,
  options: Readonly<Record<string, number>>,
): Promise<void> => {
  const client = new DynamoDBClient(operatorOf(stack));
  const values = Object.entries(options).map(([name, value]) => [name, { N: String(value) }] as const);
  const Item = { ...optionsKey(service), ...Object.fromEntries(values) };
  await client.send(new PutItemCommand({ TableName: outputOf(stack, 'DeskTableName'), Item }));
  client.destroy();
};

/** Stops the recurring tick, whose cost does not depend on the chats, so that a week need not be lived minute by minute. */
export const stopTicks = async (stack: BenchStack): Promise<void> => {
  const client = new SchedulerClient(operatorOf(stack));
  const { Schedules = [] } = await client.send(new ListSchedulesCommand({}));
  for (const { Name, GroupName } of Schedules) {
    const { ScheduleExpression, Target, FlexibleTimeWindow } = await client.send(
      new GetScheduleCommand({ Name, GroupName }),
    );
    if (ScheduleExpression?.startsWith('rate') !== true) continue;
    await client.send(
      new UpdateScheduleCommand({ Name, GroupName, ScheduleExpression, Target, FlexibleTimeWindow, State: 'DISABLED' }),
    );
  }
  client.destroy();
};

/** What a chat takes in both tables, copies in indexes and the store's overhead included. */
export const storedBytes = async (stack: BenchStack, chatId: string): Promise<number> => {
  const client = new DynamoDBClient(operatorOf(stack));
  let bytes = 0;
  for (const table of ['ChatsTableName', 'DeskTableName']) {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: outputOf(stack, table),
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: chatPk(chatId) } },
      }),
    );
    for (const item of Items) bytes += copiesOf(item) * (itemSizeBytes(item) + ITEM_OVERHEAD_BYTES);
  }
  client.destroy();
  return bytes;
};

const copiesOf = (item: Record<string, AttributeValue>): number =>
  1 + ['workPk', 'checkPk'].filter((name) => item[name] !== undefined).length;

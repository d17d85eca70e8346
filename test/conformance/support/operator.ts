import { DynamoDBClient, PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import { dynamoAgentChats } from '../../../shared/adapters/dynamodb/agent-chats.ts';
import { dynamoChatLog } from '../../../shared/adapters/dynamodb/chat-log.ts';
import { dynamoDeskRegistry } from '../../../shared/adapters/dynamodb/desk-registry.ts';
import { optionsKey } from '../../../shared/adapters/dynamodb/keys.ts';
import { dynamoListRows } from '../../../shared/adapters/dynamodb/list-rows.ts';
import type { Desk, StoredRow } from '../../../shared/app/ports.ts';
import type { ChatEvent } from '../../../shared/domain/events.ts';
import type { LocalStack } from './stack.ts';

/** A queue of the stack, by the name of the output that holds its URL. */
type QueueOutput =
  | 'WakeQueueUrl'
  | 'WakeDeadLettersUrl'
  | 'EffectsRetryQueueUrl'
  | 'EffectsDeadLettersUrl'
  | 'PushQueueUrl'
  | 'PushDeadLettersUrl';

/** What only the operator of a stack can see and do, with the operator's own key. */
export interface Operator {
  /** Sets options of a service; functions learn of them within 30 s. */
  setOptions(service: string, options: Readonly<Record<string, number | string | boolean>>): Promise<void>;
  /** The whole log of a chat. */
  logOf(chatId: string): Promise<readonly ChatEvent[]>;
  rowOf(chatId: string): Promise<StoredRow | undefined>;
  deskOf(agentId: string): Promise<Desk | undefined>;
  chatsOf(agentId: string): Promise<readonly string[]>;
  /** The schedules of a chat: the minute at which each fires, by its number, in ISO 8601. */
  schedulesOf(chatId: string): Promise<Readonly<Record<string, string>>>;
  deleteSchedules(chatId: string): Promise<void>;
  /** How often the sweep runs, as a schedule expression. */
  setSweep(expression: string): Promise<void>;
  sendWakeUp(chatId: string, number: number): Promise<void>;
  /** Messages in a queue: waiting, delayed or in flight. */
  depthOf(queue: QueueOutput): Promise<number>;
  /** Sends everything in one queue to another, as for dead letters whose cause is cured. */
  moveMessages(from: QueueOutput, to: QueueOutput): Promise<void>;
  /** The keys that callbacks are signed with, by id. */
  pushKeys(): Promise<Readonly<Record<string, string>>>;
  /** The names of what the bus heard of a chat, in order of arrival; a repeat has the id of the first and is left out. */
  announcedOf(chatId: string): readonly string[];
  leave(): void;
}

/** The operator of a stack that runs in this process. */
export const operatorOf = (stack: LocalStack): Operator => {
  const { outputs } = stack.cloud;
  const { endpoint, region, operatorAccessKeyId, operatorSecretAccessKey } = outputs.local;
  const credentials = { accessKeyId: operatorAccessKeyId, secretAccessKey: operatorSecretAccessKey };
  const config = { endpoint, region, credentials };
  const dynamo = new DynamoDBClient(config);
  const sqs = new SQSClient(config);
  const scheduler = new SchedulerClient(config);
  const secrets = new SecretsManagerClient(config);
  return {
    ...tablesOf(dynamo, nameOf(outputs, 'ChatsTableName'), nameOf(outputs, 'DeskTableName')),
    ...schedulesIn(scheduler, nameOf(outputs, 'ScheduleGroupName')),
    sendWakeUp: async (chatId, number) => {
      const MessageBody = JSON.stringify({ chatId, n: number });
      await sqs.send(new SendMessageCommand({ QueueUrl: outputs['WakeQueueUrl'], MessageBody }));
    },
    depthOf: async (queue) => {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: outputs[queue], AttributeNames: ['All'] }),
      );
      const states = ['', 'NotVisible', 'Delayed'].map((state) => `ApproximateNumberOfMessages${state}`);
      return Object.entries(Attributes).reduce(
        (sum, [name, value]) => sum + (states.includes(name) ? Number(value) : 0),
        0,
      );
    },
    moveMessages: async (from, to) => {
      const [SourceArn, DestinationArn] = await Promise.all([from, to].map((queue) => arnOf(sqs, outputs[queue])));
      await sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn }));
    },
    pushKeys: async () => {
      const SecretId = nameOf(outputs, 'PushSecretArn');
      const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
      return v.parse(v.record(v.string(), v.string()), JSON.parse(SecretString));
    },
    announcedOf: (chatId) => {
      const heard = stack.cloud.services.events.list().filter(({ event }) => event.detail['subject'] === chatId);
      return [...new Map(heard.map(({ event }) => [event.detail['id'], event['detail-type']])).values()];
    },
    leave: () => [dynamo, sqs, scheduler, secrets].forEach((client) => client.destroy()),
  };
};

const arnOf = async (sqs: SQSClient, QueueUrl: unknown): Promise<string> => {
  const input = { QueueUrl: v.parse(v.string(), QueueUrl), AttributeNames: ['QueueArn' as const] };
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand(input));
  return v.parse(v.string(), Attributes?.['QueueArn']);
};

const nameOf = (outputs: Readonly<Record<string, unknown>>, output: string): string => {
  const name = outputs[output];
  if (typeof name !== 'string') throw new Error(`unable to operate the stack; it has no output ${output}`);
  return name;
};

const tablesOf = (
  client: DynamoDBClient,
  chatsTable: string,
  deskTable: string,
): Pick<Operator, 'setOptions' | 'logOf' | 'rowOf' | 'deskOf' | 'chatsOf'> => ({
  setOptions: async (service, options) => {
    const Item: Record<string, AttributeValue> = optionsKey(service);
    for (const [name, value] of Object.entries(options)) {
      Item[name] =
        typeof value === 'number' ? { N: String(value) } : typeof value === 'boolean' ? { BOOL: value } : { S: value };
    }
    await client.send(new PutItemCommand({ TableName: deskTable, Item }));
  },
  logOf: async (chatId) => (await dynamoChatLog(client, chatsTable).readAfter(chatId, 0, 1000, 'strong')).events,
  rowOf: (chatId) => dynamoListRows(client, deskTable).read(chatId),
  deskOf: (agentId) => dynamoDeskRegistry(client, deskTable).read(agentId),
  chatsOf: (agentId) => dynamoAgentChats(client, deskTable).list(agentId),
});

const schedulesIn = (
  client: SchedulerClient,
  GroupName: string,
): Pick<Operator, 'schedulesOf' | 'deleteSchedules' | 'setSweep'> => {
  const namesOf = async (chatId: string): Promise<readonly string[]> => {
    const { Schedules = [] } = await client.send(new ListSchedulesCommand({ GroupName, NamePrefix: `${chatId}.` }));
    return Schedules.flatMap(({ Name }) => Name ?? []);
  };
  return {
    schedulesOf: async (chatId) => {
      const found = await Promise.all(
        (await namesOf(chatId)).map((Name) => client.send(new GetScheduleCommand({ GroupName, Name }))),
      );
      const times: Record<string, string> = {};
      for (const { Name = '', ScheduleExpression = '' } of found) {
        times[Name.slice(chatId.length + 1)] = ScheduleExpression.slice('at('.length, -1);
      }
      return times;
    },
    deleteSchedules: async (chatId) => {
      for (const Name of await namesOf(chatId)) await client.send(new DeleteScheduleCommand({ GroupName, Name }));
    },
    setSweep: async (expression) => {
      const { Schedules = [] } = await client.send(new ListSchedulesCommand({}));
      const tick = Schedules.find(({ Name }) => Name?.includes('SweepTick'));
      const found = await client.send(new GetScheduleCommand({ GroupName: tick?.GroupName, Name: tick?.Name }));
      const { Name, GroupName: group, Target, FlexibleTimeWindow } = found;
      const changed = { Name, GroupName: group, Target, FlexibleTimeWindow, ScheduleExpression: expression };
      await client.send(new UpdateScheduleCommand(changed));
    },
  };
};

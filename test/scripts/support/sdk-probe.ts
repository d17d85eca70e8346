/**
 * Calls that functions make, with the clients that functions make them with. The test bundles this file twice:
 * with the SDK as it is installed, and like a function.
 */
import { GetConnectionCommand, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CreateScheduleCommand } from '@aws-sdk/client-scheduler';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { socketClient } from '../../../shared/adapters/apigateway/socket-sender.ts';
import { dynamoDbClient } from '../../../shared/adapters/dynamodb/client.ts';
import { eventBridgeClient } from '../../../shared/adapters/eventbridge/bus.ts';
import { schedulerClient } from '../../../shared/adapters/scheduler/wake-ups.ts';
import { secretsClient } from '../../../shared/adapters/secretsmanager/chat-keys.ts';
import { sqsClient } from '../../../shared/adapters/sqs/client.ts';

/** No answer is late on a machine that is busy with other tests. */
const patient = { requestHandler: { requestTimeout: 120_000 } };

/** One call of each kind, by the name of its operation. What is sent names every type that the functions send. */
const calls = {
  getItem: () =>
    dynamoDbClient(patient).send(
      new GetItemCommand({ TableName: 'chats', Key: { pk: { S: 'CHAT#ü' }, n: { N: '1' } }, ConsistentRead: true }),
    ),
  putItem: () =>
    dynamoDbClient(patient).send(
      new PutItemCommand({
        TableName: 'chats',
        Item: {
          pk: { S: 'CHAT#1' },
          bytes: { B: new Uint8Array([1, 2]) },
          list: { L: [{ BOOL: true }, { NULL: true }] },
        },
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  getItemInHaste: () =>
    dynamoDbClient({ requestHandler: { requestTimeout: 100, throwOnRequestTimeout: true } }).send(
      new GetItemCommand({ TableName: 'chats', Key: { pk: { S: 'CHAT#1' } } }),
    ),
  postToConnection: (endpoint: string) =>
    socketClient(`${endpoint}/stage`, patient).send(
      new PostToConnectionCommand({ ConnectionId: 'c=1', Data: '{"ü":1}' }),
    ),
  getConnection: (endpoint: string) =>
    socketClient(endpoint, patient).send(new GetConnectionCommand({ ConnectionId: 'c1' })),
  putEvents: () =>
    eventBridgeClient(patient).send(
      new PutEventsCommand({ Entries: [{ Source: 's', DetailType: 't', Detail: '{}', Time: new Date(1000) }] }),
    ),
  createSchedule: () =>
    schedulerClient(patient).send(
      new CreateScheduleCommand({
        GroupName: 'g',
        Name: 'a.1',
        ScheduleExpression: 'at(2030-01-01T00:00:00)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: 'arn:aws:sqs:eu-west-1:1:q', RoleArn: 'arn:aws:iam::1:role/r', Input: '{}' },
        // The SDK would choose one by chance.
        ClientToken: 'token',
      }),
    ),
  getSecretValue: () => secretsClient(patient).send(new GetSecretValueCommand({ SecretId: 'arn' })),
  sendMessage: (endpoint: string) =>
    sqsClient(patient).send(new SendMessageCommand({ QueueUrl: `${endpoint}/1/q`, MessageBody: 'ü', DelaySeconds: 1 })),
} satisfies Record<string, (endpoint: string) => Promise<object>>;

/** An operation of `calls`. */
export type Operation = keyof typeof calls;

/** What a call comes to: its output, or all that its error says. */
export const ask = async (operation: Operation, endpoint: string): Promise<object> => {
  try {
    return await calls[operation](endpoint);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const said = Object.entries(error).filter(([name]) => name !== '$response');
    return { ...Object.fromEntries(said), name: error.name, message: error.message };
  }
};

/** The endpoints that the clients would call in a region. */
export const endpointsIn = (region: string, switches: object = {}): string[] =>
  [
    dynamoDbClient({ region, ...switches }),
    socketClient('https://unused', { region, ...switches }),
    eventBridgeClient({ region, ...switches }),
    schedulerClient({ region, ...switches }),
    secretsClient({ region, ...switches }),
    sqsClient({ region, ...switches }),
  ].map(({ config }) => config.endpointProvider({ Region: region, ...switches }).url.href);

import { PostToConnectionCommand, type PostToConnectionCommandInput } from '@aws-sdk/client-apigatewaymanagementapi';
import {
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type GetItemCommandInput,
  type PutItemCommandInput,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { socketClient } from '../shared/adapters/apigateway/socket-sender.ts';
import { dynamoDbClient } from '../shared/adapters/dynamodb/client.ts';

/** The calls that one message costs, ready to be sent. */
export interface BareEvent {
  readonly query: QueryCommandInput;
  readonly put: PutItemCommandInput;
  /** Read when the customer writes: the agent's sockets. */
  readonly get?: GetItemCommandInput;
  readonly post: PostToConnectionCommandInput;
}

const dynamo = dynamoDbClient();
const sockets = socketClient(process.env['SOCKET_ENDPOINT'] ?? '');

/** The least that a handler can do which makes the same AWS calls as the real one: those calls, and nothing else. */
export const handler = async ({ query, put, get, post }: BareEvent): Promise<{ statusCode: number }> => {
  await dynamo.send(new QueryCommand(query));
  await dynamo.send(new PutItemCommand(put));
  if (get !== undefined) await dynamo.send(new GetItemCommand(get));
  await sockets.send(new PostToConnectionCommand(post));
  return { statusCode: 200 };
};

import type { Server } from 'node:http';
import {
  CreateTableCommand,
  waitUntilTableExists,
  type DynamoDBClient,
  type DynamoDBClientConfig,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { dynamoDbClient } from '../../../shared/adapters/dynamodb/client.ts';

/** A DynamoDB with the stack's two tables, and a client that counts its calls. */
export interface DynamoEndpoint {
  readonly client: DynamoDBClient;
  /** What the client was made with. */
  readonly config: DynamoDBClientConfig;
  readonly chatsTable: string;
  readonly deskTable: string;
  /** The names of the calls since the last time it was asked, in order. */
  takeCalls(): string[];
  /** Stops an embedded server; a server that was given goes on. */
  stop(): Promise<void>;
}

let tables = 0;

const embedded = async (): Promise<{ endpoint: string; server: Server }> => {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the embedded server has no port');
  return { endpoint: `http://127.0.0.1:${address.port}`, server };
};

/** Starts an embedded server, or takes the one that `DYNAMODB_ENDPOINT` names, and makes the tables anew. */
export const dynamoEndpoint = async (): Promise<DynamoEndpoint> => {
  const given = process.env['DYNAMODB_ENDPOINT'];
  const own = given === undefined ? await embedded() : undefined;
  const config: DynamoDBClientConfig = {
    endpoint: given ?? own?.endpoint ?? '',
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: { connectionTimeout: 10_000, requestTimeout: 15_000, throwOnRequestTimeout: true },
  };
  const client = dynamoDbClient(config);
  tables += 1;
  const suffix = `${process.pid}-${tables}`;
  const chatsTable = `chats-${suffix}`;
  const deskTable = `desk-${suffix}`;
  await client.send(new CreateTableCommand({ TableName: chatsTable, ...KEYS, BillingMode: 'PAY_PER_REQUEST' }));
  await client.send(new CreateTableCommand({ TableName: deskTable, ...DESK, BillingMode: 'PAY_PER_REQUEST' }));
  for (const TableName of [chatsTable, deskTable]) {
    await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName });
  }
  let calls: string[] = [];
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        calls.push(commandName.replace('Command', ''));
        return next(args);
      },
    { step: 'finalizeRequest' },
  );
  return {
    client,
    config,
    chatsTable,
    deskTable,
    takeCalls: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
    stop: async () => {
      client.destroy();
      own?.server.closeAllConnections();
      await new Promise((resolve) => (own === undefined ? resolve(undefined) : own.server.close(resolve)));
    },
  };
};

const KEYS = {
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' as const },
    { AttributeName: 'sk', AttributeType: 'S' as const },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' as const },
    { AttributeName: 'sk', KeyType: 'RANGE' as const },
  ],
};

const listIndex = (name: 'work' | 'check') => ({
  IndexName: name,
  KeySchema: [
    { AttributeName: `${name}Pk`, KeyType: 'HASH' as const },
    { AttributeName: `${name}Sk`, KeyType: 'RANGE' as const },
  ],
  Projection: { ProjectionType: 'ALL' as const },
});

const DESK = {
  ...KEYS,
  AttributeDefinitions: [
    ...KEYS.AttributeDefinitions,
    ...['workPk', 'workSk', 'checkPk', 'checkSk'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S' as const,
    })),
  ],
  GlobalSecondaryIndexes: [listIndex('work'), listIndex('check')],
};

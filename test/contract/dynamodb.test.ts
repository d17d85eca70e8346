import { dynamoAgentChats } from '../../shared/adapters/dynamodb/agent-chats.ts';
import { dynamoChatLog } from '../../shared/adapters/dynamodb/chat-log.ts';
import { dynamoReadMarks } from '../../shared/adapters/dynamodb/read-marks.ts';
import { dynamoContacts } from '../../shared/adapters/dynamodb/contacts.ts';
import { dynamoDeskRegistry } from '../../shared/adapters/dynamodb/desk-registry.ts';
import { dynamoLoadGauge } from '../../shared/adapters/dynamodb/load-gauge.ts';
import { dynamoListRows } from '../../shared/adapters/dynamodb/list-rows.ts';
import { dynamoOptionWalks } from '../../shared/adapters/dynamodb/option-walks.ts';
import { dynamoPushReceipts } from '../../shared/adapters/dynamodb/push-receipts.ts';
import { dynamoServiceMasking } from '../../shared/adapters/dynamodb/service-masking.ts';
import { dynamoServiceOptions } from '../../shared/adapters/dynamodb/service-options.ts';
import { describeAgentChats } from './agent-chats.contract.ts';
import { describeChatLog } from './chat-log.contract.ts';
import { describeReadMarks } from './read-marks.contract.ts';
import { describeContacts } from './contacts.contract.ts';
import { describeDeskRegistry } from './desk-registry.contract.ts';
import { describeListRows } from './list-rows.contract.ts';
import { describeOptionWalks } from './option-walks.contract.ts';
import { describeLoadGauge } from './load-gauge.contract.ts';
import { describePushReceipts } from './push-receipts.contract.ts';
import { describeServiceMasking } from './service-masking.contract.ts';
import { describeServiceOptions } from './service-options.contract.ts';
import { dynamoEndpoint, type DynamoEndpoint } from './support/dynamo-endpoint.ts';
import type { Make } from './support/made.ts';

const on =
  <Port>(player: (endpoint: DynamoEndpoint) => Port): Make<Port> =>
  async () => {
    const endpoint = await dynamoEndpoint();
    return { port: player(endpoint), end: () => endpoint.stop() };
  };

describeChatLog(
  'DynamoDB',
  on(({ client, chatsTable }) => dynamoChatLog(client, chatsTable)),
);
describeDeskRegistry(
  'DynamoDB',
  on(({ client, deskTable }) => dynamoDeskRegistry(client, deskTable)),
);
describeAgentChats(
  'DynamoDB',
  on(({ client, deskTable }) => dynamoAgentChats(client, deskTable)),
);
describeListRows(
  'DynamoDB',
  on(({ client, deskTable }) => dynamoListRows(client, deskTable)),
);
describeReadMarks(
  'DynamoDB',
  on(({ client, chatsTable }) => dynamoReadMarks(client, chatsTable)),
);
describeContacts(
  'DynamoDB',
  on(({ client, chatsTable }) => dynamoContacts(client, chatsTable)),
);

describePushReceipts(
  'DynamoDB',
  on(({ client, deskTable }) => dynamoPushReceipts(client, deskTable)),
);

describeOptionWalks(
  'DynamoDB',
  on(({ client, deskTable }) => dynamoOptionWalks(client, deskTable)),
);

describeServiceOptions(
  'DynamoDB',
  on(({ client, deskTable }) => dynamoServiceOptions(client, deskTable)),
);

describeServiceMasking(
  'DynamoDB',
  on(({ client, deskTable }) => dynamoServiceMasking(client, deskTable)),
);

describeLoadGauge(
  'DynamoDB',
  on(({ client, deskTable }) => dynamoLoadGauge(client, deskTable)),
);

import { createDynamoDbService, type TableDeclaration } from '../../local/dynamodb/dynamodb-service.ts';
import { dynamoAgentChats } from '../../shared/adapters/dynamodb/agent-chats.ts';
import { dynamoChatLog } from '../../shared/adapters/dynamodb/chat-log.ts';
import { dynamoDbClient } from '../../shared/adapters/dynamodb/client.ts';
import { dynamoReadMarks } from '../../shared/adapters/dynamodb/read-marks.ts';
import { dynamoContacts } from '../../shared/adapters/dynamodb/contacts.ts';
import { dynamoDeskRegistry } from '../../shared/adapters/dynamodb/desk-registry.ts';
import { dynamoLoadGauge } from '../../shared/adapters/dynamodb/load-gauge.ts';
import { dynamoListRows } from '../../shared/adapters/dynamodb/list-rows.ts';
import { dynamoPushReceipts } from '../../shared/adapters/dynamodb/push-receipts.ts';
import { dynamoServiceMasking } from '../../shared/adapters/dynamodb/service-masking.ts';
import { dynamoServiceOptions } from '../../shared/adapters/dynamodb/service-options.ts';
import { serviceEndpoint } from '../local-services/support/service-endpoint.ts';
import { testTime } from '../local-services/support/virtual-clock.ts';
import { describeAgentChats } from './agent-chats.contract.ts';
import { describeChatLog } from './chat-log.contract.ts';
import { describeReadMarks } from './read-marks.contract.ts';
import { describeContacts } from './contacts.contract.ts';
import { describeDeskRegistry } from './desk-registry.contract.ts';
import { describeListRows } from './list-rows.contract.ts';
import { describeLoadGauge } from './load-gauge.contract.ts';
import { describePushReceipts } from './push-receipts.contract.ts';
import { describeServiceMasking } from './service-masking.contract.ts';
import { describeServiceOptions } from './service-options.contract.ts';
import type { Make } from './support/made.ts';
import { START } from './support/sample-log.ts';

const text = (...names: string[]) => names.map((attributeName) => ({ attributeName, attributeType: 'S' as const }));
const keys = (hash: string, range: string) => [
  { attributeName: hash, keyType: 'HASH' as const },
  { attributeName: range, keyType: 'RANGE' as const },
];
const chats: TableDeclaration = {
  name: 'chats',
  arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/chats',
  keySchema: keys('pk', 'sk'),
  attributeDefinitions: text('pk', 'sk'),
  globalSecondaryIndexes: [],
  streamEnabled: true,
  ttlAttribute: 'ttl',
};
const desk: TableDeclaration = {
  ...chats,
  name: 'desk',
  arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/desk',
  attributeDefinitions: text('pk', 'sk', 'workPk', 'workSk', 'checkPk', 'checkSk'),
  globalSecondaryIndexes: ['work', 'check'].map((indexName) => ({
    indexName,
    keySchema: keys(`${indexName}Pk`, `${indexName}Sk`),
    projectionType: 'ALL',
  })),
  streamEnabled: false,
};

/** The local cloud's store, spoken to as a function does. */
const on =
  <Port>(player: (client: ReturnType<typeof dynamoDbClient>) => Port): Make<Port> =>
  async () => {
    const { clock, activity } = testTime(START);
    const service = await createDynamoDbService({
      clock,
      activity,
      region: 'us-east-1',
      accountId: '000000000000',
      report: (problem, cause) => {
        throw new Error(problem, { cause });
      },
      tables: [chats, desk],
      onStreamRecord: () => undefined,
    });
    const endpoint = await serviceEndpoint(service);
    // Server and client share one thread here: hundreds of calls at once take their turn.
    const requestHandler = { connectionTimeout: 10_000, requestTimeout: 15_000, throwOnRequestTimeout: true };
    const client = dynamoDbClient({ ...endpoint.client, requestHandler });
    const end = async (): Promise<void> => {
      client.destroy();
      await endpoint.stop();
    };
    return { port: player(client), end };
  };

describeChatLog(
  'local cloud',
  on((client) => dynamoChatLog(client, 'chats')),
);
describeDeskRegistry(
  'local cloud',
  on((client) => dynamoDeskRegistry(client, 'desk')),
);
describeAgentChats(
  'local cloud',
  on((client) => dynamoAgentChats(client, 'desk')),
);
describeListRows(
  'local cloud',
  on((client) => dynamoListRows(client, 'desk')),
);
describeReadMarks(
  'local cloud',
  on((client) => dynamoReadMarks(client, 'chats')),
);
describeContacts(
  'local cloud',
  on((client) => dynamoContacts(client, 'chats')),
);

describePushReceipts(
  'local cloud',
  on((client) => dynamoPushReceipts(client, 'desk')),
);

describeServiceOptions(
  'local cloud',
  on((client) => dynamoServiceOptions(client, 'desk')),
);

describeServiceMasking(
  'local cloud',
  on((client) => dynamoServiceMasking(client, 'desk')),
);

describeLoadGauge(
  'local cloud',
  on((client) => dynamoLoadGauge(client, 'desk')),
);

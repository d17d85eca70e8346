import { dynamoAgentChats } from '../../shared/adapters/dynamodb/agent-chats.ts';
import { dynamoChatLog } from '../../shared/adapters/dynamodb/chat-log.ts';
import { dynamoContacts } from '../../shared/adapters/dynamodb/contacts.ts';
import { dynamoDeskRegistry } from '../../shared/adapters/dynamodb/desk-registry.ts';
import { dynamoListRows } from '../../shared/adapters/dynamodb/list-rows.ts';
import { dynamoLoadGauge } from '../../shared/adapters/dynamodb/load-gauge.ts';
import { dynamoReadMarks } from '../../shared/adapters/dynamodb/read-marks.ts';
import { dynamoServiceMasking } from '../../shared/adapters/dynamodb/service-masking.ts';
import { dynamoServiceOptions } from '../../shared/adapters/dynamodb/service-options.ts';
import { memoryAgentChats } from '../../shared/adapters/memory/memory-agent-chats.ts';
import { memoryChatLog, type MemoryChatLog } from '../../shared/adapters/memory/memory-chat-log.ts';
import { memoryContacts } from '../../shared/adapters/memory/memory-contacts.ts';
import { memoryDeskRegistry } from '../../shared/adapters/memory/memory-desk-registry.ts';
import { memoryListRows } from '../../shared/adapters/memory/memory-list-rows.ts';
import { memoryLoadGauge } from '../../shared/adapters/memory/memory-load-gauge.ts';
import { memoryReadMarks } from '../../shared/adapters/memory/memory-read-marks.ts';
import { memoryServiceMasking, memoryServiceOptions } from '../../shared/adapters/memory/memory-versions.ts';
import type {
  AgentChats,
  ChatLog,
  Contacts,
  DeskRegistry,
  ListRows,
  LoadGauge,
  ReadMarks,
  ServiceMasking,
  ServiceOptions,
} from '../../shared/app/ports.ts';
import { dynamoEndpoint } from '../contract/support/dynamo-endpoint.ts';

/** What a house stores, and what its tests ask of the log without waiting. */
export interface HouseStores {
  readonly log: MemoryChatLog;
  readonly rows: ListRows;
  readonly desks: DeskRegistry;
  readonly agentChats: AgentChats;
  readonly contacts: Contacts;
  readonly readMarks: ReadMarks;
  readonly gauge: LoadGauge;
  readonly serviceOptions: ServiceOptions;
  readonly serviceMasking: ServiceMasking;
}

/** A port that is still being made: each call waits for it. A method that a test puts in its place is taken instead. */
const whenMade = <Port extends object>(port: Promise<Port>): Port =>
  new Proxy({} as Port, {
    get: (replaced, name): unknown => {
      if (name in replaced) return Reflect.get(replaced, name);
      return async (...args: unknown[]): Promise<unknown> => {
        const method: unknown = Reflect.get(await port, name);
        if (typeof method !== 'function') throw new Error(`the port has no ${String(name)}`);
        return Reflect.apply(method, undefined, args) as unknown;
      };
    },
  });

/** A log somewhere else, and a copy of what it committed, so that tests can look at it without waiting. */
const witnessed = (log: ChatLog): MemoryChatLog => {
  const copy = memoryChatLog();
  return {
    load: (...args) => log.load(...args),
    readAfter: (...args) => log.readAfter(...args),
    effectsAfter: (...args) => log.effectsAfter(...args),
    append: async (chatId, entry) => {
      const appended = await log.append(chatId, entry);
      if (appended.kind === 'committed') await copy.append(chatId, entry);
      return appended;
    },
    expire: async (...args) => {
      await copy.expire(...args);
      return log.expire(...args);
    },
    events: copy.events,
    chatIds: copy.chatIds,
    expiresAtSec: copy.expiresAtSec,
  };
};

/** Stores in tables of their own, in the DynamoDB that `DYNAMODB_ENDPOINT` names. */
const storesElsewhere = (): HouseStores => {
  const endpoint = dynamoEndpoint();
  return {
    log: witnessed(whenMade(endpoint.then(({ client, chatsTable }) => dynamoChatLog(client, chatsTable)))),
    rows: whenMade(endpoint.then(({ client, deskTable }) => dynamoListRows(client, deskTable))),
    desks: whenMade(endpoint.then(({ client, deskTable }) => dynamoDeskRegistry(client, deskTable))),
    agentChats: whenMade(endpoint.then(({ client, deskTable }) => dynamoAgentChats(client, deskTable))),
    contacts: whenMade(endpoint.then(({ client, chatsTable }) => dynamoContacts(client, chatsTable))),
    gauge: whenMade(endpoint.then(({ client, deskTable }) => dynamoLoadGauge(client, deskTable))),
    readMarks: whenMade(endpoint.then(({ client, chatsTable }) => dynamoReadMarks(client, chatsTable))),
    serviceOptions: whenMade(endpoint.then(({ client, deskTable }) => dynamoServiceOptions(client, deskTable))),
    serviceMasking: whenMade(endpoint.then(({ client, deskTable }) => dynamoServiceMasking(client, deskTable))),
  };
};

/** Stores in memory, or in another implementation of the service when one is given by URL. */
export const houseStores = (): HouseStores =>
  process.env['DYNAMODB_ENDPOINT'] === undefined
    ? {
        log: memoryChatLog(),
        rows: memoryListRows(),
        desks: memoryDeskRegistry(),
        agentChats: memoryAgentChats(),
        contacts: memoryContacts(),
        readMarks: memoryReadMarks(),
        gauge: memoryLoadGauge(),
        serviceOptions: memoryServiceOptions(),
        serviceMasking: memoryServiceMasking(),
      }
    : storesElsewhere();

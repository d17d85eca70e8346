import { EventBridgeClient, PutEventsCommand, type EventBridgeClientConfig } from '@aws-sdk/client-eventbridge';
import { Fault, type Announced, type Bus } from '../../app/ports.ts';

/** The source that every fact names; rules of subscribers match it. */
const SOURCE = 'dormouse';

/** What a retry cannot cure. */
const PERMANENT: ReadonlySet<string> = new Set(['AccessDeniedException', 'ResourceNotFoundException']);

/** A client whose calls end in time to be tried again. Credentials and region come from the environment. */
export const eventBridgeClient = (overrides: EventBridgeClientConfig = {}): EventBridgeClient =>
  new EventBridgeClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
    ...overrides,
  });

/** The fact as subscribers see it: the members of a CloudEvent, its `data` in the seed's names. Times are ISO 8601. */
const detailOf = (fact: Announced): string =>
  JSON.stringify({
    specversion: '1.0',
    id: fact.id,
    source: SOURCE,
    type: fact.name,
    subject: fact.chatId,
    time: new Date(fact.at).toISOString(),
    data: {
      chatId: fact.chatId,
      index: fact.index,
      service: fact.service,
      GCTI_Chat_AsyncStatus: fact.status,
      GCTI_Chat_AsyncCheckAt: new Date(fact.checkAt).toISOString(),
      ...(fact.overdue === undefined ? {} : { overdue: fact.overdue }),
      ...(fact.continues === undefined ? {} : { continues: fact.continues }),
      ...(fact.lastAgentId === undefined ? {} : { lastAgentId: fact.lastAgentId }),
    },
  });

/** The bus: at least once, without order; `id` tells a repeat, `index` the order. */
export const eventBridgeBus = (client: EventBridgeClient, busName: string): Bus => ({
  announce: async (fact) => {
    const put = new PutEventsCommand({
      Entries: [
        {
          EventBusName: busName,
          Source: SOURCE,
          DetailType: fact.name,
          Detail: detailOf(fact),
          Time: new Date(fact.at),
        },
      ],
    });
    const { FailedEntryCount = 0, Entries = [] } = await sent(fact, () => client.send(put));
    if (FailedEntryCount === 0) return;
    const code = Entries[0]?.ErrorCode ?? 'unknown error';
    throw new Fault(`unable to announce ${fact.id}; ${code}`, { retryable: !PERMANENT.has(code) });
  },
});

const sent = async <T>(fact: Announced, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown error';
    throw new Fault(`unable to announce ${fact.id}; ${name}`, { cause: error, retryable: !PERMANENT.has(name) });
  }
};

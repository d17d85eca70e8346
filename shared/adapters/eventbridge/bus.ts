import { EventBridgeClient, PutEventsCommand, type EventBridgeClientConfig } from '@aws-sdk/client-eventbridge';
import { Fault, type Announced, type Bus, type ReportBus, type Reported } from '../../app/ports.ts';

/** The source that every fact names; rules of subscribers match it. */
const SOURCE = 'dormouse';

/** The name of what the report of a chat says. */
const REPORTED = 'chat-reported.v1';

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
      ...fact.details,
      ...(fact.overdue === undefined ? {} : { overdue: fact.overdue }),
      ...(fact.continues === undefined ? {} : { continues: fact.continues }),
      ...(fact.lastAgentId === undefined ? {} : { lastAgentId: fact.lastAgentId }),
    },
  });

/** A report as subscribers see it, in the same form. */
const detailOfReport = (reported: Reported): string =>
  JSON.stringify({
    specversion: '1.0',
    id: reported.id,
    source: SOURCE,
    type: REPORTED,
    subject: reported.chatId,
    time: new Date(reported.at).toISOString(),
    data: {
      chatId: reported.chatId,
      index: reported.index,
      service: reported.service,
      interactionStopped: reported.interactionStopped,
      ...(reported.statistics === undefined ? {} : { statistics: reported.statistics }),
    },
  });

/** What is put on the bus. */
interface Published {
  readonly id: string;
  readonly name: string;
  readonly at: number;
  readonly detail: string;
}

const publish = async (
  client: EventBridgeClient,
  busName: string,
  { id, name, at, detail }: Published,
): Promise<void> => {
  const entry = { EventBusName: busName, Source: SOURCE, DetailType: name, Detail: detail, Time: new Date(at) };
  const { FailedEntryCount = 0, Entries = [] } = await sent(id, () =>
    client.send(new PutEventsCommand({ Entries: [entry] })),
  );
  if (FailedEntryCount === 0) return;
  const code = Entries[0]?.ErrorCode ?? 'unknown error';
  throw new Fault(`unable to announce ${id}; ${code}`, { retryable: !PERMANENT.has(code) });
};

/** The bus: at least once, without order; `id` tells a repeat, `index` the order. */
export const eventBridgeBus = (client: EventBridgeClient, busName: string): Bus => ({
  announce: (fact) => publish(client, busName, { ...fact, detail: detailOf(fact) }),
});

/** The same bus, for what the reports of chats say. */
export const eventBridgeReports = (client: EventBridgeClient, busName: string): ReportBus => ({
  report: (reported) => publish(client, busName, { ...reported, name: REPORTED, detail: detailOfReport(reported) }),
});

const sent = async <T>(id: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown error';
    throw new Fault(`unable to announce ${id}; ${name}`, { cause: error, retryable: !PERMANENT.has(name) });
  }
};

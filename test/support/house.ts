import { makeHandler as makeAuthorize } from '../../functions/authorize/handler.ts';
import { makeHandler as makePush } from '../../functions/push/handler.ts';
import { makeHandler as makeReport } from '../../functions/report/handler.ts';
import { makeHandler as makeSocket } from '../../functions/socket/handler.ts';
import { makeHandler as makeSweep } from '../../functions/sweep/handler.ts';
import { makeHandler as makeWake } from '../../functions/wake/handler.ts';
import { memoryBus } from '../../shared/adapters/memory/memory-bus.ts';
import { memoryClock } from '../../shared/adapters/memory/memory-clock.ts';
import { memoryFacts, memoryReportBus } from '../../shared/adapters/memory/memory-facts.ts';
import { memoryFiles } from '../../shared/adapters/memory/memory-files.ts';
import { memoryIds } from '../../shared/adapters/memory/memory-ids.ts';
import { memoryJournal } from '../../shared/adapters/memory/memory-journal.ts';
import { memoryKeyRing } from '../../shared/adapters/memory/memory-key-ring.ts';
import { memoryOptions } from '../../shared/adapters/memory/memory-options.ts';
import { memoryOptionWalks, memoryWalkOrders } from '../../shared/adapters/memory/memory-option-walks.ts';
import { memoryPacer } from '../../shared/adapters/memory/memory-pacer.ts';
import {
  memoryPushProvider,
  memoryPushQueue,
  memoryPushReceipts,
  memoryPushRetries,
} from '../../shared/adapters/memory/memory-pushes.ts';
import { memoryRetryQueue } from '../../shared/adapters/memory/memory-retry-queue.ts';
import { memorySocketSender } from '../../shared/adapters/memory/memory-socket-sender.ts';
import type { Bearer } from '../../shared/app/credentials.ts';
import type { Announced, EffectsOfEvent, PushStatement } from '../../shared/app/ports.ts';
import { runEffects } from '../../shared/app/run-effects.ts';
import type { ServerFrame } from '../../shared/protocol/index.ts';
import { houseStores } from './house-stores.ts';
import { houseWakeUps } from './house-wake-ups.ts';
import { makeWebFront } from './web-front.ts';

/** When the house's clock starts: always the same, unless a scheduler elsewhere would call it the past. */
export const HOUSE_START =
  process.env['SCHEDULER_ENDPOINT'] === undefined
    ? Date.UTC(2026, 0, 5, 9, 0, 0)
    : Math.ceil(Date.now() / 3_600_000) * 3_600_000;

/** A secret that opens one chat. */
export const SECRET = 'house-secret-0123456789abc';

type Ports = ReturnType<typeof makePorts>;

const makePorts = () => {
  const stores = houseStores();
  const store = memoryFiles();
  return {
    ...stores,
    /** The store of files as browsers see it. */
    store,
    uploads: store.uploads,
    files: store.keptFiles,
    clock: memoryClock(HOUSE_START),
    options: memoryOptions(stores.serviceOptions, stores.serviceMasking),
    pacer: memoryPacer(),
    ids: memoryIds(),
    keys: memoryKeyRing(),
    journal: memoryJournal(),
    sockets: memorySocketSender(),
    wakeUps: houseWakeUps(),
    retries: memoryRetryQueue(),
    pushes: memoryPushQueue(),
    receipts: memoryPushReceipts(),
    phone: memoryPushProvider(),
    pushRetries: memoryPushRetries(),
    bus: memoryBus(),
    walks: memoryOptionWalks(),
    walkOrders: memoryWalkOrders(),
    comeAgain: async () => {},
    facts: memoryFacts(),
    reports: memoryReportBus(),
    socketUrl: 'wss://house.example/v1',
  };
};

/** An answer of the HTTP function with its body read. */
export interface HouseAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

const contextOf = (bearer: Bearer): Record<string, string> =>
  Object.fromEntries(Object.entries(bearer).map(([key, value]) => [key, String(value)]));

/** The functions of Dormouse on memory adapters, or on stores given by URL, called as API Gateway, the queues and the tick would. */
export const openHouse = () => {
  const ports = makePorts();
  const functions = {
    authorize: makeAuthorize(ports),
    socket: makeSocket(ports),
    http: makeWebFront(ports),
    wake: makeWake(ports),
    sweep: makeSweep(ports),
    report: makeReport(ports),
    push: makePush({ ...ports, providerOf: (type) => (type === 'customhttp' ? ports.phone : undefined) }),
  };
  const cursors = new Map<string, number>();
  return {
    ...ports,
    functions,
    http: (routeKey: string, request: HouseRequest = {}) => callHttp(functions.http, routeKey, request),
    frame: (line: HouseLine, frame: unknown) => sendFrame(functions.socket, line, frame),
    leave: (line: HouseLine) => functions.socket(socketEvent('DISCONNECT', line)),
    pendingEffects: () => takeEffects(ports, cursors),
    runEffects: async () => {
      for (const found of await takeEffects(ports, cursors)) await runEffects(ports, found);
    },
    runPushes: async (receives = 1) => {
      for (const statement of ports.pushes.takeAll()) await functions.push(pushEvent(statement, receives));
    },
    /** Hands every close that the bus has heard of to the report function, in one batch. */
    runReports: () => functions.report(reportEvent(ports.bus.announced())),
    runWakeUps: async () => {
      for (const { chatId, number } of ports.wakeUps.takeDue(ports.clock.now())) {
        await functions.wake(wakeEvent(chatId, number));
      }
    },
  };
};

export type House = ReturnType<typeof openHouse>;

/** A socket and whose it is. */
export interface HouseLine {
  readonly connectionId: string;
  readonly bearer: Bearer;
}

export interface HouseRequest {
  readonly body?: unknown;
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly claims?: Record<string, string>;
  /** Who signed it, as IAM names them. */
  readonly callerId?: string;
}

/** The event of the wake-up queue for one message. */
export const wakeEvent = (chatId: string, n: number): unknown => ({
  Records: [{ messageId: `${chatId}.${n}`, body: JSON.stringify({ chatId, n }) }],
});

/** The event of the push queue for one message. */
export const pushEvent = (
  statement: PushStatement,
  receives: number,
  messageId = `${statement.chatId}.${statement.upTo}`,
): unknown => ({
  Records: [
    {
      messageId,
      receiptHandle: `${statement.chatId}.${statement.upTo}#${receives}`,
      body: JSON.stringify(statement),
      attributes: { ApproximateReceiveCount: String(receives) },
    },
  ],
});

/** The event of the queue of chats to report, for what a rule of the bus lets through. */
export const reportEvent = (announced: readonly Announced[]): unknown => ({
  Records: announced
    .filter(({ name }) => name === 'chat-closed.v1')
    .map(({ name, chatId, index }, place) => ({
      messageId: `m${place}`,
      body: JSON.stringify({
        'detail-type': name,
        source: 'dormouse',
        detail: { type: name, data: { chatId, index } },
      }),
    })),
});

const socketEvent = (eventType: string, { connectionId, bearer }: HouseLine, body?: string): unknown => ({
  requestContext: { routeKey: '$default', eventType, connectionId, authorizer: contextOf(bearer) },
  ...(body === undefined ? {} : { body }),
});

const sendFrame = async (
  socket: ReturnType<typeof makeSocket>,
  line: HouseLine,
  frame: unknown,
): Promise<ServerFrame> => {
  const body = typeof frame === 'string' ? frame : JSON.stringify(frame);
  const reply = await socket(socketEvent('MESSAGE', line, body));
  return JSON.parse(reply.body ?? 'null') as ServerFrame;
};

const callHttp = async (
  http: ReturnType<typeof makeWebFront>,
  routeKey: string,
  { body, path, query, headers, claims, callerId }: HouseRequest,
): Promise<HouseAnswer> => {
  const reply = await http({
    routeKey,
    headers: headers ?? {},
    queryStringParameters: query ?? {},
    pathParameters: path ?? {},
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    requestContext: {
      ...(claims === undefined ? {} : { authorizer: { jwt: { claims } } }),
      ...(callerId === undefined ? {} : { authorizer: { iam: { callerId } } }),
    },
  });
  return { status: reply.statusCode, body: JSON.parse(reply.body) as Record<string, unknown> };
};

const takeEffects = async ({ log }: Ports, cursors: Map<string, number>): Promise<readonly EffectsOfEvent[]> => {
  const taken: EffectsOfEvent[] = [];
  for (const chatId of log.chatIds()) {
    const page = await log.effectsAfter(chatId, cursors.get(chatId) ?? 0, 200);
    cursors.set(chatId, page.position);
    taken.push(...page.found);
  }
  return taken;
};

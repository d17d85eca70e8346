import { makeHandler as makeAuthorize } from '../../functions/authorize/handler.ts';
import { makeHandler as makeEffects } from '../../functions/effects/handler.ts';
import { ROUTE_KEYS } from '../support/web-front.ts';
import { effectsOfImage, toItem } from '../../shared/adapters/dynamodb/items.ts';
import { hmacKeyRing } from '../../shared/adapters/system/hmac-key-ring.ts';
import { secureKeyFor, ticketFor } from '../../shared/app/credentials.ts';
import { effectsOf } from '../../shared/domain/effects.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import type { Session } from '../../shared/domain/session.ts';
import { customerLine, deskLine, openChat } from '../support/house-people.ts';
import { openHouse, type HouseLine } from '../support/house.ts';
import { answerComplaint, frameComplaint } from './complaints.ts';
import { frameText, type FrameWords } from './frames.ts';
import { below, junk, pick, withOneWrong, withWrongLetters, type Random } from './junk.ts';

/** What one attempt came to. */
export interface Attempt {
  readonly target: string;
  readonly input: string;
  /** What the answer was, for the count: a frame type, an error code, a status. */
  readonly came: string;
  readonly complaint?: string;
}

type House = ReturnType<typeof openHouse>;

const keys = hmacKeyRing({ keys: async () => ({ current: 'k1', keys: new Map([['k1', 'a key for this test']]) }) });

/** So much of an input is kept: its beginning, and the seed makes it again. */
const INPUT_CHARS = 400;

const result = (target: string, input: string, came: string, complaint: string | undefined): Attempt => ({
  target,
  input: input.slice(0, INPUT_CHARS),
  came,
  ...(complaint === undefined ? {} : { complaint }),
});

/** A house with people in it, and every way in held open to junk. */
export const openFuzzHouse = async (random: Random) => {
  const house = openHouse();
  const back = openHouse();
  const chats = [await openChat(house), await openChat(house, 'second-secret-0123456789')];
  const lines = [
    customerLine(house, chats[0] ?? '', 'cust-1'),
    deskLine(house),
    customerLine(house, chats[1] ?? '', 'cust-2'),
  ];
  let ids = 0;
  const words: FrameWords = {
    chats: [...chats, 'a'.repeat(26)],
    nextId: () => `device01.${random() < 0.2 ? below(random, ids + 1) : ++ids}`,
  };
  const targets = [
    ...Array.from({ length: 14 }, () => () => tryFrame(house, pick(random, lines), frameText(random, words))),
    () => tryHttp(house, random, chats),
    () => tryHttp(house, random, chats),
    () => tryTicket(house, random, chats),
    () => tryWake(house, random, chats),
    () => tryEffects(back, random),
    () => tryReport(house, random, chats),
  ];
  return {
    /** One attempt on one of the ways in. */
    attempt: (): Promise<Attempt> => {
      house.clock.advance(pick(random, [0, 10, 1_000, 40_000]));
      return pick(random, targets)();
    },
  };
};

const eventOf = ({ connectionId, bearer }: HouseLine, body: string): object => ({
  requestContext: {
    routeKey: '$default',
    eventType: 'MESSAGE',
    connectionId,
    authorizer: Object.fromEntries(Object.entries(bearer).map(([name, value]) => [name, String(value)])),
  },
  body,
});

/** Sends one frame, then a ping: the socket must stay usable (PROTO-2). */
const tryFrame = async (house: House, line: HouseLine, input: string): Promise<Attempt> => {
  const counts = house.log.chatIds().length;
  const before = house.sockets.frames(line.connectionId).length;
  const reply = await house.functions.socket(eventOf(line, input));
  const came = reply.body === undefined ? 'no answer' : nameOf(reply.body);
  const posted = house.sockets.frames(line.connectionId).slice(before);
  const wrong = [...(reply.body === undefined ? [] : [reply.body]), ...posted].map(frameComplaint).find(Boolean);
  const ping = await house.frame(line, { op: 'ping', ref: 'still-there' });
  const answers = ping.type === 'pong' || (ping.type === 'error' && ping.code === 'say-hello');
  const unanswered =
    reply.body === undefined && !/"op":\s*"(typing|read)"/.test(input) ? 'a frame without an answer' : undefined;
  const opened = house.log.chatIds().length === counts ? undefined : 'a chat from nowhere';
  const complaint = wrong ?? unanswered ?? opened ?? (answers ? undefined : `a ping answered ${JSON.stringify(ping)}`);
  return result('socket', input, came, complaint);
};

const nameOf = (body: string): string => {
  const frame = JSON.parse(body) as { type: string; code?: string };
  return frame.code ?? frame.type;
};

const mutated = (random: Random, text: string): string => (random() < 0.5 ? text : withWrongLetters(random, text));

const httpBody = (random: Random): string => {
  const opening = {
    secret: `secret-number-${below(random, 3)}-0123456789`,
    nickname: 'Mia',
    subject: 'lamps',
    userData: { colour: 'red' },
  };
  const kind = random();
  if (kind < 0.3) return JSON.stringify(opening);
  if (kind < 0.35)
    return JSON.stringify({
      ...opening,
      userData: Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, 0])),
    });
  if (kind < 0.8) return JSON.stringify(withOneWrong(random, opening, { service: 'default', id: junk(random) }));
  return withWrongLetters(random, JSON.stringify(opening));
};

const textOf = (random: Random): string => {
  const value = junk(random);
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const tryHttp = async (house: House, random: Random, chats: readonly string[]): Promise<Attempt> => {
  const chatId = pick(random, [...chats, 'a'.repeat(26), textOf(random)]);
  const key = await secureKeyFor(house.keys, pick(random, chats));
  const authorization = pick(random, ['', `Bearer ${mutated(random, key)}`, `bearer ${key}`, key, textOf(random)]);
  const claims = pick(random, [undefined, { sub: 'ann', name: textOf(random) }, { sub: textOf(random) }, {}]);
  const body = httpBody(random);
  const event = {
    routeKey: pick(random, [...ROUTE_KEYS, 'GET /nowhere', textOf(random)]),
    headers: { authorization },
    queryStringParameters: {
      after: pick(random, ['0', '1', textOf(random)]),
      service: pick(random, ['default', textOf(random)]),
    },
    pathParameters: { chatId },
    body: random() < 0.2 ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded: random() < 0.2,
    requestContext: claims === undefined ? {} : { authorizer: { jwt: { claims } } },
  };
  const reply = await house.functions.http(event);
  return result('http', JSON.stringify(event), `${reply.statusCode}`, answerComplaint(reply));
};

/** Only a ticket whose claims were signed as they are may open a socket. */
const tryTicket = async (house: House, random: Random, chats: readonly string[]): Promise<Attempt> => {
  const now = house.clock.now();
  const bearer = pick(random, [
    { role: 'customer', chatId: pick(random, chats) },
    { role: 'agent', agentId: 'ann', nickname: 'Ann' },
  ] as const);
  const good = await ticketFor(keys, bearer, now - pick(random, [0, 59_000, 61_000]));
  const ticket = pick(random, [
    good,
    withWrongLetters(random, good),
    good.slice(0, below(random, good.length)),
    textOf(random),
  ]);
  const answer = await makeAuthorize({ keys, clock: house.clock })({
    methodArn: 'arn',
    queryStringParameters: { ticket },
  });
  const effect = JSON.stringify(answer.policyDocument.Statement[0]).includes('"Allow"') ? 'Allow' : 'Deny';
  const claims = (text: string): string => text.split('.')[0] ?? '';
  const isForged = effect === 'Allow' && claims(ticket) !== claims(good);
  return result('authorize', ticket, effect, isForged ? 'a forged ticket that opens a socket' : undefined);
};

const batchComplaint = (answer: { batchItemFailures: { itemIdentifier: string }[] }): string | undefined =>
  answer.batchItemFailures.every(({ itemIdentifier }) => itemIdentifier === 'm1' || itemIdentifier === '1')
    ? undefined
    : `a batch that names ${JSON.stringify(answer.batchItemFailures)}`;

const tryWake = async (house: House, random: Random, chats: readonly string[]): Promise<Attempt> => {
  const message = { chatId: pick(random, [...chats, 'a'.repeat(26)]), n: pick(random, [1, 2, -1, 2 ** 53 - 1]) };
  const body = pick(random, [
    JSON.stringify(message),
    JSON.stringify(withOneWrong(random, message, { op: junk(random) })),
    withWrongLetters(random, JSON.stringify(message)),
  ]);
  const answer = await house.functions.wake({ Records: [{ messageId: 'm1', body }] });
  return result('wake', body, `${answer.batchItemFailures.length} failed`, batchComplaint(answer));
};

/** A message of the reports' queue; there must be no row but of a chat that has closed. */
const tryReport = async (house: House, random: Random, chats: readonly string[]): Promise<Attempt> => {
  const data = {
    chatId: pick(random, [...chats, 'a'.repeat(26)]),
    index: pick(random, [1, 2, 3, 5, 8, 13, 0, -1, 0.5, 1e308]),
  };
  const message = { 'detail-type': 'chat-closed.v1', detail: { data } };
  const body = pick(random, [
    JSON.stringify(message),
    JSON.stringify({ ...message, detail: { data: withOneWrong(random, data, { chatId: junk(random) }) } }),
    withWrongLetters(random, JSON.stringify(message)),
  ]);
  const answer = await house.functions.report({ Records: [{ messageId: 'm1', body }] });
  const closes = await Promise.all(house.facts.rows().map(({ chat_id }) => house.log.load(chat_id, 'strong')));
  const isWrong = closes.some((loaded) => loaded?.state.phase !== 'closed');
  const complaint = isWrong ? 'a row of a chat that is open' : batchComplaint(answer);
  return result('report', body, `${answer.batchItemFailures.length} failed`, complaint);
};

/** The opening's stored item, which has every kind of attribute. */
const storedItem = (): Record<string, unknown> => {
  const event = {
    v: 1,
    index: 1,
    at: 1,
    id: 's/open',
    actor: { type: 'CLIENT' },
    visibility: 'ALL',
    periods: { idleAlertSec: 60, idleCloseSec: 60, presenceSec: 60 },
    arm: { number: 1, at: 5 },
    type: 'chat-opened',
    chatId: 'a'.repeat(26),
    service: 'default',
    nickname: 'Mia',
    push: false,
    userData: {},
  } as const;
  const after: Session = evolve(undefined, event);
  return toItem(event.chatId, { event, effects: effectsOf(undefined, event, after) });
};

const tryEffects = async (house: House, random: Random): Promise<Attempt> => {
  const handler = makeEffects({ ...house, effectsOfImage });
  const retry = {
    chatId: 'a'.repeat(26),
    index: pick(random, [1, 0, -1, 0.5, 1e308]),
    effect: pick(random, [0, -1, 99]),
  };
  const record =
    random() < 0.5
      ? {
          eventSource: 'aws:sqs',
          messageId: 'm1',
          body: mutated(random, JSON.stringify(withOneWrong(random, retry, {}))),
        }
      : {
          eventSource: 'aws:dynamodb',
          dynamodb: {
            SequenceNumber: '1',
            Keys: { pk: { S: 'x' }, sk: { S: 'y' } },
            NewImage: mutatedImage(random, storedItem()),
          },
        };
  const answer = await handler({ Records: [record] });
  return result('effects', JSON.stringify(record), `${answer.batchItemFailures.length} failed`, batchComplaint(answer));
};

const mutatedImage = (random: Random, item: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const name = pick(random, Object.keys(item));
  const value = item[name];
  const text = typeof value === 'object' && value !== null && 'S' in value ? String(value.S) : '1';
  const effects = JSON.stringify([
    { kind: pick(random, ['write-row', 'announce', 'arm-wake-up', 'x']), row: junk(random) },
  ]);
  return pick(random, [
    withOneWrong(random, item, {}),
    { ...item, [name]: { S: withWrongLetters(random, text) } },
    { ...item, [name]: { N: textOf(random) } },
    { ...item, e: { S: effects } },
  ]);
};

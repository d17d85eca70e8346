import { describe, expect, it } from 'vitest';
import { ROUTE_KEYS } from '../support/web-front.ts';
import { secureKeyFor } from '../../shared/app/credentials.ts';
import { ClientFrame } from '../../shared/protocol/index.ts';
import { openScene, traceOf, type Scene } from './people.ts';

type Who = keyof Scene['lines'];

const command = { id: 'access01.1', seen: 100 };

/** A frame of every operation, about the first chat, by name. */
const FRAMES: Readonly<Record<string, (chat: string) => object>> = {
  hello: (chat) => ({ op: 'hello', v: 1, chats: { [chat]: 0 } }),
  post: (chat) => ({ op: 'post', ...command, chat, text: 'hello' }),
  notice: (chat) => ({ op: 'notice', ...command, chat, notice: 'pushed-url', text: 'https://a.example' }),
  'user-data': (chat) => ({ op: 'user-data', ...command, chat, userData: { key: 'value' } }),
  join: (chat) => ({ op: 'join', ...command, chat }),
  leave: (chat) => ({ op: 'leave', ...command, chat }),
  hold: (chat) => ({ op: 'hold', ...command, chat }),
  transfer: (chat) => ({ op: 'transfer', ...command, chat, queue: 'billing' }),
  close: (chat) => ({ op: 'close', ...command, chat }),
  'catch-up': (chat) => ({ op: 'catch-up', chat, after: 0 }),
  ping: (chat) => ({ op: 'ping', chats: { [chat]: 0 } }),
  typing: (chat) => ({ op: 'typing', chat, on: true, preview: 'I am' }),
  read: (chat) => ({ op: 'read', chat, upTo: 1 }),
};

/** What each of them is answered, and whether the chat may change by it. */
const EXPECTED: Readonly<Record<string, Readonly<Record<Who, string>>>> = {
  hello: { customer: 'hello-ok', stranger: 'hello-ok', agent: 'hello-ok', onlooker: 'hello-ok' },
  post: { customer: 'ack', stranger: 'wrong-chat', agent: 'ack', onlooker: 'not-in-chat' },
  notice: { customer: 'ack', stranger: 'wrong-chat', agent: 'ack', onlooker: 'not-in-chat' },
  'user-data': { customer: 'ack', stranger: 'wrong-chat', agent: 'ack', onlooker: 'not-in-chat' },
  join: { customer: 'not-allowed', stranger: 'wrong-chat', agent: 'ack', onlooker: 'ack' },
  leave: { customer: 'not-allowed', stranger: 'wrong-chat', agent: 'ack', onlooker: 'not-in-chat' },
  hold: { customer: 'not-allowed', stranger: 'wrong-chat', agent: 'ack', onlooker: 'not-in-chat' },
  transfer: { customer: 'not-allowed', stranger: 'wrong-chat', agent: 'ack', onlooker: 'not-in-chat' },
  close: { customer: 'ack', stranger: 'wrong-chat', agent: 'ack', onlooker: 'not-in-chat' },
  'catch-up': { customer: 'page', stranger: 'wrong-chat', agent: 'page', onlooker: 'page' },
  ping: { customer: 'pong', stranger: 'pong', agent: 'pong', onlooker: 'pong' },
  typing: { customer: 'nothing', stranger: 'nothing', agent: 'nothing', onlooker: 'nothing' },
  read: { customer: 'nothing', stranger: 'nothing', agent: 'nothing', onlooker: 'nothing' },
};

const WHO: readonly Who[] = ['customer', 'stranger', 'agent', 'onlooker'];

/** Whose commands may change the chat. */
const CHANGES: Readonly<Record<string, readonly Who[]>> = {
  post: ['customer', 'agent'],
  notice: ['customer', 'agent'],
  'user-data': ['customer', 'agent'],
  join: ['onlooker'],
  leave: ['agent'],
  hold: ['agent'],
  transfer: ['agent'],
  close: ['customer', 'agent'],
};

const cases = Object.keys(FRAMES).flatMap((op) => WHO.map((who) => ({ op, who })));

describe('a frame about a chat', () => {
  it('is tried for every operation of the protocol', () => {
    const ops = ClientFrame.options.map((option) => option.entries.op.literal);
    expect(Object.keys(FRAMES).toSorted()).toEqual(ops.toSorted());
  });

  it.each(cases)('[ISO-1, ISO-2, ROLE-1, ROLE-3] $op of the $who', async ({ op, who }) => {
    const scene = await openScene();
    const { house, chat, lines } = scene;
    const before = await traceOf(scene, chat);
    const shown = WHO.map((one) => house.sockets.frames(lines[one].connectionId).length);
    const answer: unknown = await house.frame(lines[who], FRAMES[op]?.(chat));
    const frame = typeof answer === 'object' && answer !== null ? { ...answer } : { type: 'nothing' };
    expect('code' in frame ? frame.code : 'type' in frame && frame.type).toBe(EXPECTED[op]?.[who]);
    const changes = CHANGES[op]?.includes(who) ?? false;
    if (changes) expect(await traceOf(scene, chat)).not.toEqual(before);
    else expect(await traceOf(scene, chat)).toEqual(before);
    // The stranger learns nothing of the chat, and nobody there learns of the stranger.
    if (who !== 'stranger') return;
    expect(JSON.stringify(frame)).not.toContain('4711');
    if (op !== 'hello') expect(JSON.stringify(frame)).not.toContain(chat);
    expect(WHO.map((one) => house.sockets.frames(lines[one].connectionId).length)).toEqual(shown);
  });

  it('[TYP-2] of an onlooker who types shows nobody anything', async () => {
    const { house, chat, lines } = await openScene();
    const count = house.sockets.frames('customer-1').length;
    await house.frame(lines.onlooker, FRAMES['typing']?.(chat));
    expect(house.sockets.frames('customer-1')).toHaveLength(count);
    await house.frame(lines.agent, FRAMES['typing']?.(chat));
    expect(house.sockets.frames('customer-1')).toHaveLength(count + 1);
  });

  it('[READ-4, ISO-1] of an onlooker or a stranger who reads is noted and shown nowhere', async () => {
    const { house, chat, lines } = await openScene();
    for (const line of [lines.onlooker, lines.stranger]) await house.frame(line, FRAMES['read']?.(chat));
    expect(await house.readMarks.read(chat)).toEqual({});
    await house.frame(lines.agent, FRAMES['read']?.(chat));
    expect(await house.readMarks.read(chat)).toEqual({ AGENT: 1 });
  });

  it('[AUTH-3] without a checked ticket is no frame at all', async () => {
    const { house, chat } = await openScene();
    const requestContext = { routeKey: '$default', eventType: 'MESSAGE', connectionId: 'nobody-1' };
    const body = JSON.stringify(FRAMES['post']?.(chat));
    for (const authorizer of [undefined, {}, { role: 'supervisor', chatId: chat }, { role: 'customer', chatId: 'x' }]) {
      await expect(
        house.functions.socket({ requestContext: { ...requestContext, authorizer }, body }),
      ).rejects.toThrow();
    }
  });
});

/** A bearer of each kind, as headers and claims. */
const BEARERS = ['own key', 'key of another chat', 'identity', 'nobody'] as const;

const HTTP_EXPECTED: Readonly<Record<string, readonly number[]>> = {
  'POST /chats': [201, 201, 201, 201],
  'POST /chats/{chatId}/ticket': [200, 401, 401, 401],
  'GET /chats/{chatId}/transcript': [200, 401, 401, 401],
  'POST /desk/ticket': [401, 401, 200, 401],
  'GET /desk/chats': [401, 401, 200, 401],
  'GET /desk/chats/{chatId}/transcript': [401, 401, 200, 401],
  'GET /services/{service}/figures': [401, 401, 403, 401],
  'GET /services/{service}/options': [401, 401, 403, 401],
  'PATCH /services/{service}/options': [401, 401, 403, 401],
  'GET /services/{service}/options/history': [401, 401, 403, 401],
  'GET /services/{service}/options/apply': [401, 401, 403, 401],
  'POST /services/{service}/options/apply': [401, 401, 403, 401],
  'GET /services/{service}/masking': [401, 401, 403, 401],
  'PUT /services/{service}/masking': [401, 401, 403, 401],
  'GET /services/{service}/masking/history': [401, 401, 403, 401],
  'POST /services/{service}/masking/test': [401, 401, 403, 401],
  // Whom these let in stands in workflow-access.test.ts.
  'GET /service/chats/{chatId}': [401, 401, 401, 401],
  'POST /service/chats/{chatId}': [401, 401, 401, 401],
  'POST /service/chats/{chatId}/messages': [401, 401, 401, 401],
  'POST /service/chats/{chatId}/notices': [401, 401, 401, 401],
  'PATCH /service/chats/{chatId}/user-data': [401, 401, 401, 401],
  'POST /service/chats/{chatId}/close': [401, 401, 401, 401],
  'GET /chats/{chatId}/files/limits': [200, 401, 401, 401],
  // The body is no upload, and the path names no file.
  'POST /chats/{chatId}/files': [400, 401, 401, 401],
  'POST /chats/{chatId}/files/{fileId}/confirm': [404, 401, 401, 401],
  'POST /chats/{chatId}/files/{fileId}/delete': [404, 401, 401, 401],
  'POST /chats/{chatId}/files/{fileId}/download': [404, 401, 401, 401],
  'POST /desk/chats/{chatId}/files': [401, 401, 400, 401],
  'POST /desk/chats/{chatId}/files/{fileId}/confirm': [401, 401, 404, 401],
  'POST /desk/chats/{chatId}/files/{fileId}/delete': [401, 401, 404, 401],
  'POST /desk/chats/{chatId}/files/{fileId}/download': [401, 401, 404, 401],
};

describe('a request about a chat', () => {
  it('is tried for every route', () => {
    expect(Object.keys(HTTP_EXPECTED).toSorted()).toEqual(ROUTE_KEYS.toSorted());
  });

  it.each(Object.keys(HTTP_EXPECTED).flatMap((route) => BEARERS.map((bearer, place) => ({ route, bearer, place }))))(
    '[AUTH-1, AUTH-4, ISO-1] $route with $bearer',
    async ({ route, bearer, place }) => {
      const scene = await openScene();
      const { house, chat, other } = scene;
      const before = await traceOf(scene, chat);
      const key = await secureKeyFor(house.keys, bearer === 'own key' ? chat : other);
      const answer = await house.http(route, {
        path: { chatId: chat },
        headers: bearer.includes('key') ? { authorization: `Bearer ${key}` } : {},
        ...(bearer === 'identity' ? { claims: { sub: 'bob' } } : {}),
        body: { secret: 'a-third-secret-0123456789', nickname: 'Eve' },
      });
      expect(answer.status).toBe(HTTP_EXPECTED[route]?.[place]);
      expect(await traceOf(scene, chat)).toEqual(before);
      if (answer.status === 401) {
        expect(answer.body).toMatchObject({ code: 'unauthorized' });
        expect(JSON.stringify(answer.body)).not.toContain('4711');
      }
    },
  );
});

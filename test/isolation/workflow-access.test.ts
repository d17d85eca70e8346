import { describe, expect, it } from 'vitest';
import { makeWebFront, ROUTE_KEYS } from '../support/web-front.ts';
import { secureKeyFor } from '../../shared/app/credentials.ts';
import { createCredentialBook } from '../../local/endpoint/credentials.ts';
import { createHttpGateway } from '../../local/gateway/http/http-gateway.ts';
import { createAuthority } from '../../local/iam/authority.ts';
import { createOutsideRoles } from '../../local/iam/outside-roles.ts';
import { createIdentity } from '../../local/identity/identity.ts';
import { testTime } from '../local-services/support/virtual-clock.ts';
import { signedHeaders, type SigningKey } from '../support/signed-request.ts';
import { openScene, traceOf } from './people.ts';

const START = Date.UTC(2026, 0, 5, 9);
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:http';
const API = 'arn:aws:execute-api:us-east-1:000000000000:api';
const POOL = { id: 'desk', issuer: 'https://cognito-idp.us-east-1.amazonaws.com/desk', clientIds: ['desk-client'] };
const ALLOWED = 'arn:aws:iam::000000000000:policy/Workflow';
const READ_ONLY = 'arn:aws:iam::000000000000:policy/ReadOnly';
const ELSEWHERE = 'arn:aws:iam::000000000000:policy/Elsewhere';
const WORKFLOW_ROUTES = ROUTE_KEYS.filter((route) => route.includes('/service/'));

const policy = (arn: string, resource: string) => ({
  arn,
  statements: [
    { effect: 'Allow' as const, actions: ['execute-api:Invoke'], resources: [resource], services: [], conditions: [] },
  ],
});

/** All routes of the API as the stack guards them, before a scene of two chats. */
const openApi = async () => {
  const scene = await openScene();
  const { clock, activity, pass } = testTime(START);
  const identity = await createIdentity(clock, [POOL]);
  const credentials = createCredentialBook();
  const authority = createAuthority([]);
  const refusals: string[] = [];
  const managedPolicies = [
    policy(ALLOWED, `${API}/$default/*/service/chats/*`),
    policy(READ_ONLY, `${API}/$default/GET/service/chats/*`),
    policy(ELSEWHERE, 'arn:aws:execute-api:us-east-1:000000000000:other/$default/*/service/chats/*'),
  ];
  const http = makeWebFront(scene.house);
  const invoked: string[] = [];
  const jwt = {
    issuer: POOL.issuer,
    audience: POOL.clientIds,
    scopes: [],
    identitySource: '$request.header.Authorization',
  };
  const gateway = createHttpGateway({
    api: {
      id: 'api',
      arn: API,
      stage: '$default',
      routes: ROUTE_KEYS.map((key) => ({
        key,
        functionArn: FUNCTION,
        timeoutMs: 10_000,
        authorizer: key.includes('/service/') ? 'iam' : key.includes('/desk/') ? jwt : undefined,
      })),
      cors: undefined,
    },
    permissions: [{ functionArn: FUNCTION, principal: 'apigateway.amazonaws.com', sourceArn: undefined }],
    invoker: {
      invoke: (_arn, event) => {
        invoked.push(JSON.stringify(event));
        return http(event);
      },
    },
    identity,
    credentials,
    authority,
    onRefusal: (line) => refusals.push(line),
    clock,
    activity,
  });
  const send = async (method: string, target: string, headers: Record<string, string>, body = '') => {
    const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const sent = { method, target, headers: lowered, body: Buffer.from(body), sourceIp: '127.0.0.1' };
    const answer = await gateway.handle(sent);
    return { status: answer.status, text: String(answer.body) };
  };
  const keyOf = (role: string, ...policies: string[]): SigningKey => {
    const key = createOutsideRoles({ authority, credentials, managedPolicies }).issue(role, policies);
    if (typeof key === 'string') throw new Error(key);
    return key;
  };
  /** A request of every route of workflows, about the first chat. */
  const signed = async (route: string, key: SigningKey, chat = scene.chat, atMs = clock.now()) => {
    const [method = '', path = ''] = route.split(' ');
    const target = path.replace('{chatId}', chat);
    const body = method === 'GET' ? undefined : JSON.stringify(bodyOf(route));
    const headers = await signedHeaders(key, {
      method,
      url: `https://api.example${target}`,
      nowMs: atMs,
      headers: { 'idempotency-key': `access.${route.length}` },
      ...(body === undefined ? {} : { body }),
    });
    return { method, target, headers, body };
  };
  const ask = async (route: string, key: SigningKey, chat?: string, atMs?: number) => {
    const { method, target, headers, body } = await signed(route, key, chat, atMs);
    return send(method, target, headers, body);
  };
  return { scene, identity, pass, clock, send, ask, signed, keyOf, invoked, refusals };
};

const bodyOf = (route: string): object => {
  if (route.endsWith('messages')) return { text: 'hello' };
  if (route.endsWith('notices')) return { noticeType: 'custom', text: 'hello' };
  return route.endsWith('user-data') ? { userData: { key: 'value' } } : {};
};

describe('a route of workflows', () => {
  it('[AUTH-6] is tried for every one of them', () => {
    expect(WORKFLOW_ROUTES).toHaveLength(6);
  });

  it.each(WORKFLOW_ROUTES)('[AUTH-6, FLOW-1] %s is open to a role with the policy', async (route) => {
    const { ask, keyOf, refusals } = await openApi();
    expect({ status: (await ask(route, keyOf('flow', ALLOWED))).status, refusals }).toEqual({
      status: 200,
      refusals: [],
    });
  });

  it.each(WORKFLOW_ROUTES)(
    '[AUTH-6, ISO-1] %s is closed to everybody else, and nothing reaches the chat',
    async (route) => {
      const { scene, identity, ask, send, signed, keyOf, invoked } = await openApi();
      const before = await traceOf(scene, scene.chat);
      const good = keyOf('flow', ALLOWED);
      const { method, target, headers, body } = await signed(route, good);
      const { idToken, accessToken } = await identity.signIn({ sub: 'ann', name: 'Ann', groups: ['administrators'] });
      const secureKey = await secureKeyFor(scene.house.keys, scene.chat);
      const other = await signed(route, good, scene.other);
      const attempts = [
        send(method, target, {}, body),
        send(method, target, { authorization: `Bearer ${idToken}` }, body),
        send(method, target, { authorization: `Bearer ${accessToken}` }, body),
        send(method, target, { authorization: `Bearer ${secureKey}` }, body),
        // Signed for another chat, with a secret that is not the key's, by roles that may do something else.
        send(method, target, other.headers, body),
        send(method, target, { ...headers, authorization: String(headers['authorization']).slice(0, -1) }, body),
        ask(route, { ...good, secretAccessKey: 'guessed' }),
        ask(route, { accessKeyId: 'LOCALnobody9', secretAccessKey: 'guessed' }),
        ask(route, keyOf('bystander')),
        ask(route, keyOf('neighbour', ELSEWHERE)),
        ask(route, good, scene.chat, START - 301_000),
      ];
      for (const answer of await Promise.all(attempts)) {
        expect(answer).toEqual({ status: 403, text: '{"message":"Forbidden"}' });
      }
      expect(invoked).toEqual([]);
      expect(await traceOf(scene, scene.chat)).toEqual(before);
    },
  );

  it('[AUTH-6] can be allowed one by one: who may look may not act', async () => {
    const { scene, ask, keyOf } = await openApi();
    const reader = keyOf('reader', READ_ONLY);
    const statuses = [];
    for (const route of WORKFLOW_ROUTES) statuses.push([route.split(' ')[0], (await ask(route, reader)).status]);
    expect(statuses).toEqual(
      WORKFLOW_ROUTES.map((route) => [route.split(' ')[0], route.startsWith('GET') ? 200 : 403]),
    );
    expect(scene.house.log.events(scene.chat)).toHaveLength(5);
  });

  it('[AUTH-6] is not opened by the same request a second time with something else in it', async () => {
    const { scene, send, signed, keyOf } = await openApi();
    const { method, target, headers } = await signed('POST /service/chats/{chatId}/messages', keyOf('flow', ALLOWED));
    expect(await send(method, target, headers, '{"text":"hello!"}')).toMatchObject({ status: 403 });
    expect(await send(method, `${target}?induceRestore=true`, headers, '{"text":"hello"}')).toMatchObject({
      status: 403,
    });
    expect(await send('PATCH', target.replace('messages', 'user-data'), headers, '{}')).toMatchObject({ status: 403 });
    expect(scene.house.log.events(scene.chat)).toHaveLength(5);
  });
});

describe('a workflow’s signature', () => {
  it('[AUTH-6] opens nothing of desks, customers or administrators', async () => {
    const { scene, send, keyOf, clock } = await openApi();
    const key = keyOf('flow', ALLOWED);
    for (const target of ['/desk/chats', `/desk/chats/${scene.chat}/transcript`, `/chats/${scene.chat}/transcript`]) {
      const headers = await signedHeaders(key, {
        method: 'GET',
        url: `https://api.example${target}`,
        nowMs: clock.now(),
      });
      const answer = await send('GET', target, headers);
      expect(answer.status).toBe(401);
      expect(answer.text).not.toContain('4711');
    }
  });

  it('[FLOW-8, ISO-1] shows no word that was written, and of another chat nothing', async () => {
    const { scene, ask, keyOf } = await openApi();
    const { text } = await ask('GET /service/chats/{chatId}', keyOf('flow', ALLOWED));
    expect(text).toContain(scene.chat);
    for (const word of ['4711', 'a note', scene.other]) expect(text).not.toContain(word);
  });

  it('[AUTH-6] that the gateway has not checked is nobody’s: the function refuses what comes without IAM', async () => {
    const { house, chat } = await openScene();
    for (const route of WORKFLOW_ROUTES) {
      const answer = await house.http(route, { path: { chatId: chat }, claims: { sub: 'ann' }, body: bodyOf(route) });
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
      for (const callerId of ['', ':session', '../a:b']) {
        expect(await house.http(route, { path: { chatId: chat }, callerId, body: bodyOf(route) })).toMatchObject({
          status: 401,
        });
      }
    }
  });
});

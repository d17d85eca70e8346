import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalCloud } from '../../local/local-cloud.ts';
import { START_MS, TestSocket, asRecord, startSmallCloud } from './support/small-cloud.ts';

let cloud: LocalCloud;

beforeAll(async () => {
  ({ cloud } = await startSmallCloud());
});
afterAll(() => cloud.stop());

const door = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(`${cloud.outputs['FrontDoorUrl']}${path}`, init);

async function json(response: Response): Promise<Record<string, unknown>> {
  return asRecord(await response.json());
}

const post = (path: string, body: unknown): Promise<Response> =>
  door(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

describe('an HTTP route', () => {
  it('gets the event of payload format 2.0', async () => {
    const response = await door('/chats/a%20b/notes?x=1&x=2', {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json', cookie: 'k=v; l=w' },
    });
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    const event = await json(response);
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /chats/{chatId}/notes',
      rawPath: '/chats/a%20b/notes',
      rawQueryString: 'x=1&x=2',
      cookies: ['k=v', 'l=w'],
      queryStringParameters: { x: '1,2' },
      pathParameters: { chatId: 'a b' },
      body: '{"a":1}',
      isBase64Encoded: false,
      requestContext: { stage: '$default', timeEpoch: START_MS, http: { method: 'POST', path: '/chats/a%20b/notes' } },
    });
  });

  it('gets forms as base64', async () => {
    const event = await json(await door('/chats/c/notes', { method: 'POST', body: new URLSearchParams({ a: '1' }) }));
    expect(event).toMatchObject({ body: Buffer.from('a=1').toString('base64'), isBase64Encoded: true });
  });

  it('may return plain data, which is sent as JSON', async () => {
    const response = await door('/chats/c/notes?plain=1', { method: 'POST' });
    expect([response.status, await response.json()]).toEqual([200, { hello: 'world' }]);
  });

  it('that throws is a 500, and a path without a route a 404, in the words of API Gateway', async () => {
    const thrown = await door('/chats/c/notes?throw=1', { method: 'POST' });
    expect([thrown.status, await thrown.json()]).toEqual([500, { message: 'Internal Server Error' }]);
    const missing = await door('/chats/c/nothing');
    expect([missing.status, await missing.json()]).toEqual([404, { message: 'Not Found' }]);
  });

  it('is reachable under the API’s own address', async () => {
    const response = await fetch(`${cloud.outputs['HttpUrl']}/chats/c/notes?plain=1`, { method: 'POST' });
    expect(await response.json()).toEqual({ hello: 'world' });
  });
});

describe('CORS', () => {
  it('answers a preflight of a listed origin without asking the function', async () => {
    const response = await door('/chats/c/notes', {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(response.headers.get('access-control-allow-methods')).toBe('GET,POST');
    expect(response.headers.get('access-control-max-age')).toBe('7200');
  });

  it('says nothing to other origins', async () => {
    const response = await door('/chats/c/notes?plain=1', {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('a route with a JWT authorizer', () => {
  const withToken = (token: string): Promise<Response> =>
    door('/desk/chats', { headers: { authorization: `Bearer ${token}` } });

  it('refuses without a token, and with a wrong one', async () => {
    expect((await door('/desk/chats')).status).toBe(401);
    const wrong = await withToken('x.y.z');
    expect([wrong.status, await wrong.json()]).toEqual([401, { message: 'Unauthorized' }]);
  });

  it('passes the claims on, as texts', async () => {
    const signedIn = await json(await post('/_local/sign-in', { sub: 'a7', name: 'Ada', groups: ['sales', 'vip'] }));
    const event = await json(await withToken(String(signedIn['idToken'])));
    expect(event).toMatchObject({
      requestContext: {
        authorizer: {
          jwt: { claims: { sub: 'a7', name: 'Ada', token_use: 'id', 'cognito:groups': '[sales vip]' }, scopes: null },
        },
      },
    });
  });

  it('refuses a token whose time is over', async () => {
    const { idToken } = await json(await post('/_local/sign-in', { sub: 'a7', name: 'Ada' }));
    await cloud.advance(3_601_000);
    expect((await withToken(String(idToken))).status).toBe(401);
  });

  it('has an issuer that describes itself', async () => {
    const { idToken } = await json(await post('/_local/sign-in', { sub: 'a7', name: 'Ada' }));
    const claims = asRecord(JSON.parse(Buffer.from(String(idToken).split('.')[1] ?? '', 'base64url').toString()));
    const configuration = await json(await fetch(`${String(claims['iss'])}/.well-known/openid-configuration`));
    expect(configuration['issuer']).toBe(claims['iss']);
    const keys = await json(await fetch(String(configuration['jwks_uri'])));
    expect(keys['keys']).toMatchObject([{ kty: 'RSA', alg: 'RS256', kid: 'local' }]);
  });
});

describe('the pages', () => {
  it('come from the deployed folder, markers replaced, with the headers of the policy', async () => {
    const response = await door('/');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toBe("default-src 'self'; connect-src 'self' ws:");
    expect(await response.text()).toContain(`<p id="api">${cloud.outputs['HttpUrl']}</p>`);
  });

  it('are a 403 when the bucket has none of that name, or the path leaves it', async () => {
    expect((await door('/missing.html')).status).toBe(403);
    expect((await door('/..%2f..%2fmanifest.json')).status).toBe(403);
  });

  it('take no other method than the behaviour lists', async () => {
    expect((await door('/', { method: 'POST' })).status).toBe(403);
  });
});

describe('the local cloud’s own paths', () => {
  it('move a virtual clock', async () => {
    const before = cloud.clock.now();
    const moved = await post('/_local/clock', { advanceMs: 1000 });
    expect(await moved.json()).toEqual({ mode: 'virtual', nowMs: before + 1000 });
    const back = await post('/_local/clock', { toMs: before });
    expect([back.status, await back.json()]).toEqual([
      409,
      { status: 409, detail: `unable to move time to ${before}; it is ${before + 1000} already` },
    ]);
  });

  it('refuse what they do not understand', async () => {
    expect((await post('/_local/clock', { advanceMs: -1 })).status).toBe(400);
    expect((await post('/_local/faults', { explode: true })).status).toBe(400);
    expect((await door('/_local/nothing')).status).toBe(404);
  });

  it('list connections and counts', async () => {
    const socket = await TestSocket.open(`${cloud.outputs['SocketUrl']}?ticket=good`);
    const { connections } = await json(await door('/_local/connections'));
    expect(connections).toMatchObject([{ authorizer: { chatId: 'c1' } }]);
    const stats = await json(await door('/_local/stats'));
    expect(Object.keys(stats)).toEqual(expect.arrayContaining(['calls', 'functions', 'streams', 'dynamodb', 'sqs']));
    socket.close();
  });
});

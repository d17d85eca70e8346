import { createVerify, generateKeyPairSync, verify } from 'node:crypto';
import { createServer as createPlain, type Server } from 'node:http';
import { createServer, type Http2Server, type IncomingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryClock } from '../../shared/adapters/memory/memory-clock.ts';
import { apnsProvider } from '../../shared/adapters/push/apns-provider.ts';
import { fcmProvider } from '../../shared/adapters/push/fcm-provider.ts';
import { mobileCredentialsFrom } from '../../shared/adapters/push/mobile-credentials.ts';
import type { Notification } from '../../shared/app/ports.ts';

const NOW = Date.UTC(2026, 0, 5, 9);
const CHAT = 'dormousedormousedormousedo';

const notification: Notification = {
  id: `${CHAT}.7`,
  upTo: 7,
  at: NOW,
  target: { deviceId: 'token-1', deviceType: 'fcm' },
  callbackUrl: '',
  content: { sessionId: CHAT },
  title: 'Lamps Ltd',
  text: 'You have a new message.',
};

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = (key: { export(options: { type: 'pkcs8'; format: 'pem' }): string | Buffer }): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString();

const credentials = mobileCredentialsFrom({
  kid: 'k1',
  fcm: { project_id: 'lamps', client_email: 'push@lamps.example', private_key: pem(rsa.privateKey) },
  apns: { keyId: 'KEY1', teamId: 'TEAM', topic: 'com.example.lamps', privateKey: pem(ec.privateKey) },
});

let server: Server | Http2Server | undefined;
afterEach(() => {
  server?.close();
});

interface Got {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const listening = async (made: Server | Http2Server): Promise<string> => {
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
};

/** Google's token and message endpoints as far as they matter here. */
const google = async (answers: { status: number; body: string }[]): Promise<{ origin: string; got: Got[] }> => {
  const got: Got[] = [];
  const made = createPlain((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      got.push({ path: request.url ?? '', headers: request.headers, body });
      if (request.url === '/token') {
        response.end(JSON.stringify({ access_token: `access-${got.length}`, expires_in: 3599 }));
        return;
      }
      const { status, body: text } = answers.shift() ?? { status: 200, body: '{}' };
      response.writeHead(status).end(text);
    });
  });
  return { origin: await listening(made), got };
};

const partsOf = (jwt: string): [unknown, unknown] => {
  const [header = '', claims = ''] = jwt.split('.');
  return [
    JSON.parse(Buffer.from(header, 'base64url').toString()),
    JSON.parse(Buffer.from(claims, 'base64url').toString()),
  ];
};

describe('Firebase Cloud Messaging', () => {
  const fcm = (origin: string, clock = memoryClock(NOW)) =>
    fcmProvider({
      credentials: async () => credentials,
      clock,
      rules: { trustedOrigins: [origin] },
      sendUrl: origin,
      tokenUrl: `${origin}/token`,
    });

  it('[PUSH-9] is asked with an access token that the service account signed for, once an hour', async () => {
    const { origin, got } = await google([]);
    const clock = memoryClock(NOW);
    const provider = fcm(origin, clock);
    expect([await provider.push(notification), await provider.push(notification)]).toEqual(['delivered', 'delivered']);
    clock.advance(3_600_000);
    await provider.push(notification);
    expect(got.map(({ path }) => path)).toEqual([
      '/token',
      '/v1/projects/lamps/messages:send',
      '/v1/projects/lamps/messages:send',
      '/token',
      '/v1/projects/lamps/messages:send',
    ]);
    const jwt = new URLSearchParams(got[0]?.body).get('assertion') ?? '';
    expect(partsOf(jwt)).toEqual([
      { alg: 'RS256', typ: 'JWT' },
      {
        iss: 'push@lamps.example',
        scope: 'https://www.googleapis.com/auth/firebase.messaging',
        aud: `${origin}/token`,
        iat: NOW / 1000,
        exp: NOW / 1000 + 3_600,
      },
    ]);
    const cut = jwt.lastIndexOf('.');
    const isSigned = createVerify('RSA-SHA256')
      .update(jwt.slice(0, cut))
      .verify(rsa.publicKey, jwt.slice(cut + 1), 'base64url');
    expect(isSigned).toBe(true);
    expect(got[1]?.headers.authorization).toBe('Bearer access-1');
    expect(JSON.parse(got[1]?.body ?? '')).toEqual({
      message: {
        token: 'token-1',
        notification: { title: 'Lamps Ltd', body: 'You have a new message.' },
        data: { id: `${CHAT}.7`, upTo: '7', sessionId: CHAT },
        android: { priority: 'HIGH', collapse_key: CHAT },
      },
    });
  });

  it.each([
    [404, '{"error":{"details":[{"errorCode":"UNREGISTERED"}]}}', 'gone'],
    [400, '{"error":{"message":"The registration token is not a valid FCM registration token"}}', 'gone'],
    [400, '{"error":{"message":"Invalid value"}}', 'failed'],
    [429, '{}', 'failed'],
    [503, '{}', 'failed'],
  ])('[PUSH-5] answered %i %s: %s', async (status, body, outcome) => {
    const { origin } = await google([{ status, body }]);
    expect(await fcm(origin).push(notification)).toBe(outcome);
  });

  it('[PUSH-5] makes a new access token after 401', async () => {
    const { origin, got } = await google([{ status: 401, body: '{}' }]);
    const provider = fcm(origin);
    expect([await provider.push(notification), await provider.push(notification)]).toEqual(['failed', 'delivered']);
    expect(got.filter(({ path }) => path === '/token')).toHaveLength(2);
  });
});

/** Apple's push service as far as it matters here. */
const apple = async (answers: { status: number; body: string }[]): Promise<{ origin: string; got: Got[] }> => {
  const got: Got[] = [];
  const made = createServer();
  made.on('stream', (stream, headers) => {
    let body = '';
    stream.setEncoding('utf8');
    stream.on('data', (part: string) => (body += part));
    stream.on('end', () => {
      got.push({ path: headers[':path'] ?? '', headers, body });
      const { status, body: text } = answers.shift() ?? { status: 200, body: '' };
      stream.respond({ ':status': status });
      stream.end(text);
    });
  });
  return { origin: await listening(made), got };
};

describe('Apple’s push service', () => {
  const apns = (origin: string, clock = memoryClock(NOW)) =>
    apnsProvider({ credentials: async () => credentials, clock, origin });

  it('[PUSH-9] is asked over HTTP/2 with a token that is signed for and kept for a while', async () => {
    const { origin, got } = await apple([]);
    const provider = apns(origin);
    expect([await provider.push(notification), await provider.push(notification)]).toEqual(['delivered', 'delivered']);
    const [first, second] = got;
    expect(first?.headers).toMatchObject({
      ':method': 'POST',
      ':path': '/3/device/token-1',
      'apns-topic': 'com.example.lamps',
      'apns-push-type': 'alert',
      'apns-priority': '10',
      'apns-collapse-id': CHAT,
    });
    expect(second?.headers.authorization).toBe(first?.headers.authorization);
    expect(JSON.parse(first?.body ?? '')).toEqual({
      aps: { alert: { title: 'Lamps Ltd', body: 'You have a new message.' }, sound: 'default', 'thread-id': CHAT },
      id: `${CHAT}.7`,
      upTo: 7,
      sessionId: CHAT,
    });
    const jwt = (first?.headers.authorization ?? '').replace('bearer ', '');
    expect(partsOf(jwt)).toEqual([
      { alg: 'ES256', kid: 'KEY1' },
      { iss: 'TEAM', iat: NOW / 1000 },
    ]);
    const cut = jwt.lastIndexOf('.');
    const key = { key: ec.publicKey, dsaEncoding: 'ieee-p1363' as const };
    expect(verify('sha256', Buffer.from(jwt.slice(0, cut)), key, Buffer.from(jwt.slice(cut + 1), 'base64url'))).toBe(
      true,
    );
  });

  it.each([
    [410, '{"reason":"Unregistered"}', 'gone'],
    [400, '{"reason":"BadDeviceToken"}', 'gone'],
    [403, '{"reason":"ExpiredProviderToken"}', 'failed'],
    [429, '{"reason":"TooManyRequests"}', 'failed'],
    [503, '', 'failed'],
  ])('[PUSH-5] answered %i %s: %s', async (status, body, outcome) => {
    const { origin } = await apple([{ status, body }]);
    expect(await apns(origin).push(notification)).toBe(outcome);
  });

  it('[PUSH-5] that cannot be reached has failed', async () => {
    expect(await apns('http://127.0.0.1:1').push(notification)).toBe('failed');
  });
});

describe('credentials of mobile providers', () => {
  it('[PUSH-8] that are missing or incomplete leave pushes of their type without a way', async () => {
    const none = mobileCredentialsFrom({ kid: 'k1', k1: 'x', fcm: { project_id: 'lamps' }, apns: 'soon' });
    expect(none).toEqual({});
    const given = { credentials: async () => none, clock: memoryClock(NOW) };
    expect(await fcmProvider({ ...given, rules: { trustedOrigins: [] } }).push(notification)).toBe('nowhere');
    expect(await apnsProvider(given).push(notification)).toBe('nowhere');
  });
});

import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryClock } from '../../shared/adapters/memory/memory-clock.ts';
import { callbackProvider } from '../../shared/adapters/push/callback-provider.ts';
import { isPublicAddress } from '../../shared/adapters/push/public-address.ts';
import { onlyAt, vettedPost } from '../../shared/adapters/push/vetted-post.ts';
import { hmacKeyRing } from '../../shared/adapters/system/hmac-key-ring.ts';
import type { Notification } from '../../shared/app/ports.ts';

const NOW = Date.UTC(2026, 0, 5, 9);
const KEYS = {
  current: 'k2',
  keys: new Map([
    ['k1', 'old'],
    ['k2', 'new'],
  ]),
};

const notification = (callbackUrl: string): Notification => ({
  id: 'dormousedormousedormousedo.7',
  upTo: 7,
  at: NOW,
  target: { deviceId: 'device-1', deviceType: 'customhttp', provider: 'sms' },
  callbackUrl,
  content: { sessionId: 'dormousedormousedormousedo' },
  title: '',
  text: 'You have a new message.',
});

interface Got {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server | undefined;
afterEach(() => server?.close());

/** A receiver of callbacks, and what it got. */
const receiver = async (
  status: number,
  headers: Record<string, string> = {},
): Promise<{ origin: string; got: Got[] }> => {
  const got: Got[] = [];
  const made = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      got.push({ url: request.url ?? '', headers: request.headers, body });
      response.writeHead(status, headers).end('thanks');
    });
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(made.address() as AddressInfo).port}`, got };
};

const providerFor = (...trustedOrigins: string[]) =>
  callbackProvider({
    keys: hmacKeyRing({ keys: async () => KEYS }),
    clock: memoryClock(NOW),
    rules: { trustedOrigins },
  });

describe('a callback', () => {
  it('[PUSH-9] is signed over time and body with the newest key', async () => {
    const { origin, got } = await receiver(204);
    expect(await providerFor(origin).push(notification(`${origin}/in?shop=1`))).toBe('delivered');
    const [{ url, headers, body } = { url: '', headers: {}, body: '' }] = got;
    expect(url).toBe('/in?shop=1');
    expect(JSON.parse(body)).toEqual({
      id: 'dormousedormousedormousedo.7',
      type: 'chat-missed.v1',
      deviceId: 'device-1',
      provider: 'sms',
      sessionId: 'dormousedormousedormousedo',
      upTo: 7,
      at: NOW,
    });
    const timestamp = String(NOW / 1000);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'dormouse-id': 'dormousedormousedormousedo.7',
      'dormouse-timestamp': timestamp,
      'dormouse-key-id': 'k2',
      'dormouse-signature': createHmac('sha256', 'new').update(`${timestamp}.${body}`).digest('base64url'),
    });
  });

  it.each([
    [200, 'delivered'],
    [302, 'failed'],
    [404, 'failed'],
    [500, 'failed'],
  ])('[PUSH-5, PUSH-10] answered %i is %s, and no redirect is followed', async (status, outcome) => {
    const { origin, got } = await receiver(status, { location: '/elsewhere' });
    expect(await providerFor(origin).push(notification(`${origin}/in`))).toBe(outcome);
    expect(got).toHaveLength(1);
  });

  it('[PUSH-5] that nobody answers has failed', async () => {
    const { origin } = await receiver(200);
    server?.close();
    server?.closeAllConnections();
    expect(await providerFor(origin).push(notification(origin))).toBe('failed');
  });

  it('[PUSH-8] without an address goes nowhere', async () => {
    expect(await providerFor().push(notification(''))).toBe('nowhere');
  });
});

describe('a callback’s target', () => {
  it.each([
    'http://push.example/',
    'http://127.0.0.1:1/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://me:secret@push.example/',
    'ftp://push.example/',
    'not a url',
  ])('[PUSH-10] %s is refused', async (url) => {
    expect(await providerFor('http://127.0.0.1:4570').push(notification(url))).toBe('refused');
  });

  it.each([[['10.1.2.3']], [['93.184.216.34', '192.168.0.1']], [['fd00::1']]])(
    '[PUSH-10] is refused when its name leads to %s',
    async (addresses) => {
      const rules = { trustedOrigins: [], resolve: async () => addresses };
      await expect(vettedPost('https://push.example/', {}, '{}', rules)).rejects.toThrow('its address is not public');
    },
  );

  it('[PUSH-10] is connected to at the address that was looked at, whatever its name says a moment later', () => {
    const found: unknown[] = [];
    const lookup = onlyAt('93.184.216.34');
    lookup('push.example', { all: true }, (...answer) => found.push(answer));
    lookup('push.example', {}, (...answer) => found.push(answer));
    expect(found).toEqual([
      [null, [{ address: '93.184.216.34', family: 4 }]],
      [null, '93.184.216.34', 4],
    ]);
  });
});

describe('an address', () => {
  it.each(['93.184.216.34', '8.8.8.8', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'])(
    '[PUSH-10] %s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.9',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2001:db8::1',
    '2002:7f00:1::',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'ff02::1',
    'push.example',
    '',
  ])('[PUSH-10] %s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

import { connect, type ClientHttp2Session } from 'node:http2';
import type { Clock, Notification, PushOutcome, PushProvider } from '../../app/ports.ts';
import { apnsToken, type ApnsCredentials, type CredentialSource } from './mobile-credentials.ts';

/** What pushing through Apple needs; the address is Apple's unless said. */
export interface ApnsDeps {
  readonly credentials: CredentialSource;
  readonly clock: Clock;
  readonly origin?: string;
}

const ORIGIN = 'https://api.push.apple.com';
const SANDBOX = 'https://api.sandbox.push.apple.com';
const TIMEOUT_MS = 5_000;
const TOKEN_AGE_MS = 40 * 60_000;

const payloadOf = ({ id, upTo, content, title, text }: Notification): string =>
  JSON.stringify({
    aps: { alert: { ...(title === '' ? {} : { title }), body: text }, sound: 'default', 'thread-id': chatOf(id) },
    id,
    upTo,
    ...content,
  });

/** The chat that a notification's id names. */
const chatOf = (id: string): string => id.slice(0, id.lastIndexOf('.'));

interface Answer {
  readonly status: number;
  readonly body: string;
}

const outcomeOf = ({ status, body }: Answer): PushOutcome => {
  if (status === 200) return 'delivered';
  return status === 410 || body.includes('BadDeviceToken') || body.includes('DeviceTokenNotForTopic')
    ? 'gone'
    : 'failed';
};

const exchange = (
  session: ClientHttp2Session,
  headers: Readonly<Record<string, string>>,
  payload: string,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const stream = session.request({ ':method': 'POST', ...headers });
    let status = 0;
    let body = '';
    stream.setEncoding('utf8');
    stream.setTimeout(TIMEOUT_MS, () => stream.destroy(new Error('unable to push; no answer in time')));
    stream.on('response', (answer) => (status = answer[':status'] ?? 0));
    stream.on('data', (part: string) => (body += part));
    stream.on('end', () => resolve({ status, body }));
    stream.on('error', reject);
    stream.end(payload);
  });

/** Apple's push service over HTTP/2 with a token key: `ios`. It never carries words of the chat. */
export const apnsProvider = (deps: ApnsDeps): PushProvider => {
  let session: ClientHttp2Session | undefined;
  let token: { readonly text: string; readonly keyId: string; readonly madeMs: number } | undefined;

  const sessionTo = (origin: string): ClientHttp2Session => {
    if (session !== undefined && !session.closed && !session.destroyed) return session;
    const made = connect(origin);
    // A session that breaks fails its requests; the next push opens another.
    made.on('error', () => made.destroy());
    made.on('goaway', () => made.close());
    made.unref();
    session = made;
    return made;
  };

  const tokenFor = (apns: ApnsCredentials): string => {
    const now = deps.clock.now();
    if (token?.keyId !== apns.keyId || now - token.madeMs > TOKEN_AGE_MS) {
      token = { text: apnsToken(apns, Math.floor(now / 1000)), keyId: apns.keyId, madeMs: now };
    }
    return token.text;
  };

  const send = async (apns: ApnsCredentials, notification: Notification): Promise<PushOutcome> => {
    const headers = {
      ':path': `/3/device/${encodeURIComponent(notification.target.deviceId)}`,
      authorization: `bearer ${tokenFor(apns)}`,
      'apns-topic': apns.topic,
      'apns-push-type': 'alert',
      'apns-priority': '10',
      // A device that was off shows the newest of one chat, not all of them.
      'apns-collapse-id': chatOf(notification.id),
      'content-type': 'application/json',
    };
    const origin = deps.origin ?? (apns.sandbox ? SANDBOX : ORIGIN);
    const answer = await exchange(sessionTo(origin), headers, payloadOf(notification));
    if (answer.status === 403) token = undefined;
    return outcomeOf(answer);
  };

  return {
    push: async (notification) => {
      try {
        const { apns } = await deps.credentials();
        return apns === undefined ? 'nowhere' : await send(apns, notification);
      } catch {
        return 'failed';
      }
    },
  };
};

import type { Clock, Notification, PushOutcome, PushProvider } from '../../app/ports.ts';
import { fcmAssertion, type CredentialSource, type FcmCredentials } from './mobile-credentials.ts';
import { TargetRefused, vettedPost, type CallRules, type Posted } from './vetted-post.ts';

/** What pushing through Firebase needs; the addresses are Google's unless said. */
export interface FcmDeps {
  readonly credentials: CredentialSource;
  readonly clock: Clock;
  readonly rules: CallRules;
  readonly sendUrl?: string;
  readonly tokenUrl?: string;
}

/** An access token is renewed so long before it ends. */
const EARLY_MS = 60_000;

const messageOf = ({ id, upTo, target, content, title, text }: Notification): string =>
  JSON.stringify({
    message: {
      token: target.deviceId,
      notification: { ...(title === '' ? {} : { title }), body: text },
      data: { id, upTo: String(upTo), ...content },
      // A device that was off shows the newest of one chat, not all of them.
      android: { priority: 'HIGH', collapse_key: id.slice(0, id.lastIndexOf('.')) },
    },
  });

const fieldOf = (text: string, name: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  } catch {
    return undefined;
  }
};

const isUnregistered = ({ status, body }: Posted): boolean =>
  status === 404 || (status === 400 && body.includes('registration token'));

/** Firebase Cloud Messaging, HTTP v1: `fcm`, `gcm` and `android`. It never carries words of the chat. */
export const fcmProvider = (deps: FcmDeps): PushProvider => {
  const tokenUrl = deps.tokenUrl ?? 'https://oauth2.googleapis.com/token';
  const sendUrl = deps.sendUrl ?? 'https://fcm.googleapis.com';
  let access: { readonly token: string; readonly untilMs: number } | undefined;

  const accessToken = async (fcm: FcmCredentials): Promise<string> => {
    const now = deps.clock.now();
    if (access !== undefined && now < access.untilMs) return access.token;
    const form = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: fcmAssertion(fcm, tokenUrl, Math.floor(now / 1000)),
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await vettedPost(tokenUrl, headers, form.toString(), deps.rules);
    const token = fieldOf(answer.body, 'access_token');
    if (answer.status !== 200 || typeof token !== 'string')
      throw new Error('unable to push; no access token was given');
    access = { token, untilMs: now + Number(fieldOf(answer.body, 'expires_in') ?? 0) * 1000 - EARLY_MS };
    return token;
  };

  const send = async (fcm: FcmCredentials, notification: Notification): Promise<PushOutcome> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await accessToken(fcm)}` };
    const url = `${sendUrl}/v1/projects/${encodeURIComponent(fcm.projectId)}/messages:send`;
    const answer = await vettedPost(url, headers, messageOf(notification), deps.rules);
    if (answer.status === 200) return 'delivered';
    if (answer.status === 401) access = undefined;
    return isUnregistered(answer) ? 'gone' : 'failed';
  };

  return {
    push: async (notification) => {
      try {
        const { fcm } = await deps.credentials();
        return fcm === undefined ? 'nowhere' : await send(fcm, notification);
      } catch (error) {
        return error instanceof TargetRefused ? 'refused' : 'failed';
      }
    },
  };
};

import type { Clock, KeyRing, Notification, PushProvider } from '../../app/ports.ts';
import { TargetRefused, vettedPost, type CallRules } from './vetted-post.ts';

/** What the signed callback needs. */
export interface CallbackDeps {
  /** Signs under the newest of the push keys. */
  readonly keys: KeyRing;
  readonly clock: Clock;
  readonly rules: CallRules;
}

const bodyOf = ({ id, upTo, at, target, content, missed }: Notification): string =>
  JSON.stringify({
    id,
    type: 'chat-missed.v1',
    deviceId: target.deviceId,
    ...(target.provider === undefined ? {} : { provider: target.provider }),
    ...(target.language === undefined ? {} : { language: target.language }),
    ...content,
    upTo,
    at,
    ...(missed === undefined ? {} : { events: missed.events, position: missed.position, more: missed.more }),
  });

/** Signed posts to the service's callback URL: `customhttp`. Any status from 200 to 299 acknowledges. */
export const callbackProvider = ({ keys, clock, rules }: CallbackDeps): PushProvider => ({
  push: async (notification) => {
    const { callbackUrl, id } = notification;
    if (callbackUrl === '') return 'nowhere';
    try {
      const body = bodyOf(notification);
      const timestamp = String(Math.floor(clock.now() / 1000));
      const [keyId = '', signature = ''] = (await keys.sign(`${timestamp}.${body}`)).split('.');
      const headers = {
        'content-type': 'application/json',
        'dormouse-id': id,
        'dormouse-timestamp': timestamp,
        'dormouse-key-id': keyId,
        'dormouse-signature': signature,
      };
      const { status } = await vettedPost(callbackUrl, headers, body, rules);
      return status >= 200 && status < 300 ? 'delivered' : 'failed';
    } catch (error) {
      return error instanceof TargetRefused ? 'refused' : 'failed';
    }
  },
});

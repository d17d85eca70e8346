import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createActivity } from '../../local/clock/activity.ts';
import { envNames } from '../../shared/config/env-names.ts';
import { startWith } from './support/altered-stack.ts';
import { startReceiver, type CallbackReceiver, type ReceivedCallback } from './support/callback-receiver.ts';
import { openChat, signIn, type OpenedChat } from './support/http.ts';
import { operatorOf, type Operator } from './support/operator.ts';
import { customerPage, deskPage, type DeskPage } from './support/people.ts';
import { MINUTE, isElsewhere, type LocalStack } from './support/stack.ts';

const RESEND_DELAY_SEC = 30;
const RESEND_ATTEMPTS = 2;

/** What a receiver works out for itself (docs/PUSH.md). */
const isSigned = ({ headers, text }: ReceivedCallback, keys: Readonly<Record<string, string>>): boolean => {
  const key = keys[String(headers['dormouse-key-id'])] ?? '';
  const signed = `${String(headers['dormouse-timestamp'])}.${text}`;
  return headers['dormouse-signature'] === createHmac('sha256', key).update(signed).digest('base64url');
};

describe.skipIf(isElsewhere)('a customer who is away', () => {
  let receiver: CallbackReceiver;
  let stack: LocalStack;
  let operator: Operator;
  let desk: DeskPage;
  let chat: OpenedChat;

  const idsReceived = (): string[] => receiver.received.map(({ body }) => body.id);

  beforeAll(async () => {
    receiver = await startReceiver(createActivity());
    stack = await startWith({ function: 'Push', name: envNames.pushTrustedOrigins, value: receiver.origin });
    operator = operatorOf(stack);
    await operator.setOptions('default', {
      'flex-push-on-join': true,
      'push-callback-url': `${receiver.origin}/in`,
      'flex-push-resend-delay': RESEND_DELAY_SEC,
      'flex-push-resend-attempts': RESEND_ATTEMPTS,
    });
    desk = await deskPage(stack, signIn(stack, 'ada', 'Ada'));
    chat = await openChat(stack, {
      userData: {
        GCTI_Chat_AsyncMode: 'true',
        GCTI_Chat_PushSubscribe: 'true',
        GCTI_GMS_PushDeviceId: 'device-1',
        GCTI_GMS_PushDeviceType: 'customhttp',
        GCTI_GMS_PushIncludePayload: 'true',
      },
    });
  });
  afterAll(async () => {
    operator.leave();
    receiver.stop();
    await stack.stop();
  });

  it('[PUSH-1, PUSH-3] is told nothing of what they did or saw themselves', async () => {
    const customer = await customerPage(stack, chat);
    await desk.client.join(chat.chatId);
    await desk.client.post(chat.chatId, 'Good day');
    await customer.shown.until((seen) => seen.some(({ type }) => type === 'message-posted'));
    await customer.client.post('Back soon');
    customer.client.disconnect();
    await stack.pass(MINUTE);
    expect(idsReceived()).toEqual([]);
  });

  it('[PUSH-2, PUSH-6, PUSH-9] is told of a message by a signed callback that holds it', async () => {
    const index = await desk.client.post(chat.chatId, 'Your seats are booked');
    await stack.settle();
    const [callback] = receiver.received;
    expect(callback?.body).toMatchObject({ id: `${chat.chatId}.${index}`, deviceId: 'device-1', upTo: index });
    expect(callback?.body.events?.at(-1)).toMatchObject({ index, text: 'Your seats are booked' });
    expect(callback?.text).not.toContain(chat.secureKey);
    expect(callback !== undefined && isSigned(callback, await operator.pushKeys())).toBe(true);
  });

  it('[PUSH-5, PUSH-11] is told again under the same id, and what was given up waits for people', async () => {
    receiver.answer(503);
    const before = receiver.received.length;
    const index = await desk.client.post(chat.chatId, 'And the hotel');
    for (let turn = 0; turn <= RESEND_ATTEMPTS; turn++) await stack.pass((RESEND_DELAY_SEC + 1) * 1000);
    expect(idsReceived().slice(before)).toEqual([0, 1, 2].map(() => `${chat.chatId}.${index}`));
    expect(await operator.depthOf('PushQueueUrl')).toBe(0);
    expect(await operator.depthOf('PushDeadLettersUrl')).toBe(1);
  });

  it('[PUSH-5, PUSH-7] is told once the receiver is back and people send the dead letters anew', async () => {
    receiver.answer(200);
    const before = receiver.received.length;
    await operator.moveMessages('PushDeadLettersUrl', 'PushQueueUrl');
    await stack.pass(MINUTE);
    const [callback] = receiver.received.slice(before);
    expect(callback?.body.events?.at(-1)).toMatchObject({ text: 'And the hotel' });
    await operator.moveMessages('PushDeadLettersUrl', 'PushQueueUrl');
    await stack.pass(MINUTE);
    expect(receiver.received.length).toBe(before + 1);
    expect(await operator.depthOf('PushDeadLettersUrl')).toBe(0);
  });
});

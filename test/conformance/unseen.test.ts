import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createActivity } from '../../local/clock/activity.ts';
import { envNames } from '../../shared/config/env-names.ts';
import { startWith } from './support/altered-stack.ts';
import { startReceiver, type CallbackReceiver } from './support/callback-receiver.ts';
import { chatTicket, openChat, signIn, type OpenedChat } from './support/http.ts';
import { operatorOf, type Operator } from './support/operator.ts';
import { customerPage, deskPage, type DeskPage } from './support/people.ts';
import { RawSocket } from './support/sockets.ts';
import { isElsewhere, type LocalStack } from './support/stack.ts';

const SEC = 1_000;
/** The default of `push-unseen-after`, and what the wake-up needs. */
const OVER_MS = 95 * SEC;

const SUBSCRIBED = {
  GCTI_Chat_AsyncMode: 'true',
  push_notification_deviceid: 'device-1',
  push_notification_type: 'customhttp',
  GCTI_GMS_PushIncludePayload: 'true',
};

describe.skipIf(isElsewhere)('a message that a socket of the customer took', () => {
  let receiver: CallbackReceiver;
  let stack: LocalStack;
  let operator: Operator;
  let desk: DeskPage;
  let chat: OpenedChat;

  const since = (): CallbackReceiver['received'] =>
    receiver.received.filter(({ body }) => body['sessionId'] === chat.chatId);
  /** The positions up to which the customer was told of something. */
  const told = (): number[] => since().map(({ body }) => body.upTo);

  beforeAll(async () => {
    receiver = await startReceiver(createActivity());
    stack = await startWith({ function: 'Push', name: envNames.pushTrustedOrigins, value: receiver.origin });
    operator = operatorOf(stack);
    await operator.setOptions('default', { 'push-callback-url': `${receiver.origin}/in` });
    desk = await deskPage(stack, signIn(stack, 'ada', 'Ada'));
  });
  afterAll(async () => {
    operator.leave();
    receiver.stop();
    await stack.stop();
  });
  beforeEach(async () => {
    chat = await openChat(stack, { userData: SUBSCRIBED });
  });

  it('[PUSH-12] is pushed 90 s later when the page is asleep, with what came after it, and not again when the socket goes', async () => {
    const { socket } = await RawSocket.greet(stack, await chatTicket(stack, chat));
    await desk.client.join(chat.chatId);
    await desk.client.post(chat.chatId, 'Your seats are booked');
    expect(await socket.hear('event')).toMatchObject({ event: { type: 'agent-joined' } });
    await stack.pass(60 * SEC);
    const last = await desk.client.post(chat.chatId, 'Window or aisle?');
    await stack.pass(20 * SEC);
    expect(told()).toEqual([]);
    await stack.pass(OVER_MS - 80 * SEC);
    expect(told()).toEqual([last]);
    const texts = since()[0]?.body.events?.map((event) => event['text']);
    expect(texts?.filter((text) => text !== undefined)).toEqual(['Your seats are booked', 'Window or aisle?']);
    socket.close();
    await stack.pass(OVER_MS);
    expect(told()).toEqual([last]);
  });

  it('[PUSH-13, BEAT-1] is not pushed while a page is there to have it: it says so with its heartbeats', async () => {
    const customer = await customerPage(stack, chat);
    await desk.client.join(chat.chatId);
    await desk.client.post(chat.chatId, 'Your seats are booked');
    await customer.shown.until((seen) => seen.some(({ type }) => type === 'message-posted'));
    await stack.pass(3 * OVER_MS);
    expect(told()).toEqual([]);
    customer.client.disconnect();
    await stack.pass(OVER_MS);
    expect(told()).toEqual([]);
  });

  it('[PUSH-13, READ-1] is not pushed when it was read, though no heartbeat comes any more', async () => {
    const { socket } = await RawSocket.greet(stack, await chatTicket(stack, chat));
    await desk.client.join(chat.chatId);
    const index = await desk.client.post(chat.chatId, 'Your seats are booked');
    socket.send(JSON.stringify({ op: 'read', upTo: index }));
    await stack.pass(3 * OVER_MS);
    expect(told()).toEqual([]);
    socket.close();
  });

  it('[PUSH-14] is not pushed where the service has switched it off', async () => {
    await operator.setOptions('default', { 'push-unseen-after': 0 });
    await stack.pass(35 * SEC);
    const { socket } = await RawSocket.greet(stack, await chatTicket(stack, chat));
    await desk.client.join(chat.chatId);
    await desk.client.post(chat.chatId, 'Your seats are booked');
    await stack.pass(3 * OVER_MS);
    expect(told()).toEqual([]);
    socket.close();
  });
});

import { describe, expect, it } from 'vitest';
import { secureKeyFor } from '../../shared/app/credentials.ts';
import { customerLine, deskLine, openChat } from '../support/house-people.ts';
import { openHouse, pushEvent, SECRET, type House } from '../support/house.ts';

const DEVICE = { push_notification_deviceid: 'device-1', push_notification_type: 'customhttp' };

let commands = 0;

/** A chat whose customer is away, and what an agent said there. */
const awayChat = async (house: House, userData: Record<string, string> = DEVICE): Promise<string> => {
  const chat = await openChat(house, SECRET, userData);
  const desk = deskLine(house);
  await house.frame(desk, { op: 'hello', v: 1 });
  await house.frame(desk, { op: 'join', id: `desk0001.${++commands}`, seen: 1, chat });
  return chat;
};

const agentSays = async (house: House, chat: string, text: string): Promise<void> => {
  const desk = deskLine(house);
  await house.frame(desk, { op: 'post', id: `desk0001.${++commands}`, seen: 999, chat, text });
};

describe('what goes out to an absent customer', () => {
  it('[PUSH-2, PUSH-6] is one notification for each event, with chat and customer and no words', async () => {
    const house = openHouse();
    const chat = await awayChat(house);
    await agentSays(house, chat, 'your lamp has arrived');
    await house.runEffects();
    await house.runPushes();
    expect(house.phone.taken).toEqual(
      [2, 3].map((upTo) => ({
        id: `${chat}.${upTo}`,
        upTo,
        at: house.clock.now(),
        target: { deviceId: 'device-1', deviceType: 'customhttp' },
        callbackUrl: '',
        content: { sessionId: chat, userId: `${chat}.customer` },
        title: '',
        text: 'You have a new message.',
      })),
    );
  });

  it('[PUSH-6] carries the events themselves where the opening asks for them', async () => {
    const house = openHouse();
    const chat = await awayChat(house, { ...DEVICE, GCTI_GMS_PushIncludePayload: 'true' });
    await agentSays(house, chat, 'your lamp has arrived');
    await house.runEffects();
    const [, last] = house.pushes.takeAll();
    await house.functions.push(pushEvent(last ?? { chatId: chat, upTo: 0 }, 1));
    expect(house.phone.taken[0]?.missed).toMatchObject({
      events: [
        { type: 'chat-opened' },
        { type: 'agent-joined' },
        { type: 'message-posted', text: 'your lamp has arrived' },
      ],
      position: 3,
      more: false,
    });
  });

  it('[PUSH-6] holds the secure key only where the service says so', async () => {
    const house = openHouse();
    house.options.set('default', { pushContent: ['secure-key'] });
    const chat = await awayChat(house);
    await house.runEffects();
    await house.runPushes();
    expect(house.phone.taken[0]?.content).toEqual({ secureKey: await secureKeyFor(house.keys, chat) });
  });

  it('[PUSH-7] is nothing that was acknowledged or seen meanwhile', async () => {
    const house = openHouse();
    const chat = await awayChat(house);
    await agentSays(house, chat, 'one');
    await house.runEffects();
    const [older, newer] = house.pushes.takeAll();
    if (older === undefined || newer === undefined) throw new Error('two statements were due');
    await house.functions.push(pushEvent(newer, 1));
    await house.functions.push(pushEvent(older, 1));
    await house.functions.push(pushEvent(newer, 2));
    expect(house.phone.taken.map(({ upTo }) => upTo)).toEqual([3]);

    await agentSays(house, chat, 'two');
    const customer = customerLine(house, chat);
    await house.frame(customer, { op: 'hello', v: 1, after: 4 });
    await house.runEffects();
    await house.runPushes();
    expect(house.phone.taken.map(({ upTo }) => upTo)).toEqual([3]);
  });

  it('[PUSH-5] is sent again after the delay, as often as the service says, and then kept', async () => {
    const house = openHouse();
    house.options.set('default', { pushResendDelaySec: 30, pushResendAttempts: 2 });
    house.phone.answer('failed');
    const chat = await awayChat(house);
    await house.runEffects();
    const [statement] = house.pushes.takeAll();
    if (statement === undefined) throw new Error('a statement was due');
    const answers = [];
    for (const receives of [1, 2, 3]) answers.push(await house.functions.push(pushEvent(statement, receives)));
    const again = { batchItemFailures: [{ itemIdentifier: `${chat}.2` }] };
    expect(answers).toEqual([again, again, { batchItemFailures: [] }]);
    expect(house.pushRetries.delayed).toEqual([
      { receipt: `${chat}.2#1`, afterSec: 30 },
      { receipt: `${chat}.2#2`, afterSec: 30 },
    ]);
    expect(house.pushRetries.givenUp).toEqual([{ chatId: chat, upTo: 2, round: 1 }]);
    expect(new Set(house.phone.taken.map(({ id }) => id))).toEqual(new Set([`${chat}.2`]));
  });

  it('[PUSH-5] waits for a whole day in turns that a queue can hide a message for', async () => {
    const house = openHouse();
    house.options.set('default', { pushResendDelaySec: 86_400, pushResendAttempts: 1 });
    house.phone.answer('failed');
    const chat = await awayChat(house);
    await house.runEffects();
    const [statement] = house.pushes.takeAll();
    if (statement === undefined) throw new Error('a statement was due');
    for (const receives of [1, 2, 3, 4]) await house.functions.push(pushEvent(statement, receives));
    expect(house.pushRetries.delayed.map(({ afterSec }) => afterSec)).toEqual([28_800, 28_800, 28_800]);
    expect(house.phone.taken).toHaveLength(2);
    expect(house.pushRetries.givenUp).toEqual([{ chatId: chat, upTo: 2, round: 1 }]);
  });

  it('[PUSH-11] is kept once, though two messages say it, and one comes again', async () => {
    const house = openHouse();
    house.options.set('default', { pushResendAttempts: 0 });
    house.phone.answer('failed');
    const chat = await awayChat(house);
    await house.runEffects();
    const [statement] = house.pushes.takeAll();
    if (statement === undefined) throw new Error('a statement was due');
    for (const name of ['one', 'other', 'one']) await house.functions.push(pushEvent(statement, 1, name));
    const kept = { chatId: chat, upTo: 2, round: 1 };
    expect(house.pushRetries.givenUp).toEqual([kept, kept]);

    const copies = house.pushRetries.givenUp.splice(0);
    for (const [place, copy] of copies.entries()) await house.functions.push(pushEvent(copy, 1, `copy-${place}`));
    expect(house.pushRetries.givenUp).toEqual([{ ...kept, round: 2 }]);
  });

  it('[PUSH-5] is not sent again if the opening says so', async () => {
    const house = openHouse();
    house.phone.answer('failed');
    const chat = await awayChat(house, { ...DEVICE, GCTI_GMS_PushResend: 'false' });
    await house.runEffects();
    await house.runPushes();
    expect(house.pushRetries).toMatchObject({ delayed: [], givenUp: [{ chatId: chat, upTo: 2, round: 1 }] });
  });

  it.each([
    ['gone', []],
    ['nowhere', []],
    ['refused', [2]],
  ] as const)('[PUSH-5] is not repeated when its target is %s', async (outcome, kept) => {
    const house = openHouse();
    house.phone.answer(outcome);
    await awayChat(house);
    await house.runEffects();
    await house.runPushes();
    expect(house.pushRetries.delayed).toEqual([]);
    expect(house.pushRetries.givenUp.map(({ upTo }) => upTo)).toEqual(kept);
  });

  it('[PUSH-6] is nothing while flex-push-enabled is off, or for a type that nobody serves', async () => {
    const house = openHouse();
    house.options.set('default', { pushEnabled: false });
    await awayChat(house);
    await house.runEffects();
    await house.runPushes();
    house.options.set('default', { pushEnabled: true });
    const chat = await openChat(house, 'another-secret-0123456789', {
      ...DEVICE,
      push_notification_type: 'comet',
    });
    await house.functions.push(pushEvent({ chatId: chat, upTo: 1 }, 1));
    expect(house.phone.taken).toEqual([]);
  });

  it('[PUSH-5] comes again by itself when a store fails', async () => {
    const house = openHouse();
    const chat = await awayChat(house);
    const answer = await house.functions.push({
      Records: [
        {
          messageId: 'm',
          receiptHandle: 'r',
          body: `{"chatId":"${chat}"}`,
          attributes: { ApproximateReceiveCount: '1' },
        },
      ],
    });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm' }] });
  });
});

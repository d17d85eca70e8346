import { describe, expect, it } from 'vitest';
import { Fault } from '../../shared/app/ports.ts';
import { customerLine, deskLine, framesOf, openChat } from '../support/house-people.ts';
import { openHouse, wakeEvent, type House } from '../support/house.ts';

const OTHER_SECRET = 'another-secret-0123456789';

const outage = () => Promise.reject(new Fault('unable to reach the store; TimeoutError', { retryable: true }));

/** Every read of one chat's log fails from now on. */
const makeUnreadable = (house: House, chatId: string): void => {
  const { load } = house.log;
  house.log.load = (wanted, consistency) => (wanted === chatId ? outage() : load(wanted, consistency));
};

const typesOf = (house: House, chatId: string): string[] => house.log.events(chatId).map((event) => event.type);

/** A desk that has joined these chats. */
const joined = async (house: House, ...chats: string[]) => {
  const desk = deskLine(house);
  await house.frame(desk, { op: 'hello', v: 1 });
  for (const chat of chats) await house.frame(desk, { op: 'join', id: `desk0001.${chat.slice(0, 8)}`, seen: 9, chat });
  return desk;
};

describe('a registry of desks that cannot be reached', () => {
  it('[DLV-7] costs no ack: the event is durable', async () => {
    const house = openHouse();
    const chat = await openChat(house);
    const customer = customerLine(house, chat);
    await house.frame(customer, { op: 'hello', v: 1, after: 0 });
    await joined(house, chat);
    house.desks.read = outage;
    const post = { op: 'post', id: 'device01.1', seen: 3, text: 'hello?' };
    expect(await house.frame(customer, post)).toMatchObject({ type: 'ack', ref: 'device01.1', index: 4 });
    expect(await house.frame(customer, post)).toMatchObject({ type: 'ack', index: 4, repeated: true });
    expect(house.journal.noted().map(({ code }) => code)).toEqual(['DELIVERY_UNKNOWN', 'DELIVERY_UNKNOWN']);
  });

  it('[DLV-7] keeps nothing from happening that is due next', async () => {
    const house = openHouse();
    const chat = await openChat(house);
    const customer = customerLine(house, chat);
    await house.frame(customer, { op: 'hello', v: 1, after: 0 });
    await joined(house, chat);
    await house.leave(customer);
    await house.runEffects();
    house.desks.read = outage;
    house.clock.advance(86_400_000 + 10 * 60_000);
    expect(await house.functions.wake(wakeEvent(chat, 1))).toEqual({ batchItemFailures: [] });
    expect(typesOf(house, chat)).toContain('idle-alerted');
  });
});

describe('a chat that cannot be read', () => {
  it('[AGENT-12] keeps no other chat from learning that the desk is lost', async () => {
    const house = openHouse();
    const [broken, sound] = [await openChat(house), await openChat(house, OTHER_SECRET)].toSorted();
    const desk = await joined(house, broken ?? '', sound ?? '');
    await house.leave(desk);
    const { load } = house.log;
    makeUnreadable(house, broken ?? '');
    house.clock.advance(60_000);
    expect(await house.functions.sweep()).toMatchObject({ lostDesks: 0 });
    expect(house.log.events(sound ?? '').at(-1)).toMatchObject({ type: 'agent-left', cause: 'lost' });
    house.log.load = load;
    expect(await house.functions.sweep()).toMatchObject({ lostDesks: 1 });
    expect(house.log.events(broken ?? '').at(-1)).toMatchObject({ type: 'agent-left', cause: 'lost' });
  });

  it('[HELLO-2] keeps no desk from its other chats', async () => {
    const house = openHouse();
    const [broken, sound] = [await openChat(house), await openChat(house, OTHER_SECRET)].toSorted();
    await joined(house, broken ?? '', sound ?? '');
    makeUnreadable(house, broken ?? '');
    const desk = deskLine(house, 'ann', 'desk-2');
    expect(await house.frame(desk, { op: 'hello', v: 1, chats: { [broken ?? '']: 2 } })).toMatchObject({
      type: 'hello-ok',
      chats: [
        { chat: broken, events: [], position: 2, more: true },
        { chat: sound, position: 2, more: false },
      ],
    });
    const ping = { op: 'ping', chats: { [broken ?? '']: 2, [sound ?? '']: 1 } };
    expect(await house.frame(desk, ping)).toMatchObject({ type: 'pong', behind: [{ chat: sound, position: 2 }] });
  });

  it('[STUCK-8] does not stand in front of the others at every round of the sweep', async () => {
    const house = openHouse();
    const chat = await openChat(house);
    makeUnreadable(house, chat);
    house.clock.advance(16 * 60_000);
    expect(await house.functions.sweep()).toMatchObject({ looked: 1, failed: 1 });
    expect(await house.functions.sweep()).toMatchObject({ looked: 0 });
    house.clock.advance(5 * 60_000 + 1);
    expect(await house.functions.sweep()).toMatchObject({ looked: 1, failed: 1 });
  });
});

describe('a desk that never said hello', () => {
  it('[AGENT-11] joins nothing, so that every member can be lost', async () => {
    const house = openHouse();
    const chat = await openChat(house);
    const desk = deskLine(house);
    const join = { op: 'join', id: 'desk0001.1', seen: 1, chat };
    expect(await house.frame(desk, join)).toMatchObject({ type: 'error', ref: 'desk0001.1', code: 'say-hello' });
    await house.frame(desk, { op: 'hello', v: 1 });
    expect(await house.frame(desk, join)).toMatchObject({ type: 'ack', index: 2 });
    await house.leave(desk);
    expect(await house.frame(desk, { ...join, id: 'desk0001.2' })).toMatchObject({ code: 'say-hello' });
    expect(framesOf(house, desk)).toEqual([]);
  });
});

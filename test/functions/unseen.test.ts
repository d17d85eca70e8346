import { describe, expect, it } from 'vitest';
import { deadlines } from '../../shared/domain/deadlines.ts';
import { Fault } from '../../shared/app/ports.ts';
import { customerLine, deskLine, openChat } from '../support/house-people.ts';
import { openHouse, SECRET, wakeEvent, type House, type HouseLine } from '../support/house.ts';

const DEVICE = { push_notification_deviceid: 'device-1', push_notification_type: 'customhttp' };
const SEC = 1_000;
/** The default of `push-unseen-after`, a second, and the longest delay. */
const OVER_MS = 92 * SEC;

interface Talk {
  readonly house: House;
  readonly chat: string;
  readonly customer: HouseLine;
  readonly says: (text: string) => Promise<number>;
}

/** A customer with a socket who has seen an agent come: all is quiet. */
const talk = async (userData: Record<string, string> = DEVICE): Promise<Talk> => {
  const house = openHouse();
  const chat = await openChat(house, SECRET, userData);
  const [customer, desk] = [customerLine(house, chat), deskLine(house)];
  await house.frame(desk, { op: 'hello', v: 1 });
  await house.frame(desk, { op: 'join', id: 'desk0001.0', seen: 1, chat });
  await house.frame(customer, { op: 'hello', v: 1, after: 2 });
  await house.runEffects();
  await house.runPushes();
  let said = 0;
  const says = async (text: string): Promise<number> => {
    await house.frame(desk, { op: 'post', id: `desk0001.${++said}`, seen: 999, chat, text });
    return house.log.events(chat).at(-1)?.index ?? 0;
  };
  return { house, chat, customer, says };
};

/** Lets the time go by, with all that falls due. */
const pass = async (house: House, ms: number): Promise<void> => {
  await house.runEffects();
  house.clock.advance(ms);
  await house.runWakeUps();
  await house.runEffects();
  await house.runPushes();
};

const typesSince = (house: House, chat: string, index: number): string[] =>
  house.log
    .events(chat)
    .slice(index)
    .map(({ type }) => type);

const pushedTo = ({ phone }: House): number[] => phone.taken.map(({ upTo }) => upTo).filter((upTo) => upTo > 2);

describe('a message that a socket took', () => {
  it('[PUSH-12] is pushed when nobody has seen it in time, with all that came meanwhile, and not again when the socket goes', async () => {
    const { house, chat, customer, says } = await talk();
    const first = await says('your lamp has arrived');
    expect(house.sockets.frames(customer.connectionId).at(-1)).toContain('your lamp has arrived');
    await pass(house, 80 * SEC);
    expect(pushedTo(house)).toEqual([]);
    const last = await says('shall we send it?');
    await pass(house, OVER_MS - 80 * SEC);
    expect(pushedTo(house)).toEqual([last]);
    expect(typesSince(house, chat, first)).toEqual(['message-posted', 'unseen-noted']);
    await house.leave(customer);
    await pass(house, 3_600 * SEC);
    expect(pushedTo(house)).toEqual([last]);
  });

  it('[PUSH-13, READ-1] is not pushed when a person has read it', async () => {
    const { house, chat, customer, says } = await talk();
    const index = await says('your lamp has arrived');
    await house.frame(customer, { op: 'read', upTo: index });
    await pass(house, OVER_MS);
    expect(pushedTo(house)).toEqual([]);
    expect(house.log.events(chat).at(-1)).toMatchObject({ type: 'wake-up-moved', seen: index });
    await house.leave(customer);
    await pass(house, SEC);
    expect(pushedTo(house)).toEqual([]);
  });

  it('[PUSH-13, BEAT-1] is not pushed when a ping says that the device has it; nobody is shown that as read', async () => {
    const { house, chat, customer, says } = await talk();
    const index = await says('your lamp has arrived');
    await house.frame(customer, { op: 'ping', after: index });
    expect(await house.readMarks.read(chat)).toEqual({ DEVICE: index });
    expect(await house.frame(customer, { op: 'catch-up', after: 0 })).not.toHaveProperty('read');
    await pass(house, OVER_MS);
    expect(pushedTo(house)).toEqual([]);
  });

  it('[PUSH-13] is pushed when pings say that the device does not have it, or has more than there is of another', async () => {
    const { house, chat, customer, says } = await talk();
    const index = await says('your lamp has arrived');
    await house.frame(customer, { op: 'ping', after: index - 1 });
    expect(await house.readMarks.read(chat)).toEqual({});
    await pass(house, OVER_MS);
    expect(pushedTo(house)).toEqual([index]);
  });

  it('[PUSH-13, ISO-1] is not seen by who has another chat, or by an agent', async () => {
    const { house, chat, says } = await talk();
    const index = await says('your lamp has arrived');
    const other = customerLine(house, await openChat(house, 'another-secret-0123456789', DEVICE), 'customer-2');
    await house.frame(other, { op: 'hello', v: 1, after: 0 });
    await house.frame(other, { op: 'ping', after: 99 });
    await house.frame(other, { op: 'read', chat, upTo: index });
    await house.frame(deskLine(house), { op: 'ping', chats: { [chat]: index } });
    await house.frame(deskLine(house), { op: 'read', chat, upTo: index });
    await pass(house, OVER_MS);
    expect(pushedTo(house)).toEqual([index]);
  });

  it('[PUSH-13] is not pushed when the customer answers', async () => {
    const { house, customer, says } = await talk();
    const index = await says('your lamp has arrived');
    await house.frame(customer, { op: 'post', id: 'device01.1', seen: index, text: 'great' });
    await pass(house, OVER_MS);
    expect(pushedTo(house)).toEqual([]);
  });

  it('[PUSH-13] goes with the time of who is getting on: the rest is pushed after another one', async () => {
    const { house, customer, says } = await talk();
    const first = await says('your lamp has arrived');
    await house.frame(customer, { op: 'read', upTo: first });
    await pass(house, 80 * SEC);
    const second = await says('shall we send it?');
    await pass(house, OVER_MS - 80 * SEC);
    expect(pushedTo(house)).toEqual([]);
    await pass(house, OVER_MS);
    expect(pushedTo(house)).toEqual([second]);
  });

  it('[COST-2] costs one wake-up for all that comes in one time, one look at what was read and one event', async () => {
    const { house, chat, says } = await talk();
    const index = await says('one');
    for (const text of ['two', 'three', 'four']) await says(text);
    const found = await house.pendingEffects();
    const effects = found.flatMap((each) => each.effects);
    expect(effects.map(({ kind }) => kind)).toEqual(['arm-wake-up']);
    const number = effects.flatMap((effect) => (effect.kind === 'arm-wake-up' ? [effect.arming.number] : []))[0] ?? 0;
    const looks: string[] = [];
    Object.assign(house.readMarks, {
      read: async (chatId: string) => {
        looks.push(chatId);
        return {};
      },
    });
    house.clock.advance(OVER_MS);
    await house.functions.wake(wakeEvent(chat, number));
    expect(looks).toEqual([chat]);
    expect(typesSince(house, chat, index + 3)).toEqual(['unseen-noted']);
    const state = (await house.log.load(chat, 'strong'))?.state;
    expect(state === undefined ? [] : deadlines(state).map(({ kind }) => kind)).not.toContain('unseen');
  });

  it('[COST-2, PUSH-14] costs nothing without a subscription, and where the option is 0', async () => {
    const without = await talk({});
    await without.says('one');
    expect(await without.house.pendingEffects()).toEqual([]);
    const off = await talk();
    off.house.options.set('default', { pushUnseenSec: 0 });
    await off.says('one');
    expect(await off.house.pendingEffects()).toEqual([]);
  });

  it('[PUSH-13, WAKE-6] is looked at again when it cannot be known now what was read', async () => {
    const { house, chat, says } = await talk();
    const index = await says('one');
    await house.runEffects();
    const { read } = house.readMarks;
    Object.assign(house.readMarks, {
      read: () => Promise.reject(new Fault('unable to read; down', { retryable: true })),
    });
    house.clock.advance(OVER_MS);
    const failed = await house.functions.wake(wakeEvent(chat, 3));
    expect(failed).toEqual({ batchItemFailures: [{ itemIdentifier: `${chat}.3` }] });
    Object.assign(house.readMarks, { read });
    await house.functions.wake(wakeEvent(chat, 3));
    await house.runEffects();
    await house.runPushes();
    expect(pushedTo(house)).toEqual([index]);
  });
});

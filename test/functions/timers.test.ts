import { describe, expect, it } from 'vitest';
import { runEffects } from '../../shared/app/run-effects.ts';
import { customerLine, framesOf, openChat } from '../support/house-people.ts';
import { openHouse, wakeEvent, type House } from '../support/house.ts';

const DAY_MS = 86_400_000;
const PUSH = { push_notification_deviceid: 'device', push_notification_type: 'fcm', GCTI_Chat_AsyncMode: 'true' };
const QUIET_OPTIONS = { flexPushSec: 1_728_000 };

const typesOf = (house: House, chatId: string): string[] => house.log.events(chatId).map((event) => event.type);

const quietChat = async (house: House): Promise<string> => {
  house.options.set('default', { ...(await house.options.of('default')), ...QUIET_OPTIONS });
  return openChat(house, undefined, PUSH);
};

describe('wake-ups', () => {
  it('[WAKE-1] does what is due, whoever wakes it and however often', async () => {
    const house = openHouse();
    const chatId = await quietChat(house);
    await house.runEffects();
    house.clock.advance(DAY_MS + 10 * 60_000);
    for (const number of [1, 1, 7]) await house.functions.wake(wakeEvent(chatId, number));
    expect(typesOf(house, chatId)).toEqual(['chat-opened', 'idle-alerted']);
    house.clock.advance(2 * 3_600_000);
    for (const number of [2, 2, 1]) await house.functions.wake(wakeEvent(chatId, number));
    expect(typesOf(house, chatId)).toEqual(['chat-opened', 'idle-alerted', 'chat-closed']);
    house.clock.advance(DAY_MS);
    await house.functions.wake(wakeEvent(chatId, 3));
    expect(typesOf(house, chatId)).toHaveLength(3);
  });

  it('reads the log once for an alert that is due: the commit proves the state', async () => {
    const house = openHouse();
    const chatId = await quietChat(house);
    await house.runEffects();
    house.clock.advance(DAY_MS + 10 * 60_000);
    let loads = 0;
    const { load } = house.log;
    Object.assign(house.log, {
      load: (...asked: Parameters<typeof load>) => {
        loads++;
        return load(...asked);
      },
    });
    await house.functions.wake(wakeEvent(chatId, 1));
    expect([loads, typesOf(house, chatId)]).toEqual([1, ['chat-opened', 'idle-alerted']]);
  });

  it('[WAKE-2] moves a wake-up that comes too early, in one event', async () => {
    const house = openHouse();
    const chatId = await quietChat(house);
    await house.runEffects();
    house.clock.advance(1000);
    await house.functions.wake(wakeEvent(chatId, 1));
    await house.functions.wake(wakeEvent(chatId, 1));
    expect(typesOf(house, chatId).filter((type) => type === 'wake-up-moved')).toHaveLength(1);
  });

  it('[DLV-6] shows what a wake-up brought to whoever is there', async () => {
    const house = openHouse();
    const chatId = await quietChat(house);
    await house.runEffects();
    house.clock.advance(DAY_MS + 5 * 60_000 - 1000);
    const line = customerLine(house, chatId);
    await house.frame(line, { op: 'hello', v: 1, after: 0 });
    house.clock.advance(2000);
    await house.functions.wake(wakeEvent(chatId, 1));
    expect(framesOf(house, line)).toMatchObject([{ type: 'event', event: { type: 'idle-alerted' } }]);
  });
});

describe('the stuck-check', () => {
  it('[STUCK-1] finds a chat whose wake-up was lost, gives the alert and warns before the close', async () => {
    const house = openHouse();
    const chatId = await quietChat(house);
    await house.runEffects();
    house.wakeUps.takeDue(Infinity);
    house.clock.advance(DAY_MS + 2 * 3_600_000);
    expect(await house.functions.sweep()).toMatchObject({ looked: 1, stuck: 1, failed: 0 });
    expect(typesOf(house, chatId)).toEqual(['chat-opened', 'idle-alerted']);
    await house.runEffects();
    house.clock.advance(3_600_000 + 5 * 60_000);
    await house.runWakeUps();
    expect(typesOf(house, chatId).at(-1)).toBe('chat-closed');
    expect(house.bus.announced().map((fact) => fact.name)).toContain('stuck-chat-found.v1');
  });

  it('[STUCK-6] heals a chat whose first effects were all lost', async () => {
    const house = openHouse();
    const chatId = await quietChat(house);
    await house.pendingEffects();
    expect(await house.rows.waiting('default', 10)).toEqual([]);
    house.clock.advance(16 * 60_000);
    await house.functions.sweep();
    expect(await house.rows.waiting('default', 10)).toMatchObject([{ chatId, status: 1 }]);
    expect(house.wakeUps.outstanding()).toHaveLength(1);
  });

  it('[STUCK-4] moves the row of a chat that lived on', async () => {
    const house = openHouse();
    const chatId = await quietChat(house);
    await house.frame(customerLine(house, chatId), { op: 'post', id: 'device01.1', seen: 1, text: 'hi' });
    await house.runEffects();
    house.clock.advance(DAY_MS - 1000);
    await house.runWakeUps();
    await house.frame(customerLine(house, chatId), { op: 'post', id: 'device01.2', seen: 3, text: 'still there?' });
    await house.runEffects();
    house.clock.advance(3 * 3_600_000);
    await house.runWakeUps();
    expect(await house.functions.sweep()).toMatchObject({ looked: 1, stuck: 0 });
    expect((await house.rows.read(chatId))?.lookAt).toBeGreaterThan(house.clock.now());
    expect(typesOf(house, chatId)).not.toContain('idle-alerted');
  });
});

describe('effects', () => {
  it('[EFF-1] end in the same place late, twice and in reverse order', async () => {
    const story = async (order: 'forward' | 'backward-twice') => {
      const house = openHouse();
      const chatId = await quietChat(house);
      await house.frame(customerLine(house, chatId), { op: 'post', id: 'device01.1', seen: 1, text: 'hi' });
      await house.frame(customerLine(house, chatId), { op: 'close', id: 'device01.2', seen: 2 });
      const pending = [...(await house.pendingEffects())];
      const run = order === 'forward' ? pending : [...pending.toReversed(), ...pending.toReversed()];
      for (const found of run) await runEffects(house, found);
      return { row: await house.rows.read(chatId), expires: house.log.expiresAtSec(chatId, 1) };
    };
    expect(await story('backward-twice')).toEqual(await story('forward'));
  });
});

import { describe, expect, it } from 'vitest';
import { makeHandler as makeWake } from '../../functions/wake/handler.ts';
import { goOnWalking } from '../../shared/app/apply-options.ts';
import { Fault } from '../../shared/app/ports.ts';
import { HOUSE_START, openHouse, wakeEvent, type House, type HouseAnswer } from '../support/house.ts';

const RITA = { sub: 'rita-1', name: 'Rita', 'cognito:groups': '[administrators]' };
const path = { service: 'travel' };
const [PATCH, APPLY, PROGRESS] = [
  'PATCH /services/{service}/options',
  'POST /services/{service}/options/apply',
  'GET /services/{service}/options/apply',
] as const;

const HOUR_MS = 3_600_000;
const PUSH = {
  GCTI_Chat_AsyncMode: 'true',
  push_notification_deviceid: 'device',
  push_notification_type: 'customhttp',
};

const change = (house: House, body: unknown): Promise<HouseAnswer> => house.http(PATCH, { path, claims: RITA, body });

const progress = async (house: House): Promise<unknown> => (await house.http(PROGRESS, { path, claims: RITA })).body;

/** Opens sleeping chats of a service and answers their ids. */
const sleepers = async (house: House, count: number, service = 'travel'): Promise<string[]> => {
  const chatIds: string[] = [];
  for (let chat = 0; chat < count; chat++) {
    const secret = `${service}-secret-0123456789-${chat}`;
    const { body } = await house.http('POST /chats', { body: { secret, nickname: 'Mia', service, userData: PUSH } });
    chatIds.push(String(body['chatId']));
  }
  await house.runEffects();
  return chatIds;
};

const newest = (house: House, chatId: string): unknown => house.log.events(chatId).at(-1);
const typesOf = (house: House, chatId: string): string[] => house.log.events(chatId).map((event) => event.type);

/** Hands the orders over as the queue of wake-ups does. */
const walk = async (house: House): Promise<void> => {
  for (const { service, walk: number } of house.walkOrders.takeAll()) {
    const body = JSON.stringify({ service, walk: number });
    expect(await house.functions.wake({ Records: [{ messageId: 'm-1', receiptHandle: 'r-1', body }] })).toEqual({
      batchItemFailures: [],
    });
  }
};

describe('a change of a period', () => {
  it('[OPT-13, OPT-16] is brought to every sleeping chat of the service and to no other', async () => {
    const house = openHouse();
    const chats = await sleepers(house, 30);
    const [other = ''] = await sleepers(house, 1, 'other');
    const { status, body } = await change(house, { 'async-idle-alert': 7_200 });
    const begun = { walk: 1, startedAt: HOUSE_START, chats: 0, changed: 0, failed: 0 };
    expect({ status, body }).toMatchObject({ status: 200, body: { version: 1, apply: begun } });
    expect(await progress(house)).toEqual({ service: 'travel', ...begun });
    house.clock.advance(45_000);
    await walk(house);
    for (const chatId of chats) {
      expect(newest(house, chatId)).toMatchObject({
        type: 'wake-up-moved',
        visibility: 'NONE',
        periods: { idleAlertSec: 7_200 },
        arm: { number: 2 },
      });
    }
    expect(typesOf(house, other)).toEqual(['chat-opened']);
    const finishedAt = HOUSE_START + 45_000;
    expect(await progress(house)).toEqual({ service: 'travel', ...begun, finishedAt, chats: 30, changed: 30 });
  });

  it('[OPT-13] sets out when no function can go by the old value any more', async () => {
    const house = openHouse();
    await change(house, { 'async-idle-alert': 7_200 });
    expect(house.walkOrders.takeAll()).toEqual([{ service: 'travel', walk: 1, afterSec: 45 }]);
  });

  it('[OPT-13] has a sleeper alerted in time by the new period, not by the old one', async () => {
    const house = openHouse();
    const [chatId = ''] = await sleepers(house, 1);
    await change(house, { 'async-idle-alert': 7_200 });
    house.clock.advance(45_000);
    await walk(house);
    await house.runEffects();
    house.clock.advance(2 * HOUR_MS + 60_000);
    await house.runWakeUps();
    expect(typesOf(house, chatId)).toEqual(['chat-opened', 'wake-up-moved', 'idle-alerted']);
  });

  it('[OPT-14] that makes the alert overdue warns first, and closes a full period later', async () => {
    const house = openHouse();
    const [chatId = ''] = await sleepers(house, 1);
    house.clock.advance(20 * HOUR_MS);
    await change(house, { 'async-idle-alert': 60, 'async-idle-close': 1_800 });
    house.clock.advance(45_000);
    await walk(house);
    await house.runEffects();
    await house.runWakeUps();
    expect(typesOf(house, chatId)).toEqual(['chat-opened', 'wake-up-moved', 'idle-alerted']);
    await house.runEffects();
    house.clock.advance(1_800_000 - 1);
    await house.runWakeUps();
    expect(typesOf(house, chatId)).not.toContain('chat-closed');
    house.clock.advance(2 * 60_000);
    await house.runWakeUps();
    expect(typesOf(house, chatId).at(-1)).toBe('chat-closed');
  });

  it.each([{ 'message-alert': 'Hello?' }, { 'customer-rate': 3 }, { 'session-restore-extend-by': 'esp' }])(
    '[OPT-13] is what a walk is for: %j begins none',
    async (wish) => {
      const house = openHouse();
      const { body } = await change(house, wish);
      expect(body).not.toHaveProperty('apply');
      expect(house.walkOrders.takeAll()).toEqual([]);
      expect((await house.http(PROGRESS, { path, claims: RITA })).status).toBe(404);
    },
  );

  it('[OPT-11] that is none begins no walk', async () => {
    const house = openHouse();
    await change(house, { 'async-idle-alert': 7_200 });
    house.walkOrders.takeAll();
    expect((await change(house, { 'async-idle-alert': 7_200 })).body).not.toHaveProperty('apply');
    expect(house.walkOrders.takeAll()).toEqual([]);
  });

  it('[OPT-15] is not written where its walk cannot be begun', async () => {
    const house = openHouse();
    house.walkOrders.send = () => Promise.reject(new Fault('unable to send; no queue', { retryable: true }));
    expect((await change(house, { 'async-idle-alert': 7_200 })).status).toBe(503);
    expect((await house.serviceOptions.read('travel')).version).toBe(0);
  });
});

describe('a walk', () => {
  it('[OPT-15] begins anew where it was cut off, and doubles nothing', async () => {
    const house = openHouse();
    const chats = await sleepers(house, 20);
    house.options.set('travel', { idleAlertSec: 7_200 });
    await house.http(APPLY, { path, claims: RITA });
    const { replace } = house.walks;
    let kept = 0;
    house.walks.replace = async (...asked) => {
      if (++kept > 5) throw new Fault('unable to write; gone', { retryable: true });
      return replace(...asked);
    };
    const order = { service: 'travel', walk: 1 };
    await expect(goOnWalking(house, order)).rejects.toThrow('gone');
    house.walks.replace = replace;
    expect(await goOnWalking(house, order)).toBe('done');
    expect(await progress(house)).toMatchObject({ chats: 20, failed: 0 });
    for (const chatId of chats) expect(typesOf(house, chatId)).toEqual(['chat-opened', 'wake-up-moved']);
  });

  it('[OPT-15] that runs out of time goes on with the same message', async () => {
    const house = openHouse();
    const chats = await sleepers(house, 20);
    house.options.set('travel', { idleAlertSec: 7_200 });
    const { open } = house.rows;
    house.rows.open = (...asked) => {
      house.clock.advance(10_000);
      return open(...asked);
    };
    const again: unknown[] = [];
    const wake = makeWake({ ...house, comeAgain: async (...asked) => void again.push(asked) });
    await house.http(APPLY, { path, claims: RITA });
    const body = JSON.stringify({ service: 'travel', walk: 1 });
    const message = { Records: [{ messageId: 'm-1', receiptHandle: 'r-1', body }] };
    let rounds = 0;
    while ((await wake(message)).batchItemFailures.length > 0) rounds++;
    expect(rounds).toBe(5);
    expect(again).toEqual(Array.from({ length: 5 }, () => ['r-1', 1]));
    for (const chatId of chats) expect(typesOf(house, chatId)).toEqual(['chat-opened', 'wake-up-moved']);
  });

  it('[OPT-15] passes by a chat that fails three times, counts it, and reaches the others', async () => {
    const house = openHouse();
    const chats = await sleepers(house, 20);
    const [broken = ''] = chats;
    house.options.set('travel', { idleAlertSec: 7_200 });
    const { load } = house.log;
    Object.assign(house.log, {
      load: (...asked: Parameters<typeof load>) =>
        asked[0] === broken
          ? Promise.reject(new Fault('unable to read; broken', { retryable: false }))
          : load(...asked),
    });
    await house.http(APPLY, { path, claims: RITA });
    await walk(house);
    expect(await progress(house)).toMatchObject({ chats: 20, changed: 19, failed: 1 });
    expect(house.journal.noted().filter(({ code }) => code === 'OPTIONS_NOT_APPLIED')).toHaveLength(3);
    expect(chats.filter((chatId) => typesOf(house, chatId).length === 2)).toHaveLength(19);
  });

  it('[OPT-15] that is overtaken by a later one stops', async () => {
    const house = openHouse();
    const [chatId = ''] = await sleepers(house, 1);
    house.options.set('travel', { idleAlertSec: 7_200 });
    await house.http(APPLY, { path, claims: RITA });
    const second = await house.http(APPLY, { path, claims: RITA });
    expect(second).toMatchObject({ status: 202, body: { service: 'travel', walk: 2 } });
    expect(await goOnWalking(house, { service: 'travel', walk: 1 })).toBe('done');
    expect(typesOf(house, chatId)).toEqual(['chat-opened']);
    expect(await goOnWalking(house, { service: 'travel', walk: 2 })).toBe('done');
    expect(typesOf(house, chatId)).toEqual(['chat-opened', 'wake-up-moved']);
  });

  it('[OPT-13] finds nothing to do where chats have the options already', async () => {
    const house = openHouse();
    const chats = await sleepers(house, 5);
    await house.http(APPLY, { path, claims: RITA });
    await walk(house);
    expect(await progress(house)).toMatchObject({ chats: 5, changed: 0 });
    for (const chatId of chats) expect(typesOf(house, chatId)).toEqual(['chat-opened']);
  });

  it('[WAKE-6] shares its queue with wake-ups, and neither is taken for the other', async () => {
    const house = openHouse();
    const [chatId = ''] = await sleepers(house, 1);
    house.options.set('travel', { idleAlertSec: 7_200 });
    await house.http(APPLY, { path, claims: RITA });
    house.clock.advance(8 * HOUR_MS);
    await house.functions.wake(wakeEvent(chatId, 1));
    expect(newest(house, chatId)).toMatchObject({ type: 'wake-up-moved', fired: 1 });
    const odd = { Records: [{ messageId: 'm-2', body: JSON.stringify({ service: 'No Service', walk: 1 }) }] };
    expect(await house.functions.wake(odd)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-2' }] });
  });
});

import { describe, expect, it } from 'vitest';
import { restoreChat } from '../../shared/app/restore-chat.ts';
import { retryEffect } from '../../shared/app/run-effects.ts';
import { customerLine, deskLine, framesOf, openChat } from '../support/house-people.ts';
import { openHouse, type House } from '../support/house.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PUSH = { push_notification_deviceid: 'device', push_notification_type: 'customhttp' };

const typesOf = (house: House, chatId: string): string[] => house.log.events(chatId).map((event) => event.type);

/** A house where the workflow and agents may restore, and a chat with a push subscription. */
const houseWithChat = async (options: object = {}): Promise<{ house: House; chatId: string }> => {
  const house = openHouse();
  house.options.set('default', { restoreBy: 'both', restorePush: true, flexPushSec: 1_728_000, ...options });
  return { house, chatId: await openChat(house, undefined, PUSH) };
};

/** Plays the retry queue. */
const runRetries = async (house: House): Promise<void> => {
  for (const failed of house.retries.takeAll()) await retryEffect(house, failed);
};

describe('a workflow that restores', () => {
  it('[RESTORE-2, STUCK-3, STUCK-9] has what is overdue done before it is answered, and a wake-up armed', async () => {
    const { house, chatId } = await houseWithChat();
    await house.runEffects();
    house.wakeUps.takeDue(Infinity);
    house.clock.advance(DAY_MS + 2 * HOUR_MS);
    const restoration = await restoreChat(house, chatId);
    expect(restoration).toMatchObject({
      kind: 'restored',
      allowed: true,
      overdue: [{ kind: 'idle-alert' }],
      reissued: 0,
      customerRestored: false,
      state: { index: 2, status: 3 },
    });
    expect(typesOf(house, chatId)).toEqual(['chat-opened', 'idle-alerted']);
    expect(house.journal.noted()).toMatchObject([{ code: 'STUCK_CHAT_FOUND', fields: { chatId, kind: 'idle-alert' } }]);
    await house.runEffects();
    expect(house.bus.announced().map(({ name }) => name)).toContain('stuck-chat-found.v1');
    house.clock.advance(HOUR_MS - 1);
    await house.runWakeUps();
    expect(typesOf(house, chatId)).not.toContain('chat-closed');
    house.clock.advance(2 * 60_000);
    await house.runWakeUps();
    expect(typesOf(house, chatId).at(-1)).toBe('chat-closed');
  });

  it('[RESTORE-2, STUCK-10] has effects handed out again that the row does not know of, the row last', async () => {
    const { house, chatId } = await houseWithChat();
    await house.pendingEffects();
    expect(await restoreChat(house, chatId)).toMatchObject({ allowed: true, overdue: [], reissued: 3 });
    const kinds = (await house.log.effectsAfter(chatId, 0, 1)).found[0]?.effects.map(({ kind }) => kind);
    expect(house.retries.waiting().map(({ effect }) => kinds?.[effect])).toEqual([
      'announce',
      'arm-wake-up',
      'write-row',
    ]);
    await runRetries(house);
    expect(await house.rows.waiting('default', 10)).toMatchObject([{ chatId, status: 1, appliedIndex: 1 }]);
    expect(house.wakeUps.outstanding()).toHaveLength(1);
    expect(house.bus.announced().map(({ name }) => name)).toEqual(['chat-opened.v1']);
  });

  it('[RESTORE-4] takes the removed customer back, who is shown it on their return and told by push', async () => {
    const { house, chatId } = await houseWithChat({ flexPushSec: 60 });
    await house.runEffects();
    for (let minute = 0; minute < 6; minute++) {
      house.clock.advance(60_000);
      await house.runWakeUps();
      await house.runEffects();
    }
    expect(typesOf(house, chatId)).toContain('customer-removed');
    const ann = deskLine(house);
    await house.frame(ann, { op: 'hello', v: 1 });
    house.options.set('default', { restoreBy: 'esp', flexPushSec: 600 });
    await house.frame(ann, { op: 'join', id: 'desk0001.1', seen: 99, chat: chatId });
    expect(await restoreChat(house, chatId)).toMatchObject({ overdue: [], customerRestored: true });
    expect(framesOf(house, ann).at(-1)).toMatchObject({ type: 'event', event: { type: 'customer-restored' } });
    const events = house.log.events(chatId);
    expect(events.at(-1)).toMatchObject({ type: 'customer-restored', visibility: 'ALL', v: 3 });
    await house.runEffects();
    expect(house.pushes.takeAll()).toContainEqual({ chatId, upTo: events.length });
    const customer = customerLine(house, chatId);
    const greeting = await house.frame(customer, { op: 'hello', v: 1, after: events.length - 1 });
    expect(greeting).toMatchObject({ chats: [{ events: [{ type: 'customer-restored', from: { type: 'SYSTEM' } }] }] });
    expect(house.log.events(chatId).at(-1)).toMatchObject({ type: 'customer-connected', visibility: 'INT' });
  });

  it('[RESTORE-3] changes nothing in a sound chat, however often it asks', async () => {
    const { house, chatId } = await houseWithChat();
    await house.runEffects();
    for (let time = 0; time < 3; time++) {
      expect(await restoreChat(house, chatId)).toMatchObject({
        allowed: true,
        overdue: [],
        reissued: 0,
        customerRestored: false,
      });
    }
    expect(typesOf(house, chatId)).toEqual(['chat-opened']);
    expect(house.retries.waiting()).toEqual([]);
  });

  it.each(['none', 'agent'])('[RESTORE-1, RESTORE-3] may not with %s: nothing is done', async (restoreBy) => {
    const { house, chatId } = await houseWithChat({ restoreBy });
    await house.pendingEffects();
    house.clock.advance(2 * DAY_MS);
    expect(await restoreChat(house, chatId)).toMatchObject({ allowed: false, overdue: [], reissued: 0 });
    expect(typesOf(house, chatId)).toEqual(['chat-opened']);
    expect(house.retries.waiting()).toEqual([]);
  });

  it('[RESTORE-3, CLOSE-4] leaves a closed chat closed, and does not find one that was never opened', async () => {
    const { house, chatId } = await houseWithChat();
    await house.frame(customerLine(house, chatId), { op: 'close', id: 'device01.1', seen: 1 });
    await house.runEffects();
    expect(await restoreChat(house, chatId)).toMatchObject({ customerRestored: false, state: { phase: 'closed' } });
    expect(typesOf(house, chatId)).toEqual(['chat-opened', 'chat-closed']);
    expect(await restoreChat(house, 'a'.repeat(26))).toMatchObject({ kind: 'rejected', code: 'chat-not-found' });
  });
});

describe('an agent who joins a chat whose wake-ups are lost', () => {
  it('[RESTORE-5] starts the idle clock over and has a wake-up armed', async () => {
    const { house, chatId } = await houseWithChat();
    await house.runEffects();
    house.wakeUps.takeDue(Infinity);
    house.clock.advance(3 * DAY_MS);
    const ann = deskLine(house);
    await house.frame(ann, { op: 'hello', v: 1 });
    await house.frame(ann, { op: 'join', id: 'desk0001.1', seen: 99, chat: chatId });
    await house.runEffects();
    expect(house.wakeUps.outstanding()).toHaveLength(1);
    house.clock.advance(DAY_MS + 10 * 60_000);
    await house.runWakeUps();
    expect(typesOf(house, chatId)).toEqual(['chat-opened', 'agent-joined', 'idle-alerted']);
  });
});

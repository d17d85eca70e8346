import { describe, expect, it } from 'vitest';
import { makeHandler as makeEffects } from '../../functions/effects/handler.ts';
import { EVENT_VERSION } from '../../shared/domain/events.ts';
import { openHouse, wakeEvent, type House, type HouseLine } from '../support/house.ts';
import { customerLine, deskLine, framesOf, openChat } from '../support/house-people.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const typesOf = (house: House, chatId: string): string[] => house.log.events(chatId).map(({ type }) => type);

const greeted = async (house: House, line: HouseLine, after = 0): Promise<HouseLine> => {
  await house.frame(line, { op: 'hello', v: 1, after });
  return line;
};

/** From now on every post is answered with 200, and none arrives. */
const losePosts = (house: House): (() => void) => {
  const { post } = house.sockets;
  Object.assign(house.sockets, { post: async () => 'sent' });
  return () => void Object.assign(house.sockets, { post });
};

describe('after the close', () => {
  it('[CLOSE-4, CLOSE-5] a hello is answered with what was missed and that it is closed, and puts nothing', async () => {
    const house = openHouse();
    const chat = await openChat(house);
    const line = await greeted(house, customerLine(house, chat));
    await house.frame(line, { op: 'close', id: 'device01.1', seen: 2 });
    const hello = await house.frame(customerLine(house, chat, 'customer-2'), { op: 'hello', v: 1, after: 2 });
    expect(hello).toMatchObject({
      type: 'hello-ok',
      chats: [{ chat, closed: true, position: 3, more: false, events: [{ index: 3, type: 'chat-closed' }] }],
    });
    expect(typesOf(house, chat)).toEqual(['chat-opened', 'customer-connected', 'chat-closed']);
  });
});

describe('a removed customer', () => {
  it('[PRES-12] who reads over HTTP is shown everything and is not back', async () => {
    const house = openHouse();
    const opening = { secret: 'another-secret-0123456789', nickname: 'Mia', userData: { GCTI_Chat_AsyncMode: 'true' } };
    const { body } = await house.http('POST /chats', { body: opening });
    const chat = String(body['chatId']);
    house.clock.advance(46_000);
    await house.functions.wake(wakeEvent(chat, 1));
    house.clock.advance(46_000);
    await house.functions.wake(wakeEvent(chat, 2));
    const transcript = await house.http('GET /chats/{chatId}/transcript', {
      path: { chatId: chat },
      headers: { authorization: `Bearer ${String(body['secureKey'])}` },
    });
    expect(transcript.body['events']).toMatchObject([{ type: 'chat-opened' }, { type: 'customer-removed' }]);
    expect(typesOf(house, chat)).toEqual(['chat-opened', 'presence-doubted', 'customer-removed']);
    expect((await house.log.load(chat, 'strong'))?.state.customer.removed).toBe(true);
  });
});

describe('delivery', () => {
  it('[DLV-8] of an alert whose post is lost is not repeated: the next heartbeat names it', async () => {
    const house = openHouse();
    const chat = await openChat(house);
    house.clock.advance(DAY_MS - MINUTE_MS);
    const line = await greeted(house, customerLine(house, chat));
    house.clock.advance(7 * MINUTE_MS);
    const find = losePosts(house);
    await house.functions.wake(wakeEvent(chat, 9));
    find();
    await house.functions.wake(wakeEvent(chat, 9));
    expect(typesOf(house, chat)).toContain('idle-alerted');
    expect(framesOf(house, line)).toEqual([]);
    const position = typesOf(house, chat).indexOf('idle-alerted') + 1;
    expect(await house.frame(line, { op: 'ping', after: 1 })).toMatchObject({
      type: 'pong',
      behind: [{ chat, position }],
    });
  });

  it('[CMD-6] is repeated with a repeated command', async () => {
    const house = openHouse();
    const chat = await openChat(house);
    const desk = deskLine(house);
    await house.frame(desk, { op: 'hello', v: 1 });
    await house.frame(desk, { op: 'join', id: 'desk0001.1', seen: 1, chat });
    const line = await greeted(house, customerLine(house, chat));
    const post = { op: 'post', id: 'device01.1', seen: 3, text: 'hello?' };
    const find = losePosts(house);
    await house.frame(line, post);
    find();
    const before = framesOf(house, desk).length;
    await house.frame(line, post);
    expect(framesOf(house, desk).slice(before)).toMatchObject([{ type: 'event', event: { text: 'hello?' } }]);
  });
});

describe('$disconnect', () => {
  it('[ROLE-2] ends the socket of the chat, or of the desk, that its ticket was for', async () => {
    const house = openHouse();
    const chat = await openChat(house);
    const line = await greeted(house, customerLine(house, chat));
    const desk = deskLine(house);
    await house.frame(desk, { op: 'hello', v: 1 });
    await house.leave(line);
    await house.leave(desk);
    expect(house.log.events(chat).at(-1)).toMatchObject({ type: 'customer-disconnected', connectionId: 'customer-1' });
    expect((await house.desks.read('ann'))?.sockets).toEqual([]);
  });
});

describe('a row without a log', () => {
  const orphan = async (): Promise<{ house: House; chat: string }> => {
    const house = openHouse();
    const { append } = house.log;
    Object.assign(house.log, {
      append: async () => {
        throw new Error('unable to put; the function was killed');
      },
    });
    await expect(openChat(house)).rejects.toThrow('the function was killed');
    Object.assign(house.log, { append });
    return { house, chat: house.ids.chatIdOf('house-secret-0123456789abc') };
  };

  it('[STUCK-7] is kept for an hour, and removed then', async () => {
    const { house, chat } = await orphan();
    house.clock.advance(60 * MINUTE_MS);
    await house.functions.sweep();
    expect(await house.rows.read(chat)).toBeDefined();
    house.clock.advance(1 + MINUTE_MS);
    await house.functions.sweep();
    expect(await house.rows.read(chat)).toBeUndefined();
  });

  it('[STUCK-7] is kept when the opening is repeated just before it would be removed', async () => {
    const { house, chat } = await orphan();
    house.clock.advance(61 * MINUTE_MS);
    const { remove } = house.rows;
    Object.assign(house.rows, {
      remove: async (...args: Parameters<typeof remove>) => {
        await openChat(house);
        await remove(...args);
      },
    });
    await house.functions.sweep();
    expect(await house.rows.read(chat)).toMatchObject({ chatId: chat, phase: 'open' });
  });
});

describe('during a deployment', () => {
  it('[SKEW-1] a function that meets a newer event does not decide: its client tries again', async () => {
    const house = openHouse();
    const chat = await openChat(house);
    const line = await greeted(house, customerLine(house, chat));
    const newest = house.log.events(chat).at(-1);
    if (newest === undefined) throw new Error('unable to find the newest event');
    await house.log.append(chat, { event: { ...newest, v: EVENT_VERSION + 1, index: newest.index + 1 }, effects: [] });
    const answer = await house.frame(line, { op: 'post', id: 'device01.1', seen: 2, text: 'hi' });
    expect(answer).toMatchObject({ type: 'error', code: 'try-again', ref: 'device01.1' });
    expect(house.log.events(chat)).toHaveLength(3);
  });
});

describe('the stream', () => {
  it('[EFF-8] of an item that is gone carries nothing out', async () => {
    const house = openHouse();
    const effects = makeEffects({ ...house, effectsOfImage: () => undefined });
    const Keys = { pk: { S: 'CHAT#a' }, sk: { S: 'E#0000000001' } };
    const removal = { eventSource: 'aws:dynamodb', dynamodb: { SequenceNumber: '1', Keys } };
    expect(await effects({ Records: [removal] })).toEqual({ batchItemFailures: [] });
    expect([house.bus.announced(), house.wakeUps.outstanding()]).toEqual([[], []]);
  });
});

import { describe, expect, it } from 'vitest';
import { HOUSE_START, openHouse, type House, type HouseAnswer } from '../support/house.ts';

const RITA = { sub: 'rita-1', name: 'Rita', 'cognito:groups': '[administrators]' };
const secretOf = (n: number): string => `a-secret-of-chat-number-${String(n).padStart(4, '0')}`;

const limited = async (options: Record<string, unknown>): Promise<House> => {
  const house = openHouse();
  const body = { 'limits-control-enabled': true, ...options };
  await house.http('PATCH /services/{service}/options', { path: { service: 'shop' }, claims: RITA, body });
  return house;
};

const open = (house: House, n: number, service = 'shop'): Promise<HouseAnswer> =>
  house.http('POST /chats', { body: { secret: secretOf(n), nickname: 'Mia', service } });

const statuses = async (house: House, from: number, count: number): Promise<number[]> => {
  const all: number[] = [];
  for (let n = from; n < from + count; n++) all.push((await open(house, n)).status);
  return all;
};

/** Ends chats, and lets the lists know. */
const close = async (house: House, ...numbers: number[]): Promise<void> => {
  for (const n of numbers) {
    const chatId = house.ids.chatIdOf(secretOf(n));
    house.sockets.open(`s-${n}`);
    const bearer = { role: 'customer', chatId, expiresAtSec: HOUSE_START } as const;
    const line = { connectionId: `s-${n}`, bearer };
    await house.frame(line, { op: 'hello', v: 1 });
    await house.frame(line, { op: 'close', id: 'close001.1', seen: 2 });
  }
  await house.runEffects();
};

describe('the limit of open chats', () => {
  it('[LOAD-1] refuses the next with 503 and when to come again, and opens nothing', async () => {
    const house = await limited({ 'limit-for-sessions': 2 });
    expect(await statuses(house, 1, 2)).toEqual([201, 201]);
    const reply = await house.functions.http({
      routeKey: 'POST /chats',
      body: JSON.stringify({ secret: secretOf(3), nickname: 'Mia', service: 'shop' }),
      requestContext: {},
    });
    expect(reply).toMatchObject({ statusCode: 503, headers: { 'retry-after': '15' } });
    expect(JSON.parse(reply.body)).toMatchObject({ code: 'over-limit' });
    const chatId = house.ids.chatIdOf(secretOf(3));
    expect(await house.log.load(chatId, 'strong')).toBeUndefined();
    expect(await house.rows.read(chatId)).toBeUndefined();
    expect((await open(house, 4, 'default')).status).toBe(201);
  });

  it('[LOAD-2] never refuses a chat that is open already, or was', async () => {
    const house = await limited({ 'limit-for-sessions': 1 });
    expect(await statuses(house, 1, 2)).toEqual([201, 503]);
    expect(await open(house, 1)).toMatchObject({ status: 200, body: { created: false } });
    await close(house, 1);
    expect(await open(house, 1)).toMatchObject({ status: 200, body: { created: false } });
  });

  it('[LOAD-2] lets what goes on go on: sockets, messages, transcripts', async () => {
    const house = await limited({ 'limit-for-sessions': 1 });
    expect(await statuses(house, 1, 2)).toEqual([201, 503]);
    const chatId = house.ids.chatIdOf(secretOf(1));
    house.sockets.open('s-1');
    const line = { connectionId: 's-1', bearer: { role: 'customer', chatId, expiresAtSec: HOUSE_START } as const };
    expect(await house.frame(line, { op: 'hello', v: 1 })).toMatchObject({ type: 'hello-ok' });
    const post = { op: 'post', id: 'post0001.1', seen: 1, text: 'Hello' };
    expect(await house.frame(line, post)).toMatchObject({ type: 'ack' });
  });

  it('[LOAD-1, LOAD-3] takes chats again when a new count is below the threshold', async () => {
    const house = await limited({ 'limit-for-sessions': 5, 'limits-restore-threshold': 60 });
    expect(await statuses(house, 1, 6)).toEqual([201, 201, 201, 201, 201, 503]);
    await close(house, 1);
    house.clock.advance(14_999);
    expect(await statuses(house, 6, 1)).toEqual([503]);
    house.clock.advance(1);
    // Four of five are open, three is the share.
    expect(await statuses(house, 6, 1)).toEqual([503]);
    await close(house, 2);
    house.clock.advance(15_000);
    expect(await statuses(house, 6, 1)).toEqual([503]);
    await close(house, 3);
    house.clock.advance(15_000);
    expect(await statuses(house, 6, 4)).toEqual([201, 201, 201, 503]);
  });

  it('[LOAD-1] is off unless it is switched on, and 0 takes none', async () => {
    const house = await limited({ 'limit-for-sessions': 0, 'limits-control-enabled': false });
    expect(await statuses(house, 1, 3)).toEqual([201, 201, 201]);
    const closed = await limited({ 'limit-for-sessions': 0 });
    expect(await statuses(closed, 1, 1)).toEqual([503]);
    closed.clock.advance(60_000);
    expect(await statuses(closed, 1, 1)).toEqual([503]);
  });

  it('[LOAD-5] costs a service without the control nothing', async () => {
    const house = openHouse();
    house.gauge.take = () => Promise.reject(new Error('the gauge was asked'));
    house.rows.countOpen = () => Promise.reject(new Error('the chats were counted'));
    expect(await statuses(house, 1, 2)).toEqual([201, 201]);
  });

  it('[LOAD-3] is told to operators once for each count that finds it reached', async () => {
    const house = await limited({ 'limit-for-sessions': 2 });
    await statuses(house, 1, 2);
    house.clock.advance(15_000);
    expect(await statuses(house, 3, 3)).toEqual([503, 503, 503]);
    const fields = { service: 'shop', open: 2, limit: 2 };
    const told = house.journal.noted().filter(({ code }) => code === 'LOAD_LIMIT_REACHED');
    expect(told).toEqual([{ code: 'LOAD_LIMIT_REACHED', fields }]);
  });

  it('[LOAD-3] heals what tries that came to nothing have taken', async () => {
    const house = await limited({ 'limit-for-sessions': 3 });
    await statuses(house, 1, 1);
    for (let n = 0; n < 2; n++) await house.gauge.take('shop', 0);
    expect(await statuses(house, 2, 1)).toEqual([503]);
    house.clock.advance(15_000);
    expect(await statuses(house, 2, 3)).toEqual([201, 201, 503]);
  });

  it('[LOAD-3] goes on with what was left while another function counts, or when counting never ends', async () => {
    const house = await limited({ 'limit-for-sessions': 3 });
    await statuses(house, 1, 1);
    house.clock.advance(15_000);
    await house.gauge.claim('shop', HOUSE_START, HOUSE_START + 15_000, 3);
    expect(await statuses(house, 2, 3)).toEqual([201, 201, 503]);
  });
});

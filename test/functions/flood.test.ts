import { describe, expect, it } from 'vitest';
import { frameMeter, type Verdict } from '../../shared/app/frames/frame-meter.ts';
import { customerLine, deskLine, framesOf, openChat } from '../support/house-people.ts';
import { HOUSE_START, openHouse, type House, type HouseLine } from '../support/house.ts';

const hello = { op: 'hello', v: 1, after: 0 };
const ping = (ref: string) => ({ op: 'ping', ref, after: 2 });

/** A house whose customer has said hello by one socket. */
const houseWithCustomer = async (): Promise<{ house: House; line: HouseLine; chat: string }> => {
  const house = openHouse();
  const chat = await openChat(house);
  const line = customerLine(house, chat);
  await house.frame(line, hello);
  return { house, line, chat };
};

/** The same house with a log that counts how often it is read. */
const countReads = (house: House): (() => number) => {
  const load = house.log.load.bind(house.log);
  let reads = 0;
  house.log.load = (chatId, consistency) => {
    reads += 1;
    return load(chatId, consistency);
  };
  return () => reads;
};

const typesOf = async (house: House, line: HouseLine, count: number): Promise<string[]> => {
  const types: string[] = [];
  for (let n = 0; n < count; n++) {
    const answer = await house.frame(line, ping(`p${n}`));
    types.push('code' in answer ? answer.code : answer.type);
  }
  return types;
};

describe('a flood of frames on one socket', () => {
  it('[LIM-4] answers 60 frames at once, then refuses with the reference and without a look at the store', async () => {
    const { house, line } = await houseWithCustomer();
    expect(await typesOf(house, line, 59)).toEqual(Array.from({ length: 59 }, () => 'pong'));
    const reads = countReads(house);
    expect(await house.frame(line, ping('late'))).toEqual({
      type: 'error',
      ref: 'late',
      code: 'rate-limited',
      message: 'unable to answer; too much came by this socket',
    });
    expect(await house.frame(line, { op: 'post', id: 'device01.1', seen: 2, text: 'hi' })).toMatchObject({
      ref: 'device01.1',
      code: 'rate-limited',
    });
    expect(await house.frame(line, '{')).toMatchObject({ code: 'rate-limited' });
    expect(reads()).toBe(0);
  });

  it('[LIM-4] answers 20 in a second from then on', async () => {
    const { house, line } = await houseWithCustomer();
    await typesOf(house, line, 100);
    house.clock.advance(1_000);
    const answers = await typesOf(house, line, 30);
    expect(answers.filter((type) => type === 'pong')).toHaveLength(20);
    house.clock.advance(3_000);
    expect(await typesOf(house, line, 60)).toEqual(Array.from({ length: 60 }, () => 'pong'));
  });

  it('[LIM-4] counts each socket for itself, and five times as much for a desk', async () => {
    const { house, line, chat } = await houseWithCustomer();
    await typesOf(house, line, 100);
    const other = customerLine(house, chat, 'customer-2');
    expect(await house.frame(other, hello)).toMatchObject({ type: 'hello-ok' });
    const desk = deskLine(house);
    await house.frame(desk, { op: 'hello', v: 1 });
    const answers = await typesOf(house, desk, 400);
    expect(answers.filter((type) => type === 'rate-limited')).toHaveLength(101);
  });

  it('[LIM-6] closes the socket after 600 frames at once, and says so in the journal', async () => {
    const { house, line } = await houseWithCustomer();
    await typesOf(house, line, 599);
    expect(house.sockets.isOpen(line.connectionId)).toBe(true);
    await house.frame(line, ping('the last'));
    expect(house.sockets.isOpen(line.connectionId)).toBe(false);
    expect(house.journal.noted().map(({ code }) => code)).toEqual(['SOCKET_FLOODED']);
  });

  it('[LIM-6] leaves a socket open that sends up to ten times too much', () => {
    const meter = frameMeter();
    const verdicts = new Set<Verdict>();
    for (let n = 0; n < 20_000; n++) verdicts.add(meter.count('s1', 'customer', HOUSE_START + n * 5));
    expect(verdicts).toEqual(new Set(['answer', 'refuse']));
  });

  it('[LIM-5] remembers 5,000 sockets, and forgets the one that was silent longest', () => {
    const meter = frameMeter();
    const flood = (socket: string): void => {
      for (let n = 0; n < 60; n++) meter.count(socket, 'customer', HOUSE_START);
    };
    flood('s0');
    for (let n = 1; n < 5_000; n++) meter.count(`s${n}`, 'customer', HOUSE_START);
    expect(meter.count('s0', 'customer', HOUSE_START)).toBe('refuse');
    for (let n = 5_000; n < 10_000; n++) meter.count(`s${n}`, 'customer', HOUSE_START);
    expect(meter.count('s0', 'customer', HOUSE_START)).toBe('answer');
  });

  it('[LIM-5] starts anew with a socket that was closed', async () => {
    const { house, line } = await houseWithCustomer();
    await typesOf(house, line, 100);
    await house.leave(line);
    expect(await house.frame(line, hello)).toMatchObject({ type: 'hello-ok' });
  });
});

describe('a flood of messages into one chat', () => {
  it('[LIM-1, LIM-7, LIM-8] refuses what is too much after a strong read, asks no more for half a second, and writes and delivers nothing', async () => {
    const { house, line, chat } = await houseWithCustomer();
    const desk = deskLine(house);
    await house.frame(desk, { op: 'hello', v: 1 });
    await house.frame(desk, { op: 'join', id: 'desk0001.1', seen: 2, chat });
    const post = (n: number) => ({ op: 'post', id: `device01.${n}`, seen: 2 + n, text: `m${n}` });
    for (let n = 1; n <= 20; n++) expect(await house.frame(line, post(n))).toMatchObject({ type: 'ack', index: 3 + n });
    const [events, frames] = [house.log.events(chat).length, framesOf(house, desk).length];
    const asked: string[] = [];
    const load = house.log.load.bind(house.log);
    house.log.load = (chatId, consistency) => {
      asked.push(consistency);
      return load(chatId, consistency);
    };
    expect(await house.frame(line, post(21))).toMatchObject({
      type: 'error',
      ref: 'device01.21',
      code: 'rate-limited',
    });
    expect(asked).toEqual(['weak', 'strong']);
    expect(await house.frame(line, post(22))).toMatchObject({
      type: 'error',
      ref: 'device01.22',
      code: 'rate-limited',
    });
    house.clock.advance(499);
    expect(await house.frame(line, post(23))).toMatchObject({
      type: 'error',
      ref: 'device01.23',
      code: 'rate-limited',
    });
    expect(asked).toEqual(['weak', 'strong']);
    expect(await house.frame(line, { op: 'ping', after: 2 })).toMatchObject({ type: 'pong' });
    expect([house.log.events(chat).length, framesOf(house, desk).length]).toEqual([events, frames]);
  });

  it('[LIM-7] takes the same command when its time has come', async () => {
    const { house, line } = await houseWithCustomer();
    const post = (n: number) => ({ op: 'post', id: `device01.${n}`, seen: 1 + n, text: `m${n}` });
    for (let n = 1; n <= 20; n++) await house.frame(line, post(n));
    expect(await house.frame(line, post(21))).toMatchObject({ code: 'rate-limited' });
    house.clock.advance(500);
    expect(await house.frame(line, post(21))).toMatchObject({ type: 'ack', index: 23 });
  });

  it('[LIM-8] asks the chat again for a desk, whose other chats must not wait', async () => {
    const { house, chat } = await houseWithCustomer();
    const other = await openChat(house, 'another-secret-0123456789');
    const desk = deskLine(house);
    await house.frame(desk, { op: 'hello', v: 1 });
    const to = (n: number, where: string) => ({ id: `desk0001.${n}`, seen: 60, chat: where });
    await house.frame(desk, { op: 'join', ...to(0, chat) });
    await house.frame(desk, { op: 'join', ...to(1, other) });
    for (let n = 2; n < 51; n++) await house.frame(desk, { op: 'post', ...to(n, chat), text: 'x' });
    expect(await house.frame(desk, { op: 'post', ...to(51, chat), text: 'x' })).toMatchObject({ code: 'rate-limited' });
    expect(await house.frame(desk, { op: 'post', ...to(52, other), text: 'x' })).toMatchObject({ type: 'ack' });
  });

  it('[LIM-7] leaves every other chat as it is', async () => {
    const { house, line } = await houseWithCustomer();
    for (let n = 1; n <= 40; n++) await house.frame(line, { op: 'post', id: `device01.${n}`, seen: 1 + n, text: 'x' });
    const other = customerLine(house, await openChat(house, 'another-secret-0123456789'), 'customer-2');
    await house.frame(other, hello);
    expect(await house.frame(other, { op: 'post', id: 'device02.1', seen: 2, text: 'hi' })).toMatchObject({
      type: 'ack',
    });
  });
});

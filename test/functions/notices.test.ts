import { describe, expect, it } from 'vitest';
import { customerLine, deskLine, framesOf, openChat } from '../support/house-people.ts';
import { openHouse, type House, type HouseLine } from '../support/house.ts';

interface Room {
  readonly house: House;
  readonly chat: string;
  readonly customer: HouseLine;
  readonly ann: HouseLine;
}

/** A customer, and an agent in the chat: the newest event is the join, at 3. */
const openRoom = async (): Promise<Room> => {
  const house = openHouse();
  const chat = await openChat(house);
  const room = { house, chat, customer: customerLine(house, chat), ann: deskLine(house) };
  await house.frame(room.customer, { op: 'hello', v: 1 });
  await house.frame(room.ann, { op: 'hello', v: 1 });
  await house.frame(room.ann, { op: 'join', id: 'notice01.1', seen: 1, chat });
  await house.runEffects();
  return room;
};

const lastOf = ({ house }: Room, line: HouseLine): unknown => framesOf(house, line).at(-1);

describe('a notice over a socket', () => {
  it('[NOTE-1, DLV-1] is acknowledged and shown to the others', async () => {
    const room = await openRoom();
    const text = 'https://shop.example/lamps';
    const answer = await room.house.frame(room.customer, {
      op: 'notice',
      id: 'notice01.1',
      seen: 3,
      notice: 'pushed-url',
      text,
    });
    expect(answer).toMatchObject({ type: 'ack', index: 4, prev: 3 });
    expect(lastOf(room, room.ann)).toMatchObject({
      type: 'event',
      event: { type: 'notice-sent', index: 4, from: { type: 'CLIENT', nickname: 'Mia' }, notice: 'pushed-url', text },
    });
  });

  it('[NOTE-4, LIST-3] that changes the nickname changes the lists', async () => {
    const room = await openRoom();
    const { house, customer } = room;
    await house.frame(customer, {
      op: 'notice',
      id: 'notice01.1',
      seen: 3,
      notice: 'nickname-changed',
      text: 'Mia B.',
    });
    await house.runEffects();
    const { body } = await house.http('GET /desk/chats', { claims: { sub: 'ann' } });
    expect(body).toMatchObject({ mine: [{ nickname: 'Mia B.' }] });
    await house.frame(customer, { op: 'post', id: 'notice01.2', seen: 4, text: 'it is me' });
    expect(lastOf(room, room.ann)).toMatchObject({ event: { from: { nickname: 'Mia B.' } } });
  });
});

describe('user data over a socket', () => {
  it('[DATA-1, VIS-1] of an agent is hidden from the customer, the customer’s own is not', async () => {
    const room = await openRoom();
    const { house, chat, customer, ann } = room;
    const before = framesOf(house, customer).length;
    await house.frame(ann, { op: 'user-data', id: 'notice01.2', seen: 3, chat, userData: { Priority: 'high' } });
    expect(framesOf(house, customer)).toHaveLength(before);
    await house.frame(customer, { op: 'user-data', id: 'notice01.1', seen: 3, userData: { TimeZone: null } });
    expect(lastOf(room, ann)).toMatchObject({ event: { type: 'user-data-updated', userData: { TimeZone: null } } });
    const page = await house.frame(customer, { op: 'catch-up', after: 3 });
    expect(page).toMatchObject({ events: [{ index: 5, userData: { TimeZone: null } }], position: 5 });
  });
});

describe('a transfer over a socket', () => {
  it('[TRF-1, TRF-3, LIST-1] is shown to the customer without the queue, and in the list with it', async () => {
    const room = await openRoom();
    const { house, chat, customer, ann } = room;
    const answer = await house.frame(ann, { op: 'transfer', id: 'notice01.2', seen: 3, chat, queue: ' billing ' });
    expect(answer).toMatchObject({ type: 'ack', index: 4 });
    await house.runEffects();
    expect(lastOf(room, customer)).toMatchObject({ event: { type: 'agent-left', cause: 'transferred' } });
    expect(JSON.stringify(lastOf(room, customer))).not.toContain('billing');
    const { body } = await house.http('GET /desk/chats', { claims: { sub: 'bob' } });
    expect(body).toMatchObject({ waiting: [{ chatId: chat, status: 5, queue: 'billing' }], mine: [] });
    const transcript = await house.http('GET /desk/chats/{chatId}/transcript', {
      path: { chatId: chat },
      claims: { sub: 'bob' },
      query: { after: '3' },
    });
    expect(transcript.body).toMatchObject({ events: [{ cause: 'transferred', queue: 'billing' }] });
  });
});

describe('typing over a socket', () => {
  it('[TYP-1, IDLE-10] leaves nothing in the log with Genesys’ defaults', async () => {
    const { house, chat, customer } = await openRoom();
    house.clock.advance(60_000);
    await house.frame(customer, { op: 'typing', on: true });
    expect(house.log.events(chat)).toHaveLength(3);
  });

  it('[IDLE-8, IDLE-10] leaves one event for half a minute where async-idle-notices counts it', async () => {
    const room = await openRoom();
    const { house, chat, customer, ann } = room;
    house.options.set('default', { idleNotices: 'typing' });
    house.clock.advance(60_000);
    for (let time = 0; time < 20; time++) {
      await house.frame(customer, { op: 'typing', on: true });
      await house.frame(customer, { op: 'typing', on: false });
      house.clock.advance(3_000);
    }
    expect(house.log.events(chat).map(({ type, visibility }) => `${type} ${visibility}`)).toEqual([
      'chat-opened ALL',
      'customer-connected INT',
      'agent-joined ALL',
      'typing-noted NONE',
      'typing-noted NONE',
    ]);
    expect(lastOf(room, ann)).toMatchObject({ type: 'typing', on: false });
  });

  it('[IDLE-9, IDLE-10] of the customer wakes a sleeping chat once', async () => {
    const { house, chat, customer, ann } = await openRoom();
    house.options.set('default', { idleNotices: 'all' });
    await house.frame(ann, { op: 'hold', id: 'notice01.2', seen: 3, chat, workbin: 'mine' });
    await house.frame(customer, { op: 'typing', on: true });
    await house.frame(customer, { op: 'typing', on: true });
    await house.runEffects();
    expect(house.log.events(chat).at(-1)).toMatchObject({ index: 5, type: 'typing-noted' });
    const { body } = await house.http('GET /desk/chats', { claims: { sub: 'bob' } });
    expect(body).toMatchObject({ waiting: [{ status: 2, workbin: 'mine' }] });
  });
});

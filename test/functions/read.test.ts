import { describe, expect, it } from 'vitest';
import { Fault } from '../../shared/app/ports.ts';
import { customerLine, deskLine, framesOf, openChat } from '../support/house-people.ts';
import { openHouse, type House, type HouseLine } from '../support/house.ts';

interface Room {
  readonly house: House;
  readonly chat: string;
  readonly customer: HouseLine;
  readonly tab: HouseLine;
  readonly ann: HouseLine;
  readonly bob: HouseLine;
}

/** A customer with two tabs, and two agents in the chat; the newest event is Ann's message, at 6. */
const openRoom = async (): Promise<Room> => {
  const house = openHouse();
  const chat = await openChat(house);
  const customer = customerLine(house, chat);
  const tab = customerLine(house, chat, 'customer-2');
  const [ann, bob] = [deskLine(house), deskLine(house, 'bob', 'desk-2')];
  for (const line of [customer, tab, ann, bob]) await house.frame(line, { op: 'hello', v: 1 });
  for (const [line, id] of [[ann, 'reading1.1'] as const, [bob, 'reading1.2'] as const])
    await house.frame(line, { op: 'join', id, seen: 3, chat });
  await house.frame(ann, { op: 'post', id: 'reading1.3', seen: 5, chat, text: 'How may I help?' });
  return { house, chat, customer, tab, ann, bob };
};

const readsOf = ({ house }: Room, line: HouseLine): unknown[] =>
  framesOf(house, line).filter((frame) => (frame as { type: string }).type === 'read');

describe('what somebody has read', () => {
  it('[READ-1] is shown to the other side, not answered, and leaves nothing in the log', async () => {
    const room = await openRoom();
    const { house, chat, customer, tab, ann, bob } = room;
    const events = house.log.events(chat).length;
    expect(await house.frame(customer, { op: 'read', upTo: 6 })).toMatchObject({});
    const shown = { type: 'read', chat, read: { CLIENT: 6 } };
    expect([ann, bob, customer, tab].map((line) => readsOf(room, line))).toEqual([[shown], [shown], [], []]);
    await house.frame(ann, { op: 'read', chat, upTo: 2 });
    const theirs = { type: 'read', chat, read: { AGENT: 2 } };
    expect([customer, tab, bob].map((line) => readsOf(room, line).at(-1))).toEqual([theirs, theirs, shown]);
    expect(house.log.events(chat)).toHaveLength(events);
  });

  it('[READ-2] is no news when the side had read as far, and nobody reads what is not there', async () => {
    const room = await openRoom();
    const { house, chat, customer, ann } = room;
    for (const upTo of [4, 3, 4, 0]) await house.frame(customer, { op: 'read', upTo });
    expect(readsOf(room, ann)).toEqual([{ type: 'read', chat, read: { CLIENT: 4 } }]);
    await house.frame(customer, { op: 'read', upTo: 1_000 });
    expect(readsOf(room, ann).at(-1)).toEqual({ type: 'read', chat, read: { CLIENT: 6 } });
    await house.frame(ann, { op: 'post', id: 'reading1.4', seen: 6, chat, text: 'for us', visibility: 'INT' });
    await house.frame(customer, { op: 'read', upTo: 1_000 });
    expect(await house.readMarks.read(chat)).toEqual({ CLIENT: 6 });
  });

  it('[READ-3] comes with the next hello and the last page of a catch-up', async () => {
    const { house, chat, customer, ann } = await openRoom();
    expect(JSON.stringify(await house.frame(ann, { op: 'catch-up', chat, after: 0 }))).not.toContain('"read"');
    await house.frame(customer, { op: 'read', upTo: 6 });
    await house.frame(ann, { op: 'read', chat, upTo: 5 });
    const read = { CLIENT: 6, AGENT: 5 };
    expect(await house.frame(ann, { op: 'catch-up', chat, after: 0 })).toMatchObject({
      type: 'page',
      more: false,
      read,
    });
    const desk = deskLine(house, 'ann', 'desk-3');
    expect(await house.frame(desk, { op: 'hello', v: 1 })).toMatchObject({ chats: [{ chat, read }] });
    const again = customerLine(house, chat, 'customer-3');
    expect(await house.frame(again, { op: 'hello', v: 1 })).toMatchObject({ chats: [{ chat, read }] });
  });

  it('[READ-3] is left out of a page that is not the last, and of one that cannot be told now', async () => {
    const { house, chat, customer, ann } = await openRoom();
    for (let n = 0; n < 3; n++) {
      const id = `reading2.${n}`;
      await house.frame(ann, { op: 'post', id, seen: 6 + n, chat, text: 'x'.repeat(15_000) });
    }
    await house.frame(customer, { op: 'read', upTo: 6 });
    const first = await house.frame(customer, { op: 'catch-up', after: 0 });
    expect(first).toMatchObject({ more: true });
    expect(first).not.toHaveProperty('read');
    Object.assign(house.readMarks, {
      read: () => Promise.reject(new Fault('unable to read; it is late', { retryable: true })),
    });
    const last = await house.frame(customer, { op: 'catch-up', after: 8 });
    expect(last).toMatchObject({ type: 'page', more: false });
    expect(last).not.toHaveProperty('read');
  });

  it('[READ-4] concerns nobody once the chat is closed, or from an agent who has left', async () => {
    const { house, chat, customer, ann, bob } = await openRoom();
    await house.frame(bob, { op: 'leave', id: 'reading1.5', seen: 6, chat });
    await house.frame(bob, { op: 'read', chat, upTo: 6 });
    await house.frame(ann, { op: 'close', id: 'reading1.6', seen: 7, chat });
    for (const line of [customer, ann]) await house.frame(line, { op: 'read', chat, upTo: 6 });
    expect(await house.readMarks.read(chat)).toEqual({});
  });
});

import { expect } from 'vitest';
import { secureKeyFor } from '../../shared/app/credentials.ts';
import { customerLine, deskLine, framesOf, openChat } from './house-people.ts';
import { openHouse, type House, type HouseAnswer, type HouseLine, type HouseRequest } from './house.ts';

/** The beginning of a picture. */
export const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2);
/** Asks for a place for it. */
export const wish = { name: 'cat.png', sizeBytes: PNG.length };

/** A house with one chat in it. */
export interface Room {
  readonly house: House;
  readonly chat: string;
  readonly customer: HouseLine;
  readonly ann: HouseLine;
  /** A request of the customer, of Ann who is in the chat, or of Bob who is not. */
  ask(who: 'customer' | 'ann' | 'bob', route: string, body?: unknown, fileId?: string): Promise<HouseAnswer>;
}

/** A customer, and an agent in the chat: the newest event is the join, at 3. */
export const openRoom = async (options: Record<string, string | number | boolean> = {}): Promise<Room> => {
  const house = openHouse();
  if (Object.keys(options).length > 0) {
    const claims = { sub: 'root', 'cognito:groups': '[administrators]' };
    await house.http('PATCH /services/{service}/options', { path: { service: 'default' }, body: options, claims });
  }
  const chat = await openChat(house);
  const key = await secureKeyFor(house.keys, chat);
  const room: Room = {
    house,
    chat,
    customer: customerLine(house, chat),
    ann: deskLine(house),
    ask: (who, route, body = { seen: 99 }, fileId) => {
      const request: HouseRequest = {
        body,
        path: { chatId: chat, ...(fileId === undefined ? {} : { fileId }) },
        ...(who === 'customer' ? { headers: { authorization: `Bearer ${key}` } } : { claims: { sub: who } }),
      };
      return house.http(`POST ${who === 'customer' ? '' : '/desk'}/chats/{chatId}/files${route}`, request);
    },
  };
  await house.frame(room.customer, { op: 'hello', v: 1 });
  await house.frame(room.ann, { op: 'hello', v: 1 });
  await house.frame(room.ann, { op: 'join', id: 'files001.1', seen: 1, chat });
  await house.runEffects();
  return room;
};

/** The place that somebody was offered. */
export const offered = async (room: Room, who: 'customer' | 'ann' = 'customer', more: object = {}) =>
  (await room.ask(who, '', { ...wish, ...more })).body as { fileId: string; fields: Record<string, string> };

/** A file that somebody has uploaded and confirmed. */
export const uploadedBy = async (
  room: Room,
  who: 'customer' | 'ann' = 'customer',
  more: object = {},
): Promise<string> => {
  const { fileId, fields } = await offered(room, who, more);
  expect(room.house.store.send(fields, PNG)).toBe(true);
  expect(await room.ask(who, '/{fileId}/confirm', { seen: 99 }, fileId)).toMatchObject({ status: 200 });
  return fileId;
};

/** The last event of the chat. */
export const newest = ({ house, chat }: Room): unknown => house.log.events(chat).at(-1);
/** The last frame that somebody was sent. */
export const lastOf = ({ house }: Room, line: HouseLine): unknown => framesOf(house, line).at(-1);

import { describe, expect, it } from 'vitest';
import { secureKeyFor } from '../../shared/app/credentials.ts';
import { openRoom, PNG, uploadedBy, type Room } from '../support/file-room.ts';
import type { HouseAnswer } from '../support/house.ts';

/** A new chat of the room's customer, which continues the room's. */
const continued = async ({ house, chat }: Room, from = 1): Promise<string> => {
  const continues = { chatId: chat, secureKey: await secureKeyFor(house.keys, chat), from };
  const body = { secret: `secret-${from}-0123456789abcdefgh`, nickname: 'Mia', continues };
  return String((await house.http('POST /chats', { body })).body['chatId']);
};

const download = async (
  { house }: Room,
  chatId: string,
  fileId: string,
  query: Record<string, string>,
): Promise<HouseAnswer> =>
  house.http('POST /chats/{chatId}/files/{fileId}/download', {
    path: { chatId, fileId },
    query,
    body: {},
    headers: { authorization: `Bearer ${await secureKeyFor(house.keys, chatId)}` },
  });

/** A closed chat with a file of the customer, at 4, and one of Ann's for agents only, at 5. */
const past = async (): Promise<{ room: Room; shown: string; hidden: string }> => {
  const room = await openRoom();
  const shown = await uploadedBy(room);
  const hidden = await uploadedBy(room, 'ann', { visibility: 'INT' });
  await room.house.frame(room.customer, { op: 'close', id: 'pastfile.1', seen: 9 });
  await room.house.runEffects();
  return { room, shown, hidden };
};

describe('a file of a past chat', () => {
  it('[FILE-12, CONT-3] is given through the chat that continues it, to whoever may see its event', async () => {
    const { room, shown, hidden } = await past();
    const chat = await continued(room);
    const answer = await download(room, chat, shown, { past: room.chat });
    expect(answer).toMatchObject({ status: 200, body: { name: 'cat.png', expiresInSec: 60 } });
    expect(room.house.store.fetch(String(answer.body['url']))).toEqual(PNG);
    expect(await download(room, chat, hidden, { past: room.chat })).toMatchObject({ body: { code: 'file-not-found' } });
    const atDesk = { path: { chatId: chat, fileId: hidden }, query: { past: room.chat }, body: {} };
    expect(
      await room.house.http('POST /desk/chats/{chatId}/files/{fileId}/download', { ...atDesk, claims: { sub: 'bob' } }),
    ).toMatchObject({ status: 200 });
  });

  it('[FILE-12, CONT-4] is not given where the new chat goes on after its event', async () => {
    const { room, shown } = await past();
    for (const [from, status] of [
      [5, 404],
      [4, 200],
    ] as const) {
      const chat = await continued(room, from);
      expect(await download(room, chat, shown, { past: room.chat })).toMatchObject({ status });
    }
  });

  it('[FILE-12, CONT-5, CONT-6] is not given through any other chat, nor when the past has expired', async () => {
    const { room, shown } = await past();
    const body = { secret: 'stranger-0123456789abcdefgh', nickname: 'Eve' };
    const stranger = String((await room.house.http('POST /chats', { body })).body['chatId']);
    const query = { past: room.chat };
    expect(await download(room, stranger, shown, query)).toMatchObject({ status: 403, body: { code: 'wrong-chat' } });
    const chat = await continued(room);
    expect(await download(room, chat, shown, { past: '../x' })).toMatchObject({ status: 400 });
    expect(await download(room, chat, shown, {})).toMatchObject({ status: 404 });
    room.house.clock.advance(90 * 86_400_000);
    expect(await download(room, chat, shown, query)).toMatchObject({ status: 410, body: { code: 'expired' } });
  });
});

import { describe, expect, it } from 'vitest';
import { secureKeyFor } from '../../shared/app/credentials.ts';
import type { HouseAnswer } from '../support/house.ts';
import { openScene, traceOf, type Scene } from './people.ts';

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** A request of a customer, with the key of their own chat. */
const ask = async (
  { house }: Scene,
  { keyOf, chat, route, fileId, body }: { keyOf: string; chat: string; route: string; fileId?: string; body: object },
): Promise<HouseAnswer> =>
  house.http(`POST /chats/{chatId}/files${route}`, {
    path: { chatId: chat, ...(fileId === undefined ? {} : { fileId }) },
    headers: { authorization: `Bearer ${await secureKeyFor(house.keys, keyOf)}` },
    body,
  });

/** A file in the first chat, confirmed or not. */
const fileIn = async (scene: Scene, isConfirmed: boolean): Promise<string> => {
  const { chat } = scene;
  const { body } = await ask(scene, { keyOf: chat, chat, route: '', body: { name: 'cat.png', sizeBytes: 8 } });
  const { fileId, fields } = body as { fileId: string; fields: Record<string, string> };
  scene.house.store.send(fields, PNG);
  if (isConfirmed) await ask(scene, { keyOf: chat, chat, route: '/{fileId}/confirm', fileId, body: { seen: 9 } });
  return fileId;
};

const ROUTES = ['/{fileId}/confirm', '/{fileId}/delete', '/{fileId}/download'];

describe('a file of another chat', () => {
  it.each(ROUTES.flatMap((route) => [true, false].map((isConfirmed) => ({ route, isConfirmed }))))(
    '[ISO-1, FILE-6, FILE-7] is not found in one’s own: $route, confirmed: $isConfirmed',
    async ({ route, isConfirmed }) => {
      const scene = await openScene();
      const { chat, other } = scene;
      const fileId = await fileIn(scene, isConfirmed);
      const before = [await traceOf(scene, chat), await traceOf(scene, other)];
      const own = await ask(scene, { keyOf: other, chat: other, route, fileId, body: { seen: 9 } });
      expect(own).toMatchObject({ status: 404, body: { code: 'file-not-found' } });
      const there = await ask(scene, { keyOf: other, chat, route, fileId, body: { seen: 9 } });
      expect(there).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
      expect([await traceOf(scene, chat), await traceOf(scene, other)]).toEqual(before);
    },
  );

  it('[ISO-1] is not kept by what another chat deletes or closes', async () => {
    const scene = await openScene();
    const { house, chat, other, lines } = scene;
    const fileId = await fileIn(scene, true);
    await house.frame(lines.stranger, { op: 'close', id: 'access01.1', seen: 9 });
    await house.runEffects();
    expect([house.store.fateOf(chat, fileId), house.store.fateOf(other, fileId)]).toEqual(['kept', undefined]);
  });
});

import { describe, expect, it } from 'vitest';
import { Fault } from '../../shared/app/ports.ts';
import { settleFiles } from '../../shared/app/settle-files.ts';
import { openRoom, uploadedBy, type Room } from '../support/file-room.ts';

describe('what becomes of files', () => {
  const fate = (room: Room, fileId: string): unknown => room.house.store.fateOf(room.chat, fileId);

  it('[FILE-9] they stay in an open chat, and go with it in the end', async () => {
    const room = await openRoom();
    const fileId = await uploadedBy(room);
    expect(fate(room, fileId)).toBe('new');
    await room.house.runEffects();
    expect(fate(room, fileId)).toBe('kept');
    await room.house.frame(room.customer, { op: 'close', id: 'files001.9', seen: 3 });
    await room.house.runEffects();
    expect(fate(room, fileId)).toBe('closed');
  });

  it('[FILE-9, EFF-1] in any order and again and again it comes to the same', async () => {
    const room = await openRoom();
    const [kept, deleted] = [await uploadedBy(room), await uploadedBy(room)];
    await room.ask('customer', '/{fileId}/delete', { seen: 4 }, deleted);
    await room.house.frame(room.customer, { op: 'close', id: 'files001.9', seen: 3 });
    for (const files of [[kept, deleted], [deleted], [kept], [kept, deleted]]) {
      await settleFiles(room.house, room.chat, files);
      if (files.includes(kept)) expect(fate(room, kept)).toBe('closed');
      expect(files.includes(deleted) ? fate(room, deleted) : undefined).toBeUndefined();
    }
  });

  it('[FILE-9] what happens while it is said is not missed', async () => {
    const room = await openRoom();
    const fileId = await uploadedBy(room);
    const { keep, expire, remove } = room.house.files;
    const slow = {
      keep: async (chatId: string, file: string) => {
        await room.house.frame(room.customer, { op: 'close', id: 'files001.9', seen: 3 });
        await expire(chatId, file);
        return keep(chatId, file);
      },
      expire,
      remove,
    };
    await settleFiles({ ...room.house, files: slow }, room.chat, [fileId]);
    expect(fate(room, fileId)).toBe('closed');
  });

  it('[FILE-9] a file that is not in the store is noted, and keeps no other from being settled', async () => {
    const room = await openRoom();
    const [lost, whole] = [await uploadedBy(room), await uploadedBy(room)];
    await room.house.files.remove(room.chat, lost);
    await room.house.runEffects();
    expect(room.house.journal.noted()).toContainEqual({
      code: 'FILE_MISSING',
      fields: { chatId: room.chat, file: lost },
    });
    expect(fate(room, whole)).toBe('kept');
  });

  it('[FILE-9, EFF-3] that cannot be said now is said later', async () => {
    const room = await openRoom();
    const fileId = await uploadedBy(room);
    const { keep } = room.house.files;
    room.house.files.keep = () => Promise.reject(new Fault('unable to keep', { retryable: true }));
    await room.house.runEffects();
    expect(fate(room, fileId)).toBe('new');
    expect(room.house.retries.takeAll()).toMatchObject([{ chatId: room.chat, index: 4 }]);
    room.house.files.keep = keep;
    await settleFiles(room.house, room.chat, [fileId]);
    expect(fate(room, fileId)).toBe('kept');
  });
});

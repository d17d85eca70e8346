import { describe, expect, it } from 'vitest';
import { secureKeyFor } from '../../shared/app/credentials.ts';
import { lastOf, newest, offered, openRoom, PNG, uploadedBy, wish } from '../support/file-room.ts';
import { framesOf } from '../support/house-people.ts';

describe('asking for an upload', () => {
  it('[FILE-4, FILE-5] is answered with a form, a name and a type; nothing is stored or shown', async () => {
    const room = await openRoom();
    const answer = await room.ask('customer', '', { name: '..\\my\u202Egnp.PNG', sizeBytes: 10 });
    expect(answer).toMatchObject({
      status: 201,
      body: { name: 'mygnp.PNG', contentType: 'image/png', expiresInSec: 300, url: 'memory:' },
    });
    expect(answer.body['fileId']).toMatch(/^[A-Za-z0-9_-]{16}$/);
    expect(room.house.log.events(room.chat)).toHaveLength(3);
  });

  it('[FILE-5, MASK-1] masks the name before any of it is kept', async () => {
    const room = await openRoom();
    const claims = { sub: 'root', 'cognito:groups': '[administrators]' };
    const rules = [{ name: 'cards', priority: 1, builtIn: 'credit-card' }];
    const put = { path: { service: 'default' }, body: { rules }, claims };
    expect(await room.house.http('PUT /services/{service}/masking', put)).toMatchObject({ status: 200 });
    room.house.clock.advance(60_000);
    const answer = await room.ask('customer', '', { name: 'card 4111111111111111.png', sizeBytes: 10 });
    expect(answer).toMatchObject({ status: 201, body: { name: 'card ________________.png' } });
    expect(JSON.stringify(answer.body)).not.toContain('4111');
  });

  it.each([
    ['too large', { name: 'a.png', sizeBytes: 2_097_153 }, 413, 'file-too-large'],
    ['of another type', { name: 'a.exe', sizeBytes: 1 }, 415, 'bad-file-type'],
    ['for agents only', { ...wish, visibility: 'INT' }, 403, 'not-allowed'],
    ['without a size', { name: 'a.png' }, 400, 'bad-frame'],
    ['of no bytes', { name: 'a.png', sizeBytes: 0 }, 400, 'bad-frame'],
    ['without a name', { name: '', sizeBytes: 1 }, 400, 'bad-frame'],
    ['with a field that is not known', { ...wish, contentType: 'text/html' }, 400, 'bad-frame'],
  ])('[FILE-3] is refused for a file of the customer %s', async (_what, body, status, code) => {
    const room = await openRoom();
    expect(await room.ask('customer', '', body)).toMatchObject({ status, body: { code } });
  });

  it('[FILE-3] is refused when the service takes none, and to an agent who is not in the chat', async () => {
    const room = await openRoom({ 'upload-max-files': 0 });
    expect(await room.ask('customer', '', wish)).toMatchObject({ status: 409, body: { code: 'too-many-files' } });
    expect(await room.ask('bob', '', wish)).toMatchObject({ status: 409, body: { code: 'not-in-chat' } });
    expect(await room.ask('ann', '', { name: 'a.exe', sizeBytes: 3_000_000 })).toMatchObject({ status: 201 });
  });

  it('[FILE-3] tells the limits and what is used of them', async () => {
    const room = await openRoom({ 'upload-max-files': 2, 'upload-file-types': 'png:gif' });
    const fileId = await uploadedBy(room);
    await room.ask('customer', '/{fileId}/download', {}, fileId);
    const key = await secureKeyFor(room.house.keys, room.chat);
    const answer = await room.house.http('GET /chats/{chatId}/files/limits', {
      path: { chatId: room.chat },
      headers: { authorization: `Bearer ${key}` },
    });
    expect(answer).toEqual({
      status: 200,
      body: {
        'upload-max-files': 2,
        'upload-max-file-size': 2_097_152,
        'upload-max-total-size': 5_242_880,
        'upload-file-types': 'png:gif',
        'upload-need-agent': false,
        'delete-file': 'odd',
        'download-attempts': 100,
        used: { 'upload-max-files': 1, 'upload-max-total-size': 10, 'download-attempts': 1 },
      },
    });
  });
});

describe('confirming an upload', () => {
  it('[FILE-6, FILE-1, DLV-6] makes the event and shows it to everybody, the customer’s own pages too', async () => {
    const room = await openRoom();
    const fileId = await uploadedBy(room);
    const event = {
      type: 'file-uploaded',
      index: 4,
      prev: 3,
      fileId,
      name: 'cat.png',
      sizeBytes: 10,
      contentType: 'image/png',
    };
    expect(lastOf(room, room.ann)).toMatchObject({ type: 'event', event: { ...event, from: { type: 'CLIENT' } } });
    expect(lastOf(room, room.customer)).toMatchObject({ event: { ...event, id: `file.${fileId}` } });
    expect(newest(room)).toMatchObject({ type: 'file-uploaded', counts: true });
  });

  it('[FILE-6, CMD-1, CMD-6] that is repeated changes nothing and is shown again', async () => {
    const room = await openRoom();
    const fileId = await uploadedBy(room);
    const shown = framesOf(room.house, room.ann).length;
    const again = await room.ask('customer', '/{fileId}/confirm', { seen: 3 }, fileId);
    expect(again).toEqual({ status: 200, body: { fileId, index: 4, repeated: true } });
    expect(room.house.log.events(room.chat)).toHaveLength(4);
    expect(framesOf(room.house, room.ann)).toHaveLength(shown + 1);
  });

  it('[FILE-6, CMD-2] that may be a repeat of what was forgotten is refused until its client has caught up', async () => {
    const room = await openRoom();
    const { fileId } = await offered(room);
    for (let number = 0; number < 40; number++) {
      room.house.clock.advance(1_000);
      await room.house.frame(room.customer, { op: 'post', id: `files001.${number}`, seen: 40, text: 'x' });
    }
    expect(await room.ask('customer', '/{fileId}/confirm', { seen: 3 }, fileId)).toMatchObject({
      status: 409,
      body: { code: 'catch-up-first' },
    });
  });

  it('[FILE-6] without bytes, or by somebody else, finds no file', async () => {
    const room = await openRoom();
    const { fileId, fields } = await offered(room);
    const missing = { status: 404, body: { code: 'file-not-found' } };
    expect(await room.ask('customer', '/{fileId}/confirm', { seen: 3 }, fileId)).toMatchObject(missing);
    room.house.store.send(fields, PNG);
    expect(await room.ask('ann', '/{fileId}/confirm', { seen: 3 }, fileId)).toMatchObject(missing);
    expect(await room.ask('customer', '/{fileId}/confirm', { seen: 3 }, 'no-such-file-id1')).toMatchObject(missing);
    expect(await room.ask('customer', '/{fileId}/confirm', { seen: 3 }, '../../kept/x')).toMatchObject(missing);
    expect(room.house.log.events(room.chat)).toHaveLength(3);
  });

  it('[FILE-4] of bytes that are not what the name says is refused', async () => {
    const room = await openRoom();
    const { fileId, fields } = await offered(room);
    room.house.store.send(fields, new TextEncoder().encode('<html></ht'));
    expect(await room.ask('customer', '/{fileId}/confirm', { seen: 3 }, fileId)).toMatchObject({
      status: 415,
      body: { code: 'bad-file-type' },
    });
    expect(room.house.store.fateOf(room.chat, fileId)).toBeUndefined();
  });

  it('[FILE-3] is refused when the limit was reached meanwhile, though the place was offered', async () => {
    const room = await openRoom({ 'upload-max-files': 1 });
    const second = await offered(room);
    await uploadedBy(room);
    room.house.store.send(second.fields, PNG);
    expect(await room.ask('customer', '/{fileId}/confirm', { seen: 4 }, second.fileId)).toMatchObject({
      status: 409,
      body: { code: 'too-many-files' },
    });
  });

  it('[FILE-6] of bytes that change while they are looked at keeps nothing and is tried again', async () => {
    const room = await openRoom();
    const { fileId, fields } = await offered(room);
    room.house.store.send(fields, PNG);
    const { look } = room.house.uploads;
    room.house.uploads.look = async (...args) => {
      const found = await look(...args);
      room.house.store.send(fields, new Uint8Array(10));
      return found;
    };
    expect(await room.ask('customer', '/{fileId}/confirm', { seen: 3 }, fileId)).toMatchObject({ status: 503 });
    expect(room.house.log.events(room.chat)).toHaveLength(3);
  });

  it('[FILE-6] shows bytes that no later upload can change', async () => {
    const room = await openRoom();
    const { fileId, fields } = await offered(room);
    room.house.store.send(fields, PNG);
    await room.ask('customer', '/{fileId}/confirm', { seen: 3 }, fileId);
    room.house.store.send(fields, new Uint8Array(10));
    const { body } = await room.ask('ann', '/{fileId}/download', {}, fileId);
    expect(room.house.store.fetch(String(body['url']))).toEqual(PNG);
  });

  it('[FILE-6, FILE-9] that comes again when it is long forgotten, with other bytes, leaves the file as it is', async () => {
    const room = await openRoom();
    const { fileId, fields } = await offered(room);
    room.house.store.send(fields, PNG);
    await room.ask('customer', '/{fileId}/confirm', { seen: 3 }, fileId);
    await room.house.runEffects();
    for (let number = 0; number < 40; number++) {
      room.house.clock.advance(1_000);
      await room.house.frame(room.customer, { op: 'post', id: `files001.${number}`, seen: 40, text: 'x' });
    }
    room.house.store.send(fields, new Uint8Array(10).fill(1));
    expect(await room.ask('customer', '/{fileId}/confirm', { seen: 44 }, fileId)).toEqual({
      status: 200,
      body: { fileId, index: 4, repeated: true },
    });
    const { body } = await room.ask('ann', '/{fileId}/download', {}, fileId);
    expect(room.house.store.fetch(String(body['url']))).toEqual(PNG);
    expect(room.house.store.fateOf(room.chat, fileId)).toBe('kept');
  });

  it.each([44, 9_999])(
    '[FILE-6, FILE-9] of a deleted file that was forgotten does not bring it back, by a client at %i',
    async (seen) => {
      const room = await openRoom();
      const { fileId, fields } = await offered(room);
      room.house.store.send(fields, PNG);
      await room.ask('customer', '/{fileId}/confirm', { seen: 3 }, fileId);
      await room.ask('customer', '/{fileId}/delete', { seen: 4 }, fileId);
      for (let number = 0; number < 40; number++) {
        room.house.clock.advance(1_000);
        await room.house.frame(room.customer, { op: 'post', id: `files001.${number}`, seen: 40, text: 'x' });
      }
      expect(await room.ask('customer', '/{fileId}/confirm', { seen }, fileId)).toEqual({
        status: 200,
        body: { fileId, index: 4, repeated: true },
      });
      await room.house.runEffects();
      expect(room.house.log.events(room.chat).filter(({ type }) => type === 'file-uploaded')).toHaveLength(1);
      expect(room.house.store.fateOf(room.chat, fileId)).toBeUndefined();
    },
  );

  it('[FILE-6, FILE-9] twice at the same time, the second far behind, keeps the file for good', async () => {
    const room = await openRoom();
    const { fileId, fields } = await offered(room);
    room.house.store.send(fields, PNG);
    const { keep } = room.house.uploads;
    room.house.uploads.keep = async (...args) => {
      room.house.uploads.keep = keep;
      await room.ask('customer', '/{fileId}/confirm', { seen: 3 }, fileId);
      await room.house.runEffects();
      return keep(...args);
    };
    expect(await room.ask('customer', '/{fileId}/confirm', { seen: 3 }, fileId)).toEqual({
      status: 200,
      body: { fileId, index: 4, repeated: true },
    });
    expect(room.house.store.fateOf(room.chat, fileId)).toBe('kept');
  });

  it('[FILE-1, VIS-1] for agents only is shown to agents alone', async () => {
    const room = await openRoom();
    const shown = framesOf(room.house, room.customer).length;
    const fileId = await uploadedBy(room, 'ann', { visibility: 'INT' });
    expect(framesOf(room.house, room.customer)).toHaveLength(shown);
    expect(lastOf(room, room.ann)).toMatchObject({ event: { type: 'file-uploaded', fileId, visibility: 'INT' } });
    expect(await room.ask('customer', '/{fileId}/download', {}, fileId)).toMatchObject({ status: 404 });
    expect(await room.ask('bob', '/{fileId}/download', {}, fileId)).toMatchObject({ status: 200 });
  });

  it('[CLOSE-3] after the close is refused', async () => {
    const room = await openRoom();
    const { fileId, fields } = await offered(room);
    room.house.store.send(fields, PNG);
    await room.house.frame(room.customer, { op: 'close', id: 'files001.9', seen: 3 });
    const closed = { status: 409, body: { code: 'chat-closed' } };
    expect(await room.ask('customer', '/{fileId}/confirm', { seen: 4 }, fileId)).toMatchObject(closed);
    expect(await room.ask('customer', '', wish)).toMatchObject(closed);
  });

  it('[PRES-9] of a customer without any socket is a sign of life', async () => {
    const room = await openRoom();
    await room.house.leave(room.customer);
    room.house.clock.advance(30_000);
    await uploadedBy(room);
    const state = (await room.house.log.load(room.chat, 'strong'))?.state;
    expect(state?.customer.absence).toEqual({ since: room.house.clock.now() });
  });
});

describe('fetching a file', () => {
  it('[FILE-7] gives an address for a minute, to the customer and to any agent', async () => {
    const room = await openRoom();
    const fileId = await uploadedBy(room);
    for (const who of ['customer', 'ann', 'bob'] as const) {
      const { status, body } = await room.ask(who, '/{fileId}/download', {}, fileId);
      expect({ status, body }).toEqual({
        status: 200,
        body: {
          url: `memory:${room.chat}/${fileId}`,
          expiresInSec: 60,
          name: 'cat.png',
          sizeBytes: 10,
          contentType: 'image/png',
        },
      });
    }
  });

  it('[FILE-7] is given so many times to the customer, and after the close', async () => {
    const room = await openRoom({ 'download-attempts': 2 });
    const fileId = await uploadedBy(room);
    const fetchIt = async (who: 'customer' | 'ann' = 'customer'): Promise<number> =>
      (await room.ask(who, '/{fileId}/download', {}, fileId)).status;
    expect(await fetchIt()).toBe(200);
    await room.house.frame(room.customer, { op: 'close', id: 'files001.9', seen: 3 });
    expect([await fetchIt(), await fetchIt(), await fetchIt('ann')]).toEqual([200, 200, 200]);
    const other = await openRoom({ 'download-attempts': 1 });
    const second = await uploadedBy(other);
    await other.ask('customer', '/{fileId}/download', {}, second);
    expect(await other.ask('customer', '/{fileId}/download', {}, second)).toMatchObject({
      status: 403,
      body: { code: 'too-many-downloads' },
    });
  });

  it('[FILE-7, VIS-3] makes an event that nobody is shown', async () => {
    const room = await openRoom();
    const fileId = await uploadedBy(room);
    const shown = [room.ann, room.customer].map((line) => framesOf(room.house, line).length);
    await room.ask('customer', '/{fileId}/download', {}, fileId);
    expect(newest(room)).toMatchObject({ type: 'file-fetched', visibility: 'NONE' });
    expect([room.ann, room.customer].map((line) => framesOf(room.house, line).length)).toEqual(shown);
  });
});

describe('deleting a file', () => {
  it('[FILE-8, DLV-6] is shown, and what is deleted is not given any more, even before its bytes are gone', async () => {
    const room = await openRoom();
    const fileId = await uploadedBy(room);
    expect(await room.ask('customer', '/{fileId}/delete', { seen: 4 }, fileId)).toEqual({
      status: 200,
      body: { fileId, index: 5, repeated: false },
    });
    expect(lastOf(room, room.ann)).toMatchObject({ event: { type: 'file-deleted', fileId, index: 5 } });
    expect(await room.ask('ann', '/{fileId}/download', {}, fileId)).toMatchObject({ status: 404 });
    await room.house.runEffects();
    expect(room.house.store.fetch(`memory:${room.chat}/${fileId}`)).toBeUndefined();
  });

  it('[FILE-8, CMD-1] that is repeated changes nothing', async () => {
    const room = await openRoom();
    const fileId = await uploadedBy(room);
    await room.ask('customer', '/{fileId}/delete', { seen: 4 }, fileId);
    expect(await room.ask('customer', '/{fileId}/delete', { seen: 4 }, fileId)).toEqual({
      status: 200,
      body: { fileId, index: 5, repeated: true },
    });
  });

  it('[FILE-8] an agent’s is not the customer’s to delete; one who is not in the chat deletes nothing', async () => {
    const room = await openRoom();
    const fileId = await uploadedBy(room, 'ann');
    expect(await room.ask('customer', '/{fileId}/delete', { seen: 4 }, fileId)).toMatchObject({ status: 403 });
    expect(await room.ask('bob', '/{fileId}/delete', { seen: 4 }, fileId)).toMatchObject({ status: 409 });
    expect(await room.ask('ann', '/{fileId}/delete', { seen: 4 }, fileId)).toMatchObject({ status: 200 });
  });

  it('[FILE-8] makes room where the service says so', async () => {
    for (const [value, status] of [
      ['odd', 409],
      ['return', 201],
    ] as const) {
      const room = await openRoom({ 'upload-max-files': 1, 'delete-file': value });
      const fileId = await uploadedBy(room);
      await room.ask('customer', '/{fileId}/delete', { seen: 4 }, fileId);
      expect((await room.ask('customer', '', wish)).status).toBe(status);
    }
  });
});

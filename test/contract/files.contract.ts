import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeptFiles, Uploads } from '../../shared/app/ports-of-files.ts';
import { given, type Make, type Made } from './support/made.ts';
import { freshChatId } from './support/sample-log.ts';

/** A store of files as its functions and a browser see it. */
export interface FileGround {
  readonly uploads: Uploads;
  readonly keptFiles: KeptFiles;
  /** Sends a file with a form. Answers whether it was taken. */
  send(form: { url: string; fields: Readonly<Record<string, string>> }, bytes: Uint8Array): Promise<boolean>;
  /** The bytes at an address, if it gives any. */
  fetch(url: string): Promise<Uint8Array | undefined>;
  /** Whether nothing was said of a kept file that would make it go by itself. */
  staysForEver(chatId: string, file: string): Promise<boolean>;
}

const PNG = Buffer.from('89504e470d0a1a0a0001', 'hex');
const wish = { sizeBytes: PNG.length, contentType: 'image/png', note: 'für dich' };
const as = { contentType: 'image/png', disposition: "attachment; filename*=UTF-8''x.png" };
const FILE = 'contract-file-01';

/** The promises of the store of files (docs/SPEC.md, section FILE). */
export const describeFiles = (name: string, make: Make<FileGround>): void => {
  describe(`Uploads and KeptFiles: ${name}`, () => {
    let current: Made<FileGround> | undefined;
    const ground = (): FileGround => given(current);
    const upload = async (chatId: string, bytes: Uint8Array = PNG): Promise<boolean> =>
      ground().send(await ground().uploads.form(chatId, FILE, wish, 60), bytes);
    const versionOf = async (chatId: string): Promise<string> =>
      (await ground().uploads.look(chatId, FILE, 8))?.version ?? '';
    const fetched = async (chatId: string): Promise<Uint8Array | undefined> =>
      ground().fetch(await ground().uploads.address(chatId, FILE, as, 60));

    beforeAll(async () => {
      current = await make();
    });
    afterAll(async () => {
      await current?.end();
    });

    it('[FILE-4] takes a file of the size that was asked for, and tells what came', async () => {
      const chatId = freshChatId();
      expect(await ground().uploads.look(chatId, FILE, 8)).toBeUndefined();
      expect(await upload(chatId)).toBe(true);
      expect(await ground().uploads.look(chatId, FILE, 8)).toEqual({
        sizeBytes: 10,
        contentType: 'image/png',
        note: 'für dich',
        beginning: '89504e470d0a1a0a',
        version: expect.any(String) as string,
      });
    });

    it('[FILE-4] takes no file of another size', async () => {
      const chatId = freshChatId();
      expect(await upload(chatId, PNG.subarray(1))).toBe(false);
      expect(await upload(chatId, Buffer.concat([PNG, PNG]))).toBe(false);
      expect(await ground().uploads.look(chatId, FILE, 8)).toBeUndefined();
    });

    it('[FILE-6] gives a file only when it was kept, and then the bytes that were looked at', async () => {
      const chatId = freshChatId();
      await upload(chatId);
      expect(await fetched(chatId)).toBeUndefined();
      const version = await versionOf(chatId);
      expect(await ground().uploads.keep(chatId, FILE, version)).toBe(true);
      await upload(chatId, Buffer.alloc(PNG.length));
      expect(Buffer.from((await fetched(chatId)) ?? [])).toEqual(PNG);
    });

    it('[FILE-6] keeps no other bytes than those that were looked at', async () => {
      const chatId = freshChatId();
      expect(await ground().uploads.keep(chatId, FILE, '"any"')).toBe(false);
      await upload(chatId);
      const version = await versionOf(chatId);
      await upload(chatId, Buffer.alloc(PNG.length));
      expect(await ground().uploads.keep(chatId, FILE, version)).toBe(false);
      expect(await fetched(chatId)).toBeUndefined();
    });

    it('[FILE-6] keeps a file once: the same bytes again, or others, leave it as it is', async () => {
      const chatId = freshChatId();
      await upload(chatId);
      const version = await versionOf(chatId);
      expect(await ground().uploads.keep(chatId, FILE, version)).toBe(true);
      await ground().keptFiles.keep(chatId, FILE);
      expect(await ground().uploads.keep(chatId, FILE, version)).toBe(true);
      await upload(chatId, Buffer.alloc(PNG.length));
      expect(await ground().uploads.keep(chatId, FILE, await versionOf(chatId))).toBe(true);
      expect(Buffer.from((await fetched(chatId)) ?? [])).toEqual(PNG);
      expect(await ground().staysForEver(chatId, FILE)).toBe(true);
    });

    it('[FILE-9] says again and again what becomes of a file, in any order, and tells when there is none', async () => {
      const chatId = freshChatId();
      expect(await ground().keptFiles.keep(chatId, FILE)).toBe(false);
      expect(await ground().keptFiles.expire(chatId, FILE)).toBe(false);
      await upload(chatId);
      await ground().uploads.keep(chatId, FILE, await versionOf(chatId));
      for (const step of ['keep', 'expire', 'expire', 'keep', 'keep', 'expire'] as const) {
        expect(await ground().keptFiles[step](chatId, FILE)).toBe(true);
      }
      expect(Buffer.from((await fetched(chatId)) ?? [])).toEqual(PNG);
    });

    it('[FILE-8] removes a file and what was uploaded under its id; once more is no error', async () => {
      const chatId = freshChatId();
      await upload(chatId);
      await ground().uploads.keep(chatId, FILE, await versionOf(chatId));
      await ground().keptFiles.remove(chatId, FILE);
      await ground().keptFiles.remove(chatId, FILE);
      expect(await fetched(chatId)).toBeUndefined();
      expect(await ground().uploads.look(chatId, FILE, 8)).toBeUndefined();
      expect(await ground().keptFiles.keep(chatId, FILE)).toBe(false);
    });

    it('[ISO-1] keeps chats apart', async () => {
      const [one, other] = [freshChatId(), freshChatId()];
      await upload(one);
      await ground().uploads.keep(one, FILE, await versionOf(one));
      expect(await ground().uploads.look(other, FILE, 8)).toBeUndefined();
      expect(await fetched(other)).toBeUndefined();
    });
  });
};

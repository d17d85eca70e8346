import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PushReceipts } from '../../shared/app/ports.ts';
import { given, type Make, type Made } from './support/made.ts';
import { freshChatId, START } from './support/sample-log.ts';

/** The promises of the note of what was pushed (docs/SPEC.md, section PUSH). */
export const describePushReceipts = (name: string, make: Make<PushReceipts>): void => {
  describe(`PushReceipts: ${name}`, () => {
    let current: Made<PushReceipts> | undefined;
    const receipts = (): PushReceipts => given(current);

    beforeAll(async () => {
      current = await make();
    });
    afterAll(async () => {
      await current?.end();
    });

    it('[PUSH-7] knows nothing at first, then the highest index that was acknowledged', async () => {
      const chatId = freshChatId();
      expect(await receipts().read(chatId)).toBe(0);
      for (const upTo of [7, 3, 9, 9]) await receipts().note(chatId, upTo, START);
      expect(await receipts().read(chatId)).toBe(9);
    });

    it('[PUSH-7] keeps chats apart', async () => {
      const [one, other] = [freshChatId(), freshChatId()];
      await receipts().note(one, 7, START);
      expect(await receipts().read(other)).toBe(0);
    });

    it('[PUSH-11] lets one message give a statement up, and the same one again', async () => {
      const [chatId, other] = [freshChatId(), freshChatId()];
      const claim = (upTo: number, round: number, by: string, of = chatId): Promise<boolean> =>
        receipts().claimGivingUp({ chatId: of, upTo, round }, by, START);
      expect(await claim(7, 1, 'a')).toBe(true);
      expect(await claim(7, 1, 'a')).toBe(true);
      expect(await claim(7, 1, 'b')).toBe(false);
      expect(await claim(6, 9, 'b')).toBe(false);
      expect(await claim(7, 2, 'b')).toBe(true);
      expect(await claim(7, 1, 'a')).toBe(false);
      expect(await claim(8, 1, 'c')).toBe(true);
      expect(await claim(7, 3, 'a')).toBe(false);
      expect(await claim(7, 1, 'd', other)).toBe(true);
      expect(await receipts().read(chatId)).toBe(0);
    });

    it('[PUSH-11] gives one of two claims at once', async () => {
      const chatId = freshChatId();
      const claims = ['a', 'b'].map((by) => receipts().claimGivingUp({ chatId, upTo: 7, round: 1 }, by, START));
      expect((await Promise.all(claims)).sort()).toEqual([false, true]);
    });
  });
};

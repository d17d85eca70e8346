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
  });
};

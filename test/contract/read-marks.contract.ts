import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadMarks } from '../../shared/app/ports.ts';
import { given, type Make, type Made } from './support/made.ts';
import { freshChatId, START } from './support/sample-log.ts';

/** The promises of the items of what was read (docs/SPEC.md, section READ). */
export const describeReadMarks = (name: string, make: Make<ReadMarks>): void => {
  describe(`ReadMarks: ${name}`, () => {
    let current: Made<ReadMarks> | undefined;
    const marks = (): ReadMarks => given(current);

    beforeAll(async () => {
      current = await make();
    });
    afterAll(async () => {
      await current?.end();
    });

    it('[READ-3] knows nothing at first, then how far each side has read', async () => {
      const chatId = freshChatId();
      expect(await marks().read(chatId)).toEqual({});
      expect(await marks().note(chatId, 'CLIENT', 7, START)).toBe(true);
      expect(await marks().read(chatId)).toEqual({ CLIENT: 7 });
      expect(await marks().note(chatId, 'AGENT', 4, START)).toBe(true);
      expect(await marks().read(chatId)).toEqual({ CLIENT: 7, AGENT: 4 });
    });

    it('[PUSH-13] keeps what the customer’s devices have apart from what a person has read', async () => {
      const chatId = freshChatId();
      expect(await marks().note(chatId, 'DEVICE', 7, START)).toBe(true);
      expect(await marks().read(chatId)).toEqual({ DEVICE: 7 });
      expect(await marks().note(chatId, 'CLIENT', 5, START)).toBe(true);
      expect(await marks().note(chatId, 'AGENT', 6, START)).toBe(true);
      expect(await marks().note(chatId, 'DEVICE', 6, START + 1_000)).toBe(false);
      expect(await marks().read(chatId)).toEqual({ CLIENT: 5, AGENT: 6, DEVICE: 7 });
    });

    it('[READ-2] never goes back, and says what is no news', async () => {
      const chatId = freshChatId();
      await marks().note(chatId, 'AGENT', 7, START);
      expect(await marks().note(chatId, 'AGENT', 7, START + 1_000)).toBe(false);
      expect(await marks().note(chatId, 'AGENT', 5, START + 2_000)).toBe(false);
      expect(await marks().note(chatId, 'AGENT', 0, START + 3_000)).toBe(false);
      expect(await marks().read(chatId)).toEqual({ AGENT: 7 });
      expect(await marks().note(chatId, 'AGENT', 8, START + 4_000)).toBe(true);
      expect(await marks().read(chatId)).toEqual({ AGENT: 8 });
    });

    it('[READ-2] has the highest when two write at once', async () => {
      const chatId = freshChatId();
      await Promise.all([3, 9, 5, 1, 7].map((upTo) => marks().note(chatId, 'CLIENT', upTo, START)));
      expect(await marks().read(chatId)).toEqual({ CLIENT: 9 });
    });

    it('[READ-3, ISO-1] keeps chats apart', async () => {
      const [one, other] = [freshChatId(), freshChatId()];
      await marks().note(one, 'CLIENT', 7, START);
      expect(await marks().read(other)).toEqual({});
    });
  });
};

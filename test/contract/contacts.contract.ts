import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contacts } from '../../shared/app/ports.ts';
import { given, type Make, type Made } from './support/made.ts';
import { freshChatId, START } from './support/sample-log.ts';

const EVERY_MS = 15_000;

/** The promises of the contact items (docs/SPEC.md, section PRES). */
export const describeContacts = (name: string, make: Make<Contacts>): void => {
  describe(`Contacts: ${name}`, () => {
    let current: Made<Contacts> | undefined;
    const contacts = (): Contacts => given(current);

    beforeAll(async () => {
      current = await make();
    });
    afterAll(async () => {
      await current?.end();
    });

    it('knows no contact at first, then the first', async () => {
      const chatId = freshChatId();
      expect(await contacts().read(chatId)).toBeUndefined();
      await contacts().note(chatId, START, EVERY_MS);
      expect(await contacts().read(chatId)).toBe(START);
    });

    it('notes a contact when the last noted one is old enough, and not before', async () => {
      const chatId = freshChatId();
      await contacts().note(chatId, START, EVERY_MS);
      await contacts().note(chatId, START + EVERY_MS - 1, EVERY_MS);
      expect(await contacts().read(chatId)).toBe(START);
      await contacts().note(chatId, START + EVERY_MS, EVERY_MS);
      expect(await contacts().read(chatId)).toBe(START + EVERY_MS);
    });

    it('never goes back in time', async () => {
      const chatId = freshChatId();
      await contacts().note(chatId, START, EVERY_MS);
      await contacts().note(chatId, START - 10 * EVERY_MS, EVERY_MS);
      expect(await contacts().read(chatId)).toBe(START);
    });
  });
};

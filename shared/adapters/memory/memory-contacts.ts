import type { Contacts } from '../../app/ports.ts';
import type { ChatId, EpochMs } from '../../domain/events.ts';

/** Plays the contact items. */
export const memoryContacts = (): Contacts => {
  const noted = new Map<ChatId, EpochMs>();
  return {
    note: async (chatId, now, everyMs) => {
      const last = noted.get(chatId);
      if (last === undefined || now - last >= everyMs) noted.set(chatId, now);
    },
    read: async (chatId) => noted.get(chatId),
  };
};

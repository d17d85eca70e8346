import type { ReadMarks, ReadPositions } from '../../app/ports.ts';

/** Plays the items of what was read. */
export const memoryReadMarks = (): ReadMarks => {
  const marks = new Map<string, ReadPositions>();
  return {
    note: async (chatId, side, upTo) => {
      const noted = marks.get(chatId) ?? {};
      if (upTo <= (noted[side] ?? 0)) return false;
      marks.set(chatId, { ...noted, [side]: upTo });
      return true;
    },
    read: async (chatId) => ({ ...marks.get(chatId) }),
  };
};

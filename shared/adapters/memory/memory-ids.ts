import type { IdSource } from '../../app/ports.ts';

const ID_LENGTH = 16;
const CHAT_ID_LENGTH = 26;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** Spreads a text over 26 letters: always the same for one text, and of no cryptographic worth. */
const spread = (text: string): string => {
  let sum = 0x811c9dc5;
  let spreadOut = '';
  for (let place = 0; place < CHAT_ID_LENGTH; place++) {
    for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ (text.charCodeAt(i) + place), 0x01000193) >>> 0;
    spreadOut += BASE32[(sum >>> 27) % BASE32.length] ?? '';
  }
  return spreadOut;
};

/** Ids that count from 1: `prefix`, then digits, 16 characters together. */
export const memoryIds = (prefix = 'id'): IdSource => {
  let last = 0;
  return {
    newId: () => {
      last += 1;
      return prefix + String(last).padStart(ID_LENGTH - prefix.length, '0');
    },
    chatIdOf: spread,
  };
};

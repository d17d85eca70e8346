import { createHash, randomBytes } from 'node:crypto';
import type { IdSource } from '../../app/ports.ts';

/** 12 bytes are 96 bits and 16 characters of base64url. */
const ID_BYTES = 12;

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const BITS_PER_LETTER = 5;

/** 26 letters keep 130 bits of the hash. */
const CHAT_ID_LENGTH = 26;

/** Sets this hash apart from every other use of the same secret. */
const CHAT_ID_LABEL = 'dormouse chat-id ';

const base32 = (bytes: Uint8Array, length: number): string => {
  let [buffer, bits, text] = [0, 0, ''];
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= BITS_PER_LETTER && text.length < length) {
      bits -= BITS_PER_LETTER;
      text += BASE32[(buffer >>> bits) & 31] ?? '';
    }
  }
  return text;
};

/** Ids that nobody can guess and that never repeat; chat ids are SHA-256 over a label and the opener's secret. */
export const randomIds: IdSource = {
  newId: () => randomBytes(ID_BYTES).toString('base64url'),
  chatIdOf: (secret) => base32(createHash('sha256').update(CHAT_ID_LABEL).update(secret).digest(), CHAT_ID_LENGTH),
};

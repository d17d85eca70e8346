import type { KeyRing } from '../../app/ports.ts';

/** A key ring whose keys a test may turn. */
export interface MemoryKeyRing extends KeyRing {
  /** Adds a key and signs with it from now on; what older keys signed stays valid. */
  rotate(keyId: string): void;
}

/** A checksum, for tests only: it keeps nobody out. */
const checksum = (text: string): string => {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (let i = 0; i < text.length; i++) {
    low = Math.imul(low ^ text.charCodeAt(i), 0x01000193) >>> 0;
    high = Math.imul(high ^ low, 0x85ebca6b) >>> 0;
  }
  return `${low.toString(36)}${high.toString(36)}`;
};

/** Plays the key ring with checksums for hashes. */
export const memoryKeyRing = (): MemoryKeyRing => {
  const keyIds = ['k1'];
  const signedWith = (keyId: string, text: string): string => `${keyId}.${checksum(`${keyId} ${text}`)}`;
  return {
    sign: async (text) => signedWith(keyIds.at(-1) ?? '', text),
    verify: async (text, signature) => keyIds.some((keyId) => signedWith(keyId, text) === signature),
    rotate: (keyId) => {
      keyIds.push(keyId);
    },
  };
};

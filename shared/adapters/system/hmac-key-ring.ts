import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '../../app/ports.ts';

/** Keys by id, and the id of the one that signs. */
export interface KeySet {
  readonly current: string;
  readonly keys: ReadonlyMap<string, string>;
}

/** Where the keys are kept. */
export interface KeySource {
  /** The keys as last read; read anew, within limits, when `wanted` is not among them. */
  keys(wanted?: string): Promise<KeySet>;
}

const hmac = (key: string, text: string): Buffer => createHmac('sha256', key).update(text, 'utf8').digest();

/** The key that `keyId` names in `set`, or an error: a secret without it signs nothing. */
const keyNamed = (set: KeySet, keyId: string): string => {
  const key = set.keys.get(keyId);
  if (key === undefined) throw new Error('unable to sign; the current key is missing');
  return key;
};

/** HMAC-SHA-256 under keys that may be rotated: the newest signs, all of them verify. */
export const hmacKeyRing = (source: KeySource): KeyRing => ({
  sign: async (text) => {
    const set = await source.keys();
    return `${set.current}.${hmac(keyNamed(set, set.current), text).toString('base64url')}`;
  },
  verify: async (text, signature) => {
    const cut = signature.indexOf('.');
    if (cut < 1) return false;
    const keyId = signature.slice(0, cut);
    const key = (await source.keys(keyId)).keys.get(keyId);
    if (key === undefined) return false;
    const [expected, claimed] = [hmac(key, text), Buffer.from(signature.slice(cut + 1), 'base64url')];
    return claimed.length === expected.length && timingSafeEqual(expected, claimed);
  },
});

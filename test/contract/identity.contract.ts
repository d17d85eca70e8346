import { describe, expect, it } from 'vitest';
import type { IdSource, KeyRing } from '../../shared/app/ports.ts';

/** The promises of the source of ids (docs/SPEC.md, section OPEN). */
export const describeIdSource = (name: string, ids: IdSource): void => {
  describe(`IdSource: ${name}`, () => {
    it('gives ids of 16 safe characters, each once', () => {
      const given = Array.from({ length: 1000 }, () => ids.newId());
      expect(new Set(given).size).toBe(1000);
      for (const id of given) expect(id).toMatch(/^[A-Za-z0-9_-]{16}$/);
    });

    it('[OPEN-2] makes one chat id of one secret, and another of another', () => {
      const secrets = Array.from({ length: 200 }, (_, n) => `secret-${n}`);
      const chatIds = secrets.map((secret) => ids.chatIdOf(secret));
      expect(new Set(chatIds).size).toBe(200);
      for (const chatId of chatIds) expect(chatId).toMatch(/^[a-z2-7]{26}$/);
      expect(secrets.map((secret) => ids.chatIdOf(secret))).toEqual(chatIds);
    });
  });
};

/** The promises of the key ring (docs/SPEC.md, section AUTH). */
export const describeKeyRing = (name: string, ring: KeyRing & { rotate(keyId: string): void }): void => {
  describe(`KeyRing: ${name}`, () => {
    it('knows its own signature of a text again, and no other', async () => {
      const signature = await ring.sign('chat one');
      expect(signature).toMatch(/^k1\.[A-Za-z0-9_-]+$/);
      expect(await ring.sign('chat one')).toBe(signature);
      expect(await ring.verify('chat one', signature)).toBe(true);
      expect(await ring.verify('chat two', signature)).toBe(false);
      for (const forged of ['', '.', 'k1', 'k1.', `${signature}x`, signature.slice(0, -2), `k9${signature.slice(2)}`]) {
        expect(await ring.verify('chat one', forged)).toBe(false);
      }
    });

    it('goes on knowing what an older key signed', async () => {
      const older = await ring.sign('chat one');
      ring.rotate('k2');
      const newer = await ring.sign('chat one');
      expect(newer).toMatch(/^k2\./);
      expect([await ring.verify('chat one', older), await ring.verify('chat one', newer)]).toEqual([true, true]);
    });
  });
};

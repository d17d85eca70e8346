import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OptionWalks } from '../../shared/app/ports.ts';
import { walkAfter, walkBegun } from '../../shared/domain/option-walk.ts';
import { given, type Make, type Made } from './support/made.ts';
import { START } from './support/sample-log.ts';

/** The promises of the walks that bring options to open chats (docs/SPEC.md, section OPT). */
export const describeOptionWalks = (name: string, make: Make<OptionWalks>): void => {
  describe(`OptionWalks: ${name}`, () => {
    let current: Made<OptionWalks> | undefined;
    let services = 0;
    const walks = (): OptionWalks => given(current);
    const fresh = (): string => `walked-${(services += 1)}`;

    beforeAll(async () => {
      current = await make();
    });
    afterAll(async () => {
      await current?.end();
    });

    it('[OPT-16] knows of no walk where there was none', async () => {
      expect(await walks().read(fresh())).toBeUndefined();
    });

    it('[OPT-15, OPT-16] keeps how far a walk has come, and its end', async () => {
      const service = fresh();
      const begun = walkBegun(service, 1, START);
      expect(await walks().replace(undefined, begun)).toBe(true);
      expect(await walks().read(service)).toEqual(begun);
      const further = walkAfter(begun, { looked: 4, changed: 3, failed: 0, next: 'a place' }, START + 1, 2);
      expect(await walks().replace(begun, further)).toBe(true);
      expect(await walks().read(service)).toEqual(further);
      const second = walkAfter(further, { looked: 1, changed: 0, failed: 0 }, START + 2, 2);
      const end = walkAfter(second, { looked: 0, changed: 0, failed: 0 }, START + 3, 2);
      expect(await walks().replace(further, second)).toBe(true);
      expect(await walks().replace(second, end)).toBe(true);
      expect(await walks().read(service)).toEqual({ ...end, finishedAt: START + 3, looked: 5, changed: 3 });
    });

    it('[OPT-15] lets one of two go on from the same place, and one of two begin', async () => {
      const service = fresh();
      const begun = walkBegun(service, 1, START);
      expect(await Promise.all([1, 2].map(() => walks().replace(undefined, begun)))).toEqual(
        expect.arrayContaining([true, false]),
      );
      const tried = walkAfter(begun, { looked: 4, changed: 3, failed: 1 }, START + 1, 2);
      const next = walkAfter(begun, { looked: 4, changed: 4, failed: 0 }, START + 1, 2);
      const outcomes = await Promise.all([walks().replace(begun, tried), walks().replace(begun, next)]);
      expect(outcomes.toSorted()).toEqual([false, true]);
      expect(await walks().read(service)).toEqual(outcomes[0] ? tried : next);
    });

    it('[OPT-15] has a later walk take the place of one that was under way', async () => {
      const service = fresh();
      const begun = walkBegun(service, 1, START);
      await walks().replace(undefined, begun);
      const later = walkBegun(service, 2, START + 9);
      expect(await walks().replace(begun, later)).toBe(true);
      expect(await walks().replace(begun, walkAfter(begun, { looked: 1, changed: 1, failed: 0 }, START, 2))).toBe(
        false,
      );
      expect(await walks().read(service)).toEqual(later);
    });
  });
};

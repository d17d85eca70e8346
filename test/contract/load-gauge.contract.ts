import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoadGauge } from '../../shared/app/ports.ts';
import { given, type Make, type Made } from './support/made.ts';
import { START } from './support/sample-log.ts';

/** The promises of the count of open chats (docs/SPEC.md, section LOAD). */
export const describeLoadGauge = (name: string, make: Make<LoadGauge>): void => {
  describe(`LoadGauge: ${name}`, () => {
    let current: Made<LoadGauge> | undefined;
    let services = 0;
    const gauge = (): LoadGauge => given(current);
    const fresh = (): string => `service-${(services += 1)}`;

    beforeAll(async () => {
      current = await make();
    });
    afterAll(async () => {
      await current?.end();
    });

    it('[LOAD-3] is stale before the first count, and again when its count is old', async () => {
      const service = fresh();
      expect(await gauge().take(service, START)).toEqual({ kind: 'stale' });
      expect(await gauge().claim(service, undefined, START, 3)).toBe(3);
      expect(await gauge().take(service, START - 1)).toEqual({ kind: 'taken' });
      expect(await gauge().take(service, START)).toEqual({ kind: 'stale', countedAt: START });
      expect(await gauge().claim(service, START, START + 7, 99)).toBe(2);
    });

    it('[LOAD-1] gives as many places as there are, to whoever asks at once', async () => {
      const service = fresh();
      await gauge().claim(service, undefined, START, 3);
      const kinds = await Promise.all(Array.from({ length: 5 }, () => gauge().take(service, 0)));
      expect(kinds.map(({ kind }) => kind).toSorted()).toEqual(['full', 'full', 'taken', 'taken', 'taken']);
    });

    it('[LOAD-3] lets one of two claim the next count', async () => {
      const service = fresh();
      const first = await Promise.all([1, 2].map((ms) => gauge().claim(service, undefined, START + ms, 5)));
      expect(first.filter((room) => room !== undefined)).toEqual([5]);
      const { countedAt } = { countedAt: undefined, ...(await gauge().take(service, START + 9)) };
      const next = await Promise.all([10, 20].map((ms) => gauge().claim(service, countedAt, START + ms, 5)));
      expect(next.filter((room) => room !== undefined)).toEqual([5]);
    });

    it('[LOAD-3] keeps what was taken while it was counted, and ignores who settles too late', async () => {
      const service = fresh();
      await gauge().claim(service, undefined, START, 4);
      await gauge().take(service, 0);
      await gauge().settle(service, START, -2);
      expect(await gauge().take(service, 0)).toEqual({ kind: 'taken' });
      expect(await gauge().take(service, 0)).toEqual({ kind: 'full' });
      expect(await gauge().claim(service, START, START + 1, 4)).toBe(0);
      await gauge().settle(service, START, 9);
      expect(await gauge().take(service, 0)).toEqual({ kind: 'full' });
      await gauge().settle(service, START + 1, 1);
      expect(await gauge().take(`${service}0`, 0)).toEqual({ kind: 'stale' });
      expect(await gauge().take(service, 0)).toEqual({ kind: 'taken' });
    });
  });
};

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceMasking } from '../../shared/app/ports.ts';
import { maskingAfter, NO_MASKING, type MaskingRule, type MaskingSettings } from '../../shared/domain/masking-rules.ts';
import { given, type Make, type Made } from './support/made.ts';
import { START } from './support/sample-log.ts';

const RITA = { id: 'rita-1', name: 'Rita' };

const CARDS: MaskingRule = { name: 'cards', priority: 2, builtIn: 'credit-card' };
const WORDS: MaskingRule = {
  name: 'Wörter',
  priority: 1,
  expression: String.raw`geheim\b|"\\`,
  ignoreCase: true,
  replacement: '[…]',
};

const next = (before: MaskingSettings, ...rules: readonly MaskingRule[]): MaskingSettings => {
  const after = maskingAfter(before, rules, RITA, START + before.version);
  if (after === undefined) throw new Error('the change changes nothing');
  return after;
};

/** The promises of the masking rules that administrators set (docs/SPEC.md, section MASK). */
export const describeServiceMasking = (name: string, make: Make<ServiceMasking>): void => {
  describe(`ServiceMasking: ${name}`, () => {
    let current: Made<ServiceMasking> | undefined;
    let made = 0;
    const masking = (): ServiceMasking => given(current);
    const fresh = (): string => `service-${(made += 1)}`;

    beforeAll(async () => {
      current = await make();
    });
    afterAll(async () => {
      await current?.end();
    });

    it('[MASK-9] has nothing of a service that nobody has given any rules', async () => {
      const service = fresh();
      expect(await masking().read(service)).toEqual(NO_MASKING);
      expect(await masking().history(service, 10)).toEqual([]);
    });

    it('[MASK-9] reads the rules that were set, and keeps who changed which of them', async () => {
      const service = fresh();
      const one = next(NO_MASKING, CARDS, WORDS);
      expect(await masking().replace(service, NO_MASKING, one)).toBe(true);
      expect(await masking().read(service)).toEqual(one);
      const two = next(one, CARDS);
      const three = next(two);
      expect(await masking().replace(service, one, two)).toBe(true);
      expect(await masking().replace(service, two, three)).toBe(true);
      expect(await masking().read(service)).toEqual(three);
      expect(await masking().history(service, 10)).toEqual([three.change, two.change, one.change]);
      expect(await masking().history(service, 1, 3)).toEqual([two.change]);
      expect(await masking().read(`${service}0`)).toEqual(NO_MASKING);
    });

    it('[MASK-9] takes one of two changes over the same version', async () => {
      const service = fresh();
      const first = [CARDS, WORDS].map((rule) => next(NO_MASKING, rule));
      const taken = await Promise.all(first.map((after) => masking().replace(service, NO_MASKING, after)));
      expect(taken.toSorted()).toEqual([false, true]);
      const base = await masking().read(service);
      const second = [[], [CARDS, WORDS]].map((rules) => next(base, ...rules));
      const again = await Promise.all(second.map((after) => masking().replace(service, base, after)));
      expect(again.toSorted()).toEqual([false, true]);
      expect(await masking().read(service)).toEqual(second[again.indexOf(true)]);
    });
  });
};

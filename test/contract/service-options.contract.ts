import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceOptions } from '../../shared/app/ports.ts';
import { NO_SETTINGS, settingsAfter, type ServiceSettings, type Wanted } from '../../shared/domain/service-settings.ts';
import { given, type Make, type Made } from './support/made.ts';
import { START } from './support/sample-log.ts';

const RITA = { id: 'rita-1', name: 'Rita' };

const next = (before: ServiceSettings, wanted: Wanted): ServiceSettings => {
  const after = settingsAfter(before, wanted, RITA, START + before.version);
  if (after === undefined) throw new Error('the change changes nothing');
  return after;
};

/** The promises of what administrators set (docs/SPEC.md, section OPT). */
export const describeServiceOptions = (name: string, make: Make<ServiceOptions>): void => {
  describe(`ServiceOptions: ${name}`, () => {
    let current: Made<ServiceOptions> | undefined;
    let made = 0;
    const options = (): ServiceOptions => given(current);
    const fresh = (): string => `service-${(made += 1)}`;

    /** Sets the rate to 1, 2, … one change after the other. */
    const changed = async (service: string, times: number): Promise<ServiceSettings> => {
      let settings = await options().read(service);
      for (let rate = 1; rate <= times; rate++) {
        const after = next(settings, { 'customer-rate': rate });
        expect(await options().replace(service, settings, after)).toBe(true);
        settings = after;
      }
      return settings;
    };

    const versions = async (service: string, limit: number, before?: number): Promise<number[]> =>
      (await options().history(service, limit, before)).map(({ version }) => version);

    beforeAll(async () => {
      current = await make();
    });
    afterAll(async () => {
      await current?.end();
    });

    it('[OPT-6] has nothing of a service that nobody has set anything for', async () => {
      const service = fresh();
      expect(await options().read(service)).toEqual(NO_SETTINGS);
      expect(await options().history(service, 10)).toEqual([]);
    });

    it('[OPT-12] reads what was set, whatever its type, and keeps who changed what', async () => {
      const service = fresh();
      const wanted = { 'async-idle-alert': 60, 'message-alert': '', 'flex-push-enabled': false };
      const one = next(NO_SETTINGS, wanted);
      expect(await options().replace(service, NO_SETTINGS, one)).toBe(true);
      expect(await options().read(service)).toEqual(one);
      const two = next(one, { 'message-alert': 'Ünlike?', 'async-idle-alert': null });
      expect(await options().replace(service, one, two)).toBe(true);
      expect(await options().read(service)).toEqual(two);
      expect(await options().history(service, 10)).toEqual([two.change, one.change]);
    });

    it('[OPT-10] takes one of two changes over the same version', async () => {
      const service = fresh();
      const base = await changed(service, 1);
      const both = [2, 3].map((rate) => next(base, { 'customer-rate': rate }));
      const taken = await Promise.all(both.map((after) => options().replace(service, base, after)));
      expect(taken.toSorted()).toEqual([false, true]);
      const winner = both[taken.indexOf(true)];
      expect(await options().read(service)).toEqual(winner);
      expect(await options().history(service, 10)).toEqual([winner?.change, base.change]);
    });

    it('[OPT-10] takes one of two first changes', async () => {
      const service = fresh();
      const both = [1, 2].map((rate) => next(NO_SETTINGS, { 'customer-rate': rate }));
      const taken = await Promise.all(both.map((after) => options().replace(service, NO_SETTINGS, after)));
      expect(taken.toSorted()).toEqual([false, true]);
    });

    it('[OPT-12] pages through the history, newest first', async () => {
      const service = fresh();
      await changed(service, 12);
      expect(await versions(service, 5)).toEqual([12, 11, 10, 9, 8]);
      expect(await versions(service, 5, 8)).toEqual([7, 6, 5, 4, 3]);
      expect(await versions(service, 5, 3)).toEqual([2, 1]);
      expect(await versions(service, 5, 1)).toEqual([]);
      expect(await versions(service, 1)).toEqual([12]);
      expect(await versions(service, 100, 99)).toHaveLength(12);
    });

    it('[OPT-6] keeps services apart', async () => {
      const service = fresh();
      await changed(service, 2);
      expect(await options().read(`${service}0`)).toEqual(NO_SETTINGS);
      expect(await options().history(`${service}0`, 10)).toEqual([]);
    });
  });
};

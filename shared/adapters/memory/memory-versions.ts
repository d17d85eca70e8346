import type { ServiceMasking, ServiceOptions, Versions } from '../../app/ports.ts';
import { NO_MASKING } from '../../domain/masking-rules.ts';
import { NO_SETTINGS } from '../../domain/service-settings.ts';

const memoryVersions = <Change extends { version: number }, Settings extends { version: number; change?: Change }>(
  none: Settings,
): Versions<Settings, Change> => {
  const services = new Map<string, Settings>();
  const changes = new Map<string, readonly Change[]>();
  return {
    read: async (service) => services.get(service) ?? none,
    replace: async (service, before, after) => {
      if ((services.get(service) ?? none).version !== before.version) return false;
      services.set(service, after);
      if (after.change !== undefined) changes.set(service, [after.change, ...(changes.get(service) ?? [])]);
      return true;
    },
    history: async (service, limit, before = Infinity) =>
      (changes.get(service) ?? []).filter(({ version }) => version < before).slice(0, limit),
  };
};

/** Plays the options of services. */
export const memoryServiceOptions = (): ServiceOptions => memoryVersions(NO_SETTINGS);

/** Plays the masking rules of services. */
export const memoryServiceMasking = (): ServiceMasking => memoryVersions(NO_MASKING);

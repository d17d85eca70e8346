import type { ServiceOptions } from '../../app/ports.ts';
import { NO_SETTINGS, type ServiceSettings, type SettingsChange } from '../../domain/service-settings.ts';

/** Plays the settings of services. */
export const memoryServiceOptions = (): ServiceOptions => {
  const services = new Map<string, ServiceSettings>();
  const changes = new Map<string, readonly SettingsChange[]>();
  return {
    read: async (service) => services.get(service) ?? NO_SETTINGS,
    replace: async (service, before, after) => {
      if ((services.get(service) ?? NO_SETTINGS).version !== before.version) return false;
      services.set(service, after);
      if (after.change !== undefined) changes.set(service, [after.change, ...(changes.get(service) ?? [])]);
      return true;
    },
    history: async (service, limit, before = Infinity) =>
      (changes.get(service) ?? []).filter(({ version }) => version < before).slice(0, limit),
  };
};

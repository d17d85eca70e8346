import type { OptionsSource, ServiceMasking, ServiceOptions } from '../../app/ports.ts';
import { masksOf } from '../../domain/masking-rules.ts';
import { DEFAULT_OPTIONS, resolveOptions, type ChatOptions } from '../../domain/options.ts';
import { memoryServiceMasking, memoryServiceOptions } from './memory-versions.ts';

/** Options that a test may change at any time. */
export interface MemoryOptions extends OptionsSource {
  /** Sets some options of a service, whatever administrators set; the others stay as they are. */
  set(service: string, options: Partial<ChatOptions>): void;
}

/** Plays the source of options: what administrators set, unless a test says otherwise. */
export const memoryOptions = (
  settings: Pick<ServiceOptions, 'read'> = memoryServiceOptions(),
  masking: Pick<ServiceMasking, 'read'> = memoryServiceMasking(),
): MemoryOptions => {
  const services = new Map<string, Partial<ChatOptions>>();
  return {
    of: async (service) => {
      const { version, values } = await settings.read(service);
      const { rules } = await masking.read(service);
      const isPlain = version === 0 && rules.length === 0;
      const options = isPlain ? DEFAULT_OPTIONS : resolveOptions(values, masksOf(rules));
      const said = services.get(service);
      return said === undefined ? options : { ...options, ...said };
    },
    set: (service, options) => {
      services.set(service, { ...services.get(service), ...options });
    },
  };
};

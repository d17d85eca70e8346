import type { OptionsSource } from '../../app/ports.ts';
import { DEFAULT_OPTIONS, type ChatOptions } from '../../domain/options.ts';

/** Options that a test may change at any time. */
export interface MemoryOptions extends OptionsSource {
  /** Sets some options of a service; the others stay as they are. */
  set(service: string, options: Partial<ChatOptions>): void;
}

/** Plays the source of options: the defaults unless set. */
export const memoryOptions = (): MemoryOptions => {
  const services = new Map<string, ChatOptions>();
  const of = (service: string): ChatOptions => services.get(service) ?? DEFAULT_OPTIONS;
  return {
    of: async (service) => of(service),
    set: (service, options) => {
      services.set(service, { ...of(service), ...options });
    },
  };
};

import type { Pacer } from '../../app/ports.ts';

/** A pacer that counts. */
export interface MemoryPacer extends Pacer {
  /** How often somebody had to wait. */
  pauses(): number;
}

/** Waits for nothing, so that tests take no time; other work that is ready goes first. */
export const memoryPacer = (): MemoryPacer => {
  let pauses = 0;
  return {
    pause: async () => {
      pauses += 1;
    },
    pauses: () => pauses,
  };
};

import type { Announced, Bus } from '../../app/ports.ts';

/** A bus that remembers. */
export interface MemoryBus extends Bus {
  /** Everything announced, in order, repeats included. */
  announced(): readonly Announced[];
}

/** Plays the bus. */
export const memoryBus = (): MemoryBus => {
  const facts: Announced[] = [];
  return {
    announce: async (fact) => {
      facts.push({ ...fact });
    },
    announced: () => facts.slice(),
  };
};

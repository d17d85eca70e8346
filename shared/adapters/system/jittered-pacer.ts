import type { Pacer } from '../../app/ports.ts';

/** The longest first pause; it doubles from try to try. Five tries stay below 300 ms together. */
const FIRST_MS = 20;

/** Pauses of a random length between nothing and a bound that doubles, so that those who raced do not race again. */
export const jitteredPacer: Pacer = {
  pause: (attempt) => new Promise((resolve) => setTimeout(resolve, Math.random() * FIRST_MS * 2 ** attempt)),
};

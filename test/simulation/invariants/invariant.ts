import type { History } from '../history.ts';

/** A promise, judged from outside when a session is over. A new one is a file in this folder and a line in all-invariants.ts. */
export interface Invariant {
  readonly name: string;
  /** The promise, in one sentence. */
  readonly about: string;
  /** What broke it, one line for each breach. */
  readonly check: (history: History) => readonly string[];
}

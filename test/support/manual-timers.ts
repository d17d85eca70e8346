import type { Timers } from '../../web/client/ports.ts';

interface Due {
  readonly atMs: number;
  readonly run: () => void;
}

/** Time that stands still until the test moves it. */
export class ManualTimers implements Timers {
  #nowMs = 0;
  readonly #due = new Set<Due>();

  now(): number {
    return this.#nowMs;
  }

  after(ms: number, run: () => void): () => void {
    const due = { atMs: this.#nowMs + ms, run };
    this.#due.add(due);
    return () => void this.#due.delete(due);
  }

  /** How many calls are due at some time. */
  get pending(): number {
    return this.#due.size;
  }

  /** Moves time on, making the calls that are due on the way in their order. */
  pass(ms: number): void {
    const end = this.#nowMs + ms;
    for (let next = this.#nextUpTo(end); next !== undefined; next = this.#nextUpTo(end)) {
      this.#due.delete(next);
      this.#nowMs = next.atMs;
      next.run();
    }
    this.#nowMs = end;
  }

  #nextUpTo(endMs: number): Due | undefined {
    let first: Due | undefined;
    for (const due of this.#due) if (due.atMs <= endMs && (first === undefined || due.atMs < first.atMs)) first = due;
    return first;
  }
}

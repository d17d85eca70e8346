import type { WireEvent } from '../../shared/protocol/index.ts';

/** Events that came too early and are kept until the gap before them is filled. More than this is fetched again instead. */
const HELD_MAX = 64;

/** One chat's events in their one order, each once, without a gap: whatever comes lost, doubled or out of order. */
export class Timeline {
  #cursor: number;
  #head = 0;
  #held: WireEvent[] = [];

  /** `after`: the position from which events are wanted; 0 for all. */
  constructor(after: number) {
    this.#cursor = after;
  }

  /** Everything up to here has been given out. */
  get cursor(): number {
    return this.#cursor;
  }

  /** Whether a position above the cursor has been heard of: a catch-up is needed. */
  get behind(): boolean {
    return this.#head > this.#cursor;
  }

  /** Hears of a position without the events that lead to it. */
  hearOf(position: number): void {
    this.#head = Math.max(this.#head, position);
  }

  /** Takes one pushed or own event; answers the events that can now be given out, in order. */
  take(event: WireEvent): WireEvent[] {
    if (event.index <= this.#cursor) return [];
    this.hearOf(event.index);
    const isNew = this.#held.length < HELD_MAX && this.#held.every((held) => held.index !== event.index);
    if (isNew || event.prev <= this.#cursor) this.#held.push(event);
    return this.#release();
  }

  /** Takes a page that begins at or before the cursor and was read up to `position`; answers what is new in it. */
  takePage(events: readonly WireEvent[], position: number): WireEvent[] {
    const fresh = events.filter((event) => event.index > this.#cursor);
    this.#cursor = Math.max(this.#cursor, position);
    return [...fresh, ...this.#release()];
  }

  /** Gives out what has no gap before it any more. */
  #release(): WireEvent[] {
    const released: WireEvent[] = [];
    for (const event of this.#held.sort((a, b) => a.index - b.index)) {
      if (event.index <= this.#cursor || event.prev > this.#cursor) continue;
      this.#cursor = event.index;
      released.push(event);
    }
    this.#held = this.#held.filter((event) => event.index > this.#cursor);
    return released;
  }
}

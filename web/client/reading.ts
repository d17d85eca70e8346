import type { Timers } from './ports.ts';

/** What was read is said at most this often. */
const READ_MS = 3_000;

/** How far both sides of one chat have read. */
export class Reading {
  readonly #timers: Timers;
  readonly #say: (upTo: number) => void;
  #read = 0;
  #said = 0;
  #saying = false;
  #theirs = 0;

  /** `say` tells the server; it may come to nothing. */
  constructor(timers: Timers, say: (upTo: number) => void) {
    this.#timers = timers;
    this.#say = say;
  }

  /** This side has read up to here: says the newest, a little later. */
  note(upTo: number): void {
    this.#read = upTo;
    if (this.#saying) return;
    this.#saying = true;
    this.#timers.after(READ_MS, () => {
      this.#saying = false;
      if (this.#read > this.#said) this.#say(this.#read);
      this.#said = this.#read;
    });
  }

  /** What was said may not have arrived: the next note says it again. */
  forget(): void {
    this.#said = 0;
  }

  /** Whether the other side has read more than was known. */
  hear(upTo: number): boolean {
    const isNews = upTo > this.#theirs;
    if (isNews) this.#theirs = upTo;
    return isNews;
  }
}

/** Remembers what it was told, in order, and wakes whoever waits for something among it. */
export class Witness<T> {
  readonly #seen: T[] = [];
  #waiting: { readonly check: (seen: readonly T[]) => boolean; readonly resolve: () => void }[] = [];

  get seen(): readonly T[] {
    return this.#seen;
  }

  readonly tell = (...news: readonly T[]): void => {
    this.#seen.push(...news);
    const met = this.#waiting.filter(({ check }) => check(this.#seen));
    this.#waiting = this.#waiting.filter((waiter) => !met.includes(waiter));
    for (const { resolve } of met) resolve();
  };

  /** Resolves as soon as `check` holds; the test's own timeout ends a wait in vain. */
  until(check: (seen: readonly T[]) => boolean): Promise<void> {
    if (check(this.#seen)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ check, resolve }));
  }

  /** The first one that `match` accepts, now or later. */
  async first(match: (one: T) => boolean): Promise<T> {
    await this.until((seen) => seen.some(match));
    const found = this.#seen.find(match);
    if (found === undefined) throw new Error('unable to find what was there a moment ago');
    return found;
  }
}

/** Lets one piece of work at a time touch a key. */
export interface KeyLock {
  /** Runs `work` when no other work holds any of `keys`. */
  hold<T>(keys: readonly string[], work: () => Promise<T>): Promise<T>;
}

/** A lock in memory; work on the same key runs in the order in which it was asked for. */
export function createKeyLock(): KeyLock {
  const tails = new Map<string, Promise<unknown>>();
  return {
    hold: (keys, work) => {
      // All keys are queued for in one step, so two holders of several keys can never wait for each other.
      const before = Promise.all(keys.flatMap((key) => tails.get(key) ?? []));
      const done = before.then(work);
      const tail = done.then(
        () => undefined,
        () => undefined,
      );
      for (const key of keys) tails.set(key, tail);
      void tail.then(() => {
        for (const key of keys) if (tails.get(key) === tail) tails.delete(key);
      });
      return done;
    },
  };
}

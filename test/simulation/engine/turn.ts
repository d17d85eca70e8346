/** Those who wait for the microtasks to run dry. */
let waiting: (() => void)[] = [];

const release = (): void => {
  const all = waiting;
  waiting = [];
  for (const go of all) go();
};

/** Ends when every promise that could go on has gone on. Sessions that run side by side share the wait. */
export const turn = (): Promise<void> =>
  new Promise((resolve) => {
    if (waiting.length === 0) setImmediate(release);
    waiting.push(resolve);
  });

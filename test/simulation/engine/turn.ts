/** Those who wait for the microtasks to run dry. */
let waiting: (() => void)[] = [];

/** So many turns in a row without the event loop: only there does Node.js tell of rejections that nobody heard. */
const TURNS_MAX = 256;

let turns = 0;

const release = (): void => {
  const all = waiting;
  waiting = [];
  for (const go of all) go();
};

/** Node.js takes the next tick only once no microtask is left, and that is much cheaper than a round of its event loop. */
const releaseLater = (): void => {
  turns = (turns + 1) % TURNS_MAX;
  if (turns === 0) setImmediate(release);
  else process.nextTick(release);
};

/** Ends when every promise that could go on has gone on. Sessions that run side by side share the wait. */
export const turn = (): Promise<void> =>
  new Promise((resolve) => {
    if (waiting.length === 0) releaseLater();
    waiting.push(resolve);
  });

import type { Activity } from '../contracts.ts';

/**
 * Counts work under way. It is idle only when nothing has been under way for two turns of the event loop, so that a
 * chain of hand-overs (a put, its stream record, the invocation it causes) counts as one piece of work.
 */
export function createActivity(): Activity {
  let underWay = 0;
  let waiting: (() => void)[] = [];

  const settleWhenQuiet = (turnsLeft: number): void => {
    if (underWay > 0) return;
    if (turnsLeft > 0) {
      setImmediate(() => settleWhenQuiet(turnsLeft - 1));
      return;
    }
    const resolved = waiting;
    waiting = [];
    for (const resolve of resolved) resolve();
  };

  const finish = (): void => {
    underWay -= 1;
    if (underWay === 0 && waiting.length > 0) settleWhenQuiet(2);
  };

  return {
    track(work) {
      underWay += 1;
      work.then(finish, finish);
      return work;
    },
    idle() {
      return new Promise((resolve) => {
        waiting.push(resolve);
        settleWhenQuiet(2);
      });
    },
  };
}

import type { Fault, FunctionName } from '../../simulation/faults/fault.ts';

const base = { about: 'Always the same, so that a plot gets where it wants to.', chance: 1 };

/** The first `count` opportunities at which `isIt` says so. */
const first = (count: number): (() => boolean) => {
  let left = count;
  return () => left-- > 0;
};

/** Every wake-up is lost. */
export const noWakeUps = (): Fault => ({
  ...base,
  name: 'no-wake-ups',
  at: 'wake-up',
  harm: 'wake-up-lost',
  strike: () => [],
});

/** The gateway never says that a socket closed. */
export const noDisconnects = (): Fault => ({ ...base, name: 'no-disconnects', at: 'disconnect', strike: () => [] });

/**
 * The `nth` record of the log is lost for good. The harm is that timers are late; that its effects come to nothing would
 * be a harm too, which is not admitted: the sweep has to run them again.
 */
export const recordLost = (nth: number): Fault => {
  let records = 0;
  return {
    ...base,
    name: 'record-lost-once',
    at: 'record',
    harm: 'wake-up-lost',
    strike: () => {
      records += 1;
      return records === nth ? [] : [0];
    },
  };
};

/** The first post to a socket is answered with 200 and never arrives. */
export const firstPostLost = (): Fault => {
  const isFirst = first(1);
  return {
    ...base,
    name: 'first-post-lost',
    at: 'post',
    strike: () => ({ outcome: 'sent', arrives: !isFirst() }),
  };
};

/** Each of these calls of a function is refused once. */
export const refusedOnce = (by: FunctionName, ...names: string[]): Fault => {
  const left = new Set(names);
  return {
    ...base,
    name: 'refused-once',
    at: 'call',
    strike: (_random, call) => (call.by === by && left.delete(call.name) ? { kind: 'refused' } : undefined),
  };
};

/** The first opening ends before its log is written, and what the customer sends after it is lost until `sec` have passed. */
export const openingGivenUp = (requests: number): readonly Fault[] => {
  const isFirst = first(1);
  const isLost = first(requests);
  let isCrashed = false;
  return [
    {
      ...base,
      name: 'opening-ends',
      at: 'call',
      strike: (_random, { name }) => {
        if (name !== 'log.append' || !isFirst()) return undefined;
        isCrashed = true;
        return { kind: 'crash-before' };
      },
    },
    { ...base, name: 'requests-lost', at: 'frame', strike: () => (isCrashed && isLost() ? [] : [0]) },
  ];
};

import type { View } from '../cast/device.ts';
import type { History } from '../history.ts';
import type { Invariant } from './invariant.ts';

const isCustomer = ({ reader }: View): boolean => reader === 'customer';

/** How far the other side had said to have read when something was shown: the highest. */
const saidBefore = (others: readonly View[], atMs: number): number =>
  Math.max(0, ...others.flatMap(({ read }) => read.flatMap((each) => (each.atMs <= atMs ? (each.said ?? 0) : 0))));

const breachesOf = (view: View, { views }: History): string[] => {
  const others = views.filter((other) => isCustomer(other) !== isCustomer(view));
  let last = 0;
  return view.read.flatMap(({ shown, atMs }) => {
    if (shown === undefined) return [];
    const before = last;
    last = shown;
    if (shown < before) return [`${view.device} showed that ${shown} was read after ${before}`];
    return shown > saidBefore(others, atMs)
      ? [`${view.device} showed that ${shown} was read, and nobody had said so`]
      : [];
  });
};

export const readIsTrue: Invariant = {
  name: 'read-is-true',
  about: 'What a device shows as read the other side has read, and it never goes back, not even with a new page.',
  check: (history) => history.views.flatMap((view) => breachesOf(view, history)),
};

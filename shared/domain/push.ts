import type { ChatEvent } from './events.ts';
import type { PushSubscription } from './push-subscription.ts';
import type { Customer, Session } from './session.ts';

/** What the state knows of pushes; left out while there is no subscription. */
export type Pushes = Pick<Customer, 'subscription' | 'pushable' | 'pushedTo'>;

/**
 * Whether the subscription is about this event: the customer may see it, and it is not their own (PUSH-3). That a file is gone is
 * nothing to ring a phone for (FILE-10).
 */
const isPushable = ({ own, deviceType }: PushSubscription, { type, visibility, actor }: ChatEvent): boolean =>
  visibility === 'ALL' &&
  (own === true || actor.type !== 'CLIENT') &&
  (type !== 'file-deleted' || deviceType === 'customhttp');

/**
 * What is pushed by when, after `event`. The customer is away: everything not yet told, up to the newest (PUSH-1, PUSH-2).
 * The close is the last chance for what a socket that only seems alive did not deliver (PUSH-4).
 */
export const pushesAfter = (
  before: Pushes,
  event: ChatEvent,
  now: Pick<Customer, 'sockets' | 'seen'>,
): Pushes | undefined => {
  const { subscription, pushable = 0, pushedTo = 0 } = before;
  if (subscription === undefined) return undefined;
  const newest = isPushable(subscription, event) ? event.index : pushable;
  const isLastChance = now.sockets.length === 0 || event.type === 'chat-closed';
  // What was pushed before is never newer than the newest: to say it once more changes nothing.
  const isDue = isLastChance && newest > now.seen;
  return { subscription, pushable: newest, pushedTo: isDue ? newest : pushedTo };
};

/** Up to which index `event` pushes, if it pushes anything. */
export const pushOf = (before: Session | undefined, after: Session): number | undefined => {
  const { pushedTo = 0 } = after.customer;
  return pushedTo > (before?.customer.pushedTo ?? 0) ? pushedTo : undefined;
};

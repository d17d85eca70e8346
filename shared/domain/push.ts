import { delayed } from './deadlines.ts';
import type { ChatEvent, EpochMs } from './events.ts';
import type { ChatOptions } from './options.ts';
import type { PushSubscription } from './push-subscription.ts';
import type { Customer, Session, Unseen } from './session.ts';

/** What the state knows of pushes; left out while there is no subscription. */
export type Pushes = Pick<Customer, 'subscription' | 'pushable' | 'pushedTo' | 'unseen'>;

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
 * The close is the last chance for what a socket that only seems alive did not deliver (PUSH-4); and what waited for too long to
 * be seen counts as missed (PUSH-12).
 */
export const pushesAfter = (
  before: Pushes,
  event: ChatEvent,
  now: Pick<Customer, 'sockets' | 'seen'>,
): Pushes | undefined => {
  const { subscription, pushable = 0, pushedTo = 0 } = before;
  if (subscription === undefined) return undefined;
  const newest = isPushable(subscription, event) ? event.index : pushable;
  const isLastChance = now.sockets.length === 0 || event.type === 'chat-closed' || event.type === 'unseen-noted';
  // What was pushed before is never newer than the newest: to say it once more changes nothing.
  const isDue = isLastChance && newest > now.seen;
  const pushes = { subscription, pushable: newest, pushedTo: isDue ? newest : pushedTo };
  // Who writes has seen what was there; their own words wait for nobody.
  const awaited = event.actor.type === 'CLIENT' ? pushable : newest;
  const isDone = isLastChance || Math.max(now.seen, pushedTo) >= awaited;
  const unseen = isDone ? undefined : unseenAfter(before.unseen, event);
  return unseen === undefined ? pushes : { ...pushes, unseen };
};

/** One time for the whole chat: what comes while it runs goes with it. It begins anew for the rest when some was seen. */
const unseenAfter = (before: Unseen | undefined, { type, index, seen = 0, seeBy }: ChatEvent): Unseen | undefined =>
  seeBy === undefined ? before : { from: type === 'wake-up-moved' ? seen + 1 : index, by: seeBy };

/** When what begins to wait at `at` is pushed, if the service wants that. */
export const seeByAt = ({ chatId }: Session, at: EpochMs, options: ChatOptions): EpochMs | undefined => {
  const { pushEnabled, pushUnseenSec } = options;
  return pushEnabled && pushUnseenSec > 0 ? delayed(chatId, 'unseen', at, pushUnseenSec).at : undefined;
};

/** By when `event`, after which the chat is in `after`, must be seen; undefined when it need not, or goes with what waits already. */
export const seeByOf = (after: Session, event: ChatEvent, options: ChatOptions): EpochMs | undefined => {
  const { pushable, pushedTo = 0, unseen } = after.customer;
  const isNews = pushable === event.index && pushedTo < event.index && event.actor.type !== 'CLIENT';
  return isNews && unseen === undefined ? seeByAt(after, event.at, options) : undefined;
};

/** Up to which index `event` pushes, if it pushes anything. */
export const pushOf = (before: Session | undefined, after: Session): number | undefined => {
  const { pushedTo = 0 } = after.customer;
  return pushedTo > (before?.customer.pushedTo ?? 0) ? pushedTo : undefined;
};

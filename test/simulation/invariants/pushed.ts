import type { History } from '../history.ts';
import type { ChatEvent } from '../../../shared/domain/events.ts';
import type { Invariant } from './invariant.ts';

/** The customer's sockets by a plain reading; leases are left out, so somebody may have gone who is still listed. */
const socketsAfter = (sockets: ReadonlySet<string>, event: ChatEvent): ReadonlySet<string> => {
  const after = new Set(event.type === 'customer-removed' ? [] : sockets);
  if (event.type === 'customer-connected') after.add(event.connectionId);
  if (event.type === 'customer-disconnected') after.delete(event.connectionId);
  if (event.socket !== undefined) after.add(event.socket);
  return after;
};

/** The device is a phone: it does not ring because a file is gone. */
export const isMissed = ({ visibility, actor, type }: ChatEvent): boolean =>
  visibility === 'ALL' && actor.type !== 'CLIENT' && type !== 'file-deleted';

/** What every event must have asked for, where nobody was there to see it. */
const checkStatements = ({ log, effects }: History): string[] => {
  let sockets: ReadonlySet<string> = new Set();
  let [newest, told] = [0, 0];
  return log.flatMap((event, place) => {
    sockets = socketsAfter(sockets, event);
    if (isMissed(event)) newest = event.index;
    const upTo = effects[place]?.flatMap((effect) => (effect.kind === 'push' ? [effect.upTo] : [])) ?? [];
    told = Math.max(told, event.seen ?? 0, ...upTo);
    const mustHaveBeen = sockets.size === 0 || event.type === 'chat-closed';
    return mustHaveBeen && told < newest ? [`at ${event.index} nothing tells the absent customer of ${newest}`] : [];
  });
};

const checkArrivals = ({ effects, pushedTo, state, harms }: History): string[] => {
  if (harms.has('record-lost')) return [];
  const told = Math.max(state?.customer.seen ?? 0, ...pushedTo);
  const asked = effects.flatMap((list) => list.flatMap((effect) => (effect.kind === 'push' ? [effect.upTo] : [])));
  return asked.some((upTo) => upTo > told) ? [`a push up to ${Math.max(...asked)} never arrived`] : [];
};

export const pushed: Invariant = {
  name: 'pushed',
  about:
    'A customer with a push subscription who is away is told, by a push that arrives, of all that others say and do.',
  check: (history) => {
    const [opening] = history.log;
    if (opening?.type !== 'chat-opened' || opening.subscription === undefined) {
      return history.pushedTo.length === 0 ? [] : ['a push went out for a customer who asked for none'];
    }
    return [...checkStatements(history), ...checkArrivals(history)];
  },
};

import type { View } from '../cast/device.ts';
import type { History } from '../history.ts';
import { readNaively } from '../naive-status.ts';
import type { Invariant } from './invariant.ts';

/** A few calls and frames; a third of the time to the next heartbeat, which would heal everything. */
const AT_ONCE_MS = 10_000;

const lateFor = ({ log }: History, { reader, device, shown }: View): string[] => {
  const readings = readNaively(log);
  return log.flatMap((event, place) => {
    const showing = shown.get(event.index);
    if (showing === undefined || showing.steadySinceMs > event.at) return [];
    const isOwn = event.actor.type === 'AGENT' && event.actor.agentId === reader;
    const isIn = reader === 'customer' || readings[place - 1]?.agents.includes(reader) === true;
    const lateMs = showing.atMs - event.at;
    // An agent's other desks hear of a command only if it asks for that.
    return isIn && !isOwn && lateMs > AT_ONCE_MS ? [`${device} was shown ${event.index} after ${lateMs} ms`] : [];
  });
};

export const shownAtOnce: Invariant = {
  name: 'shown-at-once',
  about: 'While nothing goes wrong, a page of somebody in the chat shows within ten seconds what happens there.',
  check: (history) => (history.struck.size > 0 ? [] : history.views.flatMap((view) => lateFor(history, view))),
};

import type { History } from '../history.ts';
import type { View } from '../cast/device.ts';
import type { Invariant } from './invariant.ts';

const missing = ({ log, settledIndex }: History, { reader, device, openedMs, shown }: View): string[] => {
  const settled = log.slice(0, settledIndex);
  if (settled.some((event) => event.type === 'chat-closed')) return [];
  const seat = settled.findLast(
    (event) => (event.type === 'agent-joined' || event.type === 'agent-left') && event.agentId === reader,
  );
  if (seat?.type !== 'agent-left' || seat.cause !== 'lost') return [];
  const joined = settled.findLast((event) => event.type === 'agent-joined' && event.agentId === reader);
  const showing = joined === undefined ? undefined : shown.get(joined.index);
  // Only a page that saw its agent in the chat, and is still the same, knows where it belongs.
  return showing === undefined || showing.atMs < openedMs || showing.atMs > seat.at
    ? []
    : [`${device} was lost at ${seat.index} and has not joined again`];
};

export const backInTheChat: Invariant = {
  name: 'back-in-the-chat',
  about: 'An agent who was taken for lost and whose page is still open is in the chat again.',
  check: (history) => history.views.flatMap((view) => missing(history, view)),
};

import type { Submitted } from '../cast/device.ts';
import type { History } from '../history.ts';
import type { ChatEvent } from '../../../shared/domain/events.ts';
import type { Invariant } from './invariant.ts';

const isBy = (event: ChatEvent, author: string): boolean =>
  author === 'customer'
    ? event.actor.type === 'CLIENT'
    : event.actor.type === 'AGENT' && event.actor.agentId === author;

const MAKES: Readonly<Record<Submitted['op'], ChatEvent['type']>> = {
  post: 'message-posted',
  join: 'agent-joined',
  leave: 'agent-left',
  hold: 'agent-left',
  close: 'chat-closed',
};

const checkOne = (history: History, entry: Submitted): string[] => {
  const { op, text, author, outcome, device, number } = entry;
  const called = `${device} ${op} ${text ?? `#${number}`}`;
  const same = op === 'post' ? history.log.filter((event) => event.type === 'message-posted' && event.text === text) : [];
  if (same.length > 1) return [`${called} stands in the log ${same.length} times`];
  if (outcome === undefined) {
    const closed = history.state?.phase === 'closed';
    return op === 'post' && same.length === 0 && !closed ? [`${called} was lost without a word`] : [];
  }
  if ('refused' in outcome) return same.length === 0 ? [] : [`${called} was refused (${outcome.refused}) and stands in the log`];
  if (outcome.index === undefined) return op === 'post' ? [`${called} was acknowledged without a place`] : [];
  const event = history.log[outcome.index - 1];
  if (event === undefined || event.type !== MAKES[op] || !isBy(event, author)) {
    return [`${called} was acknowledged at ${outcome.index}, where ${event?.type ?? 'nothing'} stands`];
  }
  return op === 'post' && same[0] !== event ? [`${called} was acknowledged at ${outcome.index} and is not there`] : [];
};

const doubledIds = (log: readonly ChatEvent[]): string[] => {
  const seen = new Set<string>();
  const doubled: string[] = [];
  for (const { id } of log) {
    if (!id.startsWith('c/') && !id.startsWith('a/')) continue;
    if (seen.has(id)) doubled.push(`command ${id} stands in the log twice`);
    seen.add(id);
  }
  return doubled;
};

export const acknowledgedOnce: Invariant = {
  name: 'acknowledged-once',
  about: 'Every acknowledged command stands in the log exactly once, where the acknowledgement says; a refused one does not.',
  check: (history) => [
    ...history.submitted.flatMap((entry) => checkOne(history, entry)),
    ...doubledIds(history.log),
  ],
};

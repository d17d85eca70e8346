import type { Submitted } from '../cast/device.ts';
import type { History } from '../history.ts';
import type { ChatEvent } from '../../../shared/domain/events.ts';
import { labelOf } from '../words.ts';
import type { Invariant } from './invariant.ts';

const isBy = ({ actor }: ChatEvent, author: string): boolean => {
  if (author === 'customer') return actor.type === 'CLIENT';
  return author === 'workflow' ? actor.type === 'EXTERNAL' : actor.type === 'AGENT' && actor.agentId === author;
};

const MAKES: Readonly<Record<Submitted['op'], ChatEvent['type']>> = {
  post: 'message-posted',
  notice: 'notice-sent',
  'user-data': 'user-data-updated',
  join: 'agent-joined',
  leave: 'agent-left',
  hold: 'agent-left',
  transfer: 'agent-left',
  close: 'chat-closed',
};

const checkPlace = ({ log }: History, { op, author }: Submitted, index: number, called: string): string[] => {
  const event = log[index - 1];
  if (event !== undefined && event.type === MAKES[op] && isBy(event, author)) return [];
  return [`${called} was acknowledged at ${index}, where ${event?.type ?? 'nothing'} stands`];
};

const checkCommand = (history: History, entry: Submitted): string[] => {
  const { op, outcome, device, number } = entry;
  if (outcome === undefined || 'refused' in outcome || outcome.index === undefined) return [];
  return checkPlace(history, entry, outcome.index, `${device} ${op} #${number}`);
};

const checkText = (history: History, entry: Submitted): string[] => {
  const { op, label, outcome, device } = entry;
  const called = `${device} ${op} ${label ?? ''}`;
  const found = history.log.filter(
    (event) => event.type === MAKES[op] && 'text' in event && labelOf(event.text) === label,
  );
  if (found.length > 1) return [`${called} stands in the log ${found.length} times`];
  if (outcome === undefined) return [];
  if ('refused' in outcome) {
    // The second copy of a frame may be accepted where the first was refused: a refusal leaves no trace.
    const isSound = found.length === 0 || history.harms.has('frame-doubled');
    return isSound ? [] : [`${called} was refused (${outcome.refused}) and stands in the log`];
  }
  if (outcome.index === undefined || found[0]?.index !== outcome.index) {
    return [`${called} was acknowledged at ${outcome.index ?? 'no place'} and stands at ${found[0]?.index ?? 'none'}`];
  }
  return checkPlace(history, entry, outcome.index, called);
};

const doubledIds = (log: readonly ChatEvent[]): string[] => {
  const seen = new Set<string>();
  const doubled: string[] = [];
  for (const { id } of log) {
    if (id.startsWith('s/')) continue;
    if (seen.has(id)) doubled.push(`command ${id} stands in the log twice`);
    seen.add(id);
  }
  return doubled;
};

export const acknowledgedOnce: Invariant = {
  name: 'acknowledged-once',
  about:
    'Every acknowledged command stands in the log exactly once, where the acknowledgement says; a refused one does not.',
  check: (history) => [
    ...history.submitted.flatMap((entry) => (entry.label === undefined ? checkCommand : checkText)(history, entry)),
    ...doubledIds(history.log),
  ],
};

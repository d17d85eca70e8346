import type { WireEvent } from '../../shared/protocol/index.ts';

/** `GCTI_Chat_AsyncStatus` in words. */
const MEANINGS: Readonly<Record<number, string>> = {
  [-2]: 'asleep: nobody has anything to do',
  [-1]: 'an agent is in the chat',
  1: 'new: waits for an agent',
  2: 'the customer wrote: waits for an agent',
  3: 'long idle: an agent should look at it',
  4: 'the desk was lost: waits for an agent',
  5: 'transferred: waits for an agent',
};

export const meaningOf = (status: number): string => MEANINGS[status] ?? 'unknown';

/** Where a chat stands, and since when. */
export interface Standing {
  readonly status: number;
  readonly sinceMs: number;
  readonly closed: boolean;
  /** Agents in the chat, by id. */
  readonly agents: readonly string[];
}

export const BEFORE_ALL: Standing = { status: 1, sinceMs: 0, closed: false, agents: [] };

const statusOf = (before: Standing, event: WireEvent, agents: readonly string[]): number => {
  if (agents.length > 0) return -1;
  switch (event.type) {
    case 'agent-left':
      return event.cause === 'lost' ? 4 : -2;
    case 'message-posted':
    // Unless its service counts no notices at all.
    case 'file-uploaded':
    case 'file-deleted':
      return event.from.type === 'CLIENT' ? 2 : before.status;
    case 'idle-alerted':
      return 3;
    default:
      return before.status;
  }
};

/** Follows the status through what an agent sees of the chat, so that it shows without asking. */
export const standingAfter = (before: Standing, event: WireEvent): Standing => {
  if (event.type === 'chat-opened') return { ...before, sinceMs: event.at };
  if (event.type === 'chat-closed') return { ...before, closed: true, agents: [], sinceMs: event.at };
  const others = (id: string): readonly string[] => before.agents.filter((agent) => agent !== id);
  const agents =
    event.type === 'agent-joined'
      ? [...others(event.agent.agentId ?? ''), event.agent.agentId ?? '']
      : event.type === 'agent-left'
        ? others(event.agent.agentId ?? '')
        : before.agents;
  const status = statusOf(before, event, agents);
  return { ...before, agents, status, sinceMs: status === before.status ? before.sinceMs : event.at };
};

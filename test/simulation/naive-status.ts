import type { AsyncStatus } from '../../shared/domain/session.ts';
import type { ChatEvent, EpochMs } from '../../shared/domain/events.ts';

/** What a plain reading of the log gives after each event. Written without a look at the core, to disagree with it. */
export interface Reading {
  readonly status: AsyncStatus;
  readonly agents: readonly string[];
  /** The last activity that resets the idle clock. */
  readonly activeAtMs: EpochMs;
  readonly alertedAtMs: EpochMs | undefined;
  readonly idleAlertMs: number;
  readonly idleCloseMs: number;
  readonly presenceMs: number;
  readonly closed: boolean;
}

const statusOf = (before: Reading | undefined, event: ChatEvent, agents: readonly string[]): AsyncStatus => {
  if (before === undefined) return 1;
  if (agents.length > 0) return -1;
  if (event.type === 'agent-left') return event.cause === 'lost' ? 4 : -2;
  if (event.type === 'message-posted' && event.actor.type === 'CLIENT') return 2;
  if (event.type === 'idle-alerted') return 3;
  return before.status;
};

const agentsOf = (before: readonly string[], event: ChatEvent): readonly string[] => {
  if (event.type === 'agent-joined') return before.includes(event.agentId) ? before : [...before, event.agentId];
  if (event.type === 'agent-left') return before.filter((agentId) => agentId !== event.agentId);
  return before;
};

const RESETS: readonly ChatEvent['type'][] = ['chat-opened', 'message-posted', 'agent-joined', 'agent-left'];

/** Reads a log from its beginning: the reading after each of its events. */
export const readNaively = (log: readonly ChatEvent[]): readonly Reading[] => {
  const readings: Reading[] = [];
  let before: Reading | undefined;
  for (const event of log) {
    const agents = agentsOf(before?.agents ?? [], event);
    const resets = RESETS.includes(event.type) && event.visibility === 'ALL';
    const now: Reading = {
      status: statusOf(before, event, agents),
      agents,
      activeAtMs: resets ? event.at : (before?.activeAtMs ?? event.at),
      alertedAtMs: resets ? undefined : event.type === 'idle-alerted' ? event.at : before?.alertedAtMs,
      idleAlertMs: event.periods === undefined ? (before?.idleAlertMs ?? 0) : event.periods.idleAlertSec * 1000,
      idleCloseMs: event.periods === undefined ? (before?.idleCloseMs ?? 0) : event.periods.idleCloseSec * 1000,
      presenceMs: event.periods === undefined ? (before?.presenceMs ?? 0) : event.periods.presenceSec * 1000,
      closed: before?.closed === true || event.type === 'chat-closed',
    };
    readings.push(now);
    before = now;
  }
  return readings;
};

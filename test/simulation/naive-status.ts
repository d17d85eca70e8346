import type { AsyncStatus } from '../../shared/domain/session.ts';
import type { ChatEvent, EpochMs } from '../../shared/domain/events.ts';
import { isCounted, isReset, silenceAfter, type Silence } from './naive-silence.ts';

/** What a plain reading of the log gives after each event. Written without a look at the core, to disagree with it. */
export interface Reading extends Silence {
  readonly status: AsyncStatus;
  readonly agents: readonly string[];
  /** The status that the alert took the place of, while one stands. */
  readonly beforeAlert: AsyncStatus | undefined;
  readonly presenceMs: number;
  /** When the periods were last changed: a clock cannot be late for a deadline that did not exist before. */
  readonly periodsAtMs: EpochMs;
  readonly closed: boolean;
}

const statusOf = (before: Reading | undefined, event: ChatEvent, agents: readonly string[]): AsyncStatus => {
  if (before === undefined) return 1;
  if (agents.length > 0) return -1;
  if (event.type === 'agent-left') return { left: -2, hold: -2, transferred: 5, lost: 4 }[event.cause] as AsyncStatus;
  if ((event.type === 'message-posted' || isCounted(event)) && event.actor.type === 'CLIENT') return 2;
  if (event.type === 'idle-alerted') return 3;
  // Activity that is nobody's turn takes the alert back.
  return isReset(event) ? (before.beforeAlert ?? before.status) : before.status;
};

const beforeAlertOf = (before: Reading | undefined, event: ChatEvent, silence: Silence): AsyncStatus | undefined => {
  if (silence.alertedAtMs === undefined) return undefined;
  return event.type === 'idle-alerted' ? (before?.beforeAlert ?? before?.status) : before?.beforeAlert;
};

const agentsOf = (before: readonly string[], event: ChatEvent): readonly string[] => {
  if (event.type === 'agent-joined') return before.includes(event.agentId) ? before : [...before, event.agentId];
  if (event.type === 'agent-left') return before.filter((agentId) => agentId !== event.agentId);
  return before;
};

const readBefore = new WeakMap<readonly ChatEvent[], readonly Reading[]>();

/** Reads a log from its beginning: the reading after each of its events. */
export const readNaively = (log: readonly ChatEvent[]): readonly Reading[] => {
  const known = readBefore.get(log);
  if (known !== undefined) return known;
  const readings: Reading[] = [];
  readBefore.set(log, readings);
  for (const event of log) {
    const before = readings.at(-1);
    const agentsBefore = before?.agents ?? [];
    const agents = agentsOf(agentsBefore, event);
    const silence = silenceAfter(before, event, agentsBefore.length, agents.length);
    readings.push({
      ...silence,
      status: statusOf(before, event, agents),
      agents,
      beforeAlert: beforeAlertOf(before, event, silence),
      presenceMs: silence.periods.presenceSec * 1000,
      periodsAtMs: event.periods === undefined ? (before?.periodsAtMs ?? event.at) : event.at,
      closed: (before?.closed ?? false) || event.type === 'chat-closed',
    });
  }
  return readings;
};

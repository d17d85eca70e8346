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
  /** When the periods were last changed: a clock cannot be late for a deadline that did not exist before. */
  readonly periodsAtMs: EpochMs;
  readonly closed: boolean;
}

/** Activity by `async-idle-notices`: a notice whose event says so, and typing, which is in the log for nothing else. */
const isCounted = (event: ChatEvent): boolean =>
  event.type === 'typing-noted' || (event.type === 'notice-sent' && event.counts === true);

const statusOf = (before: Reading | undefined, event: ChatEvent, agents: readonly string[]): AsyncStatus => {
  if (before === undefined) return 1;
  if (agents.length > 0) return -1;
  if (event.type === 'agent-left') return { left: -2, hold: -2, transferred: 5, lost: 4 }[event.cause] as AsyncStatus;
  if ((event.type === 'message-posted' || isCounted(event)) && event.actor.type === 'CLIENT') return 2;
  if (event.type === 'idle-alerted') return 3;
  return before.status;
};

const agentsOf = (before: readonly string[], event: ChatEvent): readonly string[] => {
  if (event.type === 'agent-joined') return before.includes(event.agentId) ? before : [...before, event.agentId];
  if (event.type === 'agent-left') return before.filter((agentId) => agentId !== event.agentId);
  return before;
};

const RESETS: readonly ChatEvent['type'][] = ['chat-opened', 'message-posted', 'agent-joined', 'agent-left'];

type Periods = Pick<Reading, 'idleAlertMs' | 'idleCloseMs' | 'presenceMs' | 'periodsAtMs'>;

const FIRST: Omit<Reading, 'status'> = {
  agents: [],
  activeAtMs: 0,
  alertedAtMs: undefined,
  idleAlertMs: 0,
  idleCloseMs: 0,
  presenceMs: 0,
  periodsAtMs: 0,
  closed: false,
};

const idleOf = (before: Omit<Reading, 'status'>, event: ChatEvent): Pick<Reading, 'activeAtMs' | 'alertedAtMs'> => {
  if ((RESETS.includes(event.type) && event.visibility === 'ALL') || isCounted(event)) {
    return { activeAtMs: event.at, alertedAtMs: undefined };
  }
  const { activeAtMs, alertedAtMs } = before;
  return { activeAtMs, alertedAtMs: event.type === 'idle-alerted' ? event.at : alertedAtMs };
};

const periodsOf = (before: Omit<Reading, 'status'>, { periods, at }: ChatEvent): Periods =>
  periods === undefined
    ? before
    : {
        idleAlertMs: periods.idleAlertSec * 1000,
        idleCloseMs: periods.idleCloseSec * 1000,
        presenceMs: periods.presenceSec * 1000,
        periodsAtMs: at,
      };

const readBefore = new WeakMap<readonly ChatEvent[], readonly Reading[]>();

/** Reads a log from its beginning: the reading after each of its events. */
export const readNaively = (log: readonly ChatEvent[]): readonly Reading[] => {
  const known = readBefore.get(log);
  if (known !== undefined) return known;
  const readings: Reading[] = [];
  readBefore.set(log, readings);
  for (const event of log) {
    const last = readings.at(-1);
    const before = last ?? FIRST;
    const agents = agentsOf(before.agents, event);
    readings.push({
      ...before,
      ...periodsOf(before, event),
      ...idleOf(before, event),
      status: statusOf(last, event, agents),
      agents,
      closed: before.closed || event.type === 'chat-closed',
    });
  }
  return readings;
};

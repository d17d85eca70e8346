import type { ChatEvent, LeaveCause } from './events.ts';
import { isSaidAloud } from './idle.ts';
import type { AsyncStatus, Session } from './session.ts';

/** `GCTI_Chat_AsyncStatus` by the road that leads to it (seed, "Async chat states"). */
export const STATUS = {
  dormant: -2,
  withAgent: -1,
  opened: 1,
  customerWrote: 2,
  alerted: 3,
  deskLost: 4,
  transferred: 5,
} as const satisfies Record<string, AsyncStatus>;

const AFTER_LEAVING: Readonly<Record<LeaveCause, AsyncStatus>> = {
  left: STATUS.dormant,
  hold: STATUS.dormant,
  transferred: STATUS.transferred,
  lost: STATUS.deskLost,
};

type Before = Pick<Session, 'status' | 'idle' | 'agents'>;

/** Activity without an agent: the customer's wants an answer, any other ends the alert (STAT-4, STAT-7). */
const afterActivity = (before: Before, { actor }: ChatEvent): AsyncStatus =>
  actor.type === 'CLIENT' ? STATUS.customerWrote : (before.idle.statusBefore ?? before.status);

/**
 * The status after `event`, where `agents` is who is in the chat then. An agent in the chat always means -1 (STAT-2): the
 * chat is in somebody's hands, whatever clocks run out.
 */
export const statusAfter = (before: Before, event: ChatEvent, agents: Session['agents']): AsyncStatus => {
  if (agents.length > 0) return STATUS.withAgent;
  switch (event.type) {
    case 'agent-left':
      return before.agents.length > 0 ? AFTER_LEAVING[event.cause] : before.status;
    case 'message-posted':
    case 'typing-noted':
    case 'notice-sent':
    case 'file-uploaded':
    case 'file-deleted':
      return isSaidAloud(event) ? afterActivity(before, event) : before.status;
    case 'idle-alerted':
      return STATUS.alerted;
    default:
      return before.status;
  }
};

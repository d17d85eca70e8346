import type { ChatEvent } from './events.ts';
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

const afterLeaving = (cause: 'left' | 'hold' | 'lost'): AsyncStatus =>
  cause === 'lost' ? STATUS.deskLost : STATUS.dormant;

/**
 * The status after `event`, where `agents` is who is in the chat then. An agent in the chat always means -1 (STAT-2): the
 * chat is in somebody's hands, whatever clocks run out.
 */
export const statusAfter = (
  before: Pick<Session, 'status' | 'idle' | 'agents'>,
  event: ChatEvent,
  agents: Session['agents'],
): AsyncStatus => {
  if (agents.length > 0) return STATUS.withAgent;
  switch (event.type) {
    case 'agent-left':
      return before.agents.length > 0 ? afterLeaving(event.cause) : before.status;
    case 'message-posted':
      if (event.actor.type === 'CLIENT') return STATUS.customerWrote;
      return before.idle.statusBefore ?? before.status;
    case 'idle-alerted':
      return STATUS.alerted;
    default:
      return before.status;
  }
};

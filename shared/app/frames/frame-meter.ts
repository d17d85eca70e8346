import type { ConnectionId, EpochMs } from '../../domain/events.ts';
import type { Bearer } from '../credentials.ts';

/** What to do with a frame: answer it, refuse it unread by any store, or close its socket. */
export type Verdict = 'answer' | 'refuse' | 'close';

/** Counts the frames of sockets, as far as one function environment sees them. */
export interface FrameMeter {
  /** Counts one frame that came at `now`. */
  count(connectionId: ConnectionId, role: Bearer['role'], now: EpochMs): Verdict;
  /** The chat refused a command of this customer's socket as too fast: the next ones need not ask it at once. */
  hold(connectionId: ConnectionId, now: EpochMs): void;
  /** Whether commands of this socket are refused without asking the chat. */
  isHeld(connectionId: ConnectionId, now: EpochMs): boolean;
  /** The socket is gone. */
  forget(connectionId: ConnectionId): void;
}

/** Sockets that are counted at the same time; beyond them the one that was silent longest starts anew. */
const SOCKETS_MAX = 5_000;

/** A customer's socket serves one chat, a desk's up to a hundred. */
const PER_SEC: Readonly<Record<Bearer['role'], number>> = { customer: 20, agent: 100 };

/** So many seconds' worth of frames may come at once. */
const BURST_MS = 3_000;

/** Sending so many times what is answered is no mistake any more. */
const CLOSE_FACTOR = 10;

/** So long a chat is not asked again: no longer than the client library waits at least. */
const HOLD_MS = 500;

/** Two buckets, each as the time at which it is full again: of frames that were answered, and of all frames. */
interface Count {
  answeredRestAt: EpochMs;
  allRestAt: EpochMs;
  heldUntil: EpochMs;
}

/** A meter without any count. It is approximate: each environment has its own, and forgets it when it ends (LIM-5). */
export const frameMeter = (): FrameMeter => {
  const counts = new Map<ConnectionId, Count>();

  const countOf = (connectionId: ConnectionId): Count => {
    const count = counts.get(connectionId) ?? { answeredRestAt: 0, allRestAt: 0, heldUntil: 0 };
    counts.delete(connectionId);
    counts.set(connectionId, count);
    const [oldest] = counts.keys();
    if (counts.size > SOCKETS_MAX && oldest !== undefined) counts.delete(oldest);
    return count;
  };

  return {
    count: (connectionId, role, now) => {
      const count = countOf(connectionId);
      const stepMs = 1000 / PER_SEC[role];
      count.allRestAt = Math.max(count.allRestAt, now) + stepMs / CLOSE_FACTOR;
      if (count.allRestAt - now > BURST_MS) {
        // Closed once for each flood: frames that are under way find the count started anew.
        count.allRestAt = now;
        return 'close';
      }
      const restAt = Math.max(count.answeredRestAt, now) + stepMs;
      if (restAt - now > BURST_MS) return 'refuse';
      count.answeredRestAt = restAt;
      return 'answer';
    },
    hold: (connectionId, now) => {
      countOf(connectionId).heldUntil = now + HOLD_MS;
    },
    isHeld: (connectionId, now) => (counts.get(connectionId)?.heldUntil ?? 0) > now,
    forget: (connectionId) => {
      counts.delete(connectionId);
    },
  };
};

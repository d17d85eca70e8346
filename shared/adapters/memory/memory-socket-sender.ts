import type { PostOutcome, SocketSender } from '../../app/ports.ts';
import type { ConnectionId } from '../../domain/events.ts';

/** A gateway in memory: sockets that are open take frames. */
export interface MemorySocketSender extends SocketSender {
  /** Opens a socket. Its frames go to `receive`, or are kept for `frames`. */
  open(connectionId: ConnectionId, receive?: (frame: string) => void): void;
  /** The socket is gone, as after a lost network. */
  drop(connectionId: ConnectionId): void;
  isOpen(connectionId: ConnectionId): boolean;
  /** The frames kept for a socket, oldest first. */
  frames(connectionId: ConnectionId): readonly string[];
}

/** How the gateway misbehaves. */
export interface MemorySocketSenderOptions {
  /** The fate of a post or probe; undefined leaves it to the socket. Anything but `sent` loses the frame. */
  readonly fate?: (connectionId: ConnectionId) => PostOutcome | undefined;
}

/** Plays the gateway's side of every socket. */
export const memorySocketSender = (options: MemorySocketSenderOptions = {}): MemorySocketSender => {
  const receivers = new Map<ConnectionId, (frame: string) => void>();
  const kept = new Map<ConnectionId, string[]>();

  const keep = (connectionId: ConnectionId) => (frame: string) => {
    const frames = kept.get(connectionId);
    if (frames === undefined) kept.set(connectionId, [frame]);
    else frames.push(frame);
  };

  const outcome = (connectionId: ConnectionId): PostOutcome =>
    options.fate?.(connectionId) ?? (receivers.has(connectionId) ? 'sent' : 'gone');

  return {
    post: async (connectionId, frame) => {
      const result = outcome(connectionId);
      if (result === 'sent') receivers.get(connectionId)?.(frame);
      return result;
    },
    probe: async (connectionId) => outcome(connectionId),
    close: async (connectionId) => {
      receivers.delete(connectionId);
    },
    open: (connectionId, receive) => {
      receivers.set(connectionId, receive ?? keep(connectionId));
    },
    drop: (connectionId) => {
      receivers.delete(connectionId);
    },
    isOpen: (connectionId) => receivers.has(connectionId),
    frames: (connectionId) => kept.get(connectionId)?.slice() ?? [],
  };
};

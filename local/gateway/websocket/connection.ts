import type { WebSocket } from 'ws';
import type { CancelTimer, CloudClock } from '../../contracts.ts';

/** API Gateway ends a socket after so long without a frame in either direction … */
const IDLE_TIMEOUT_MS = 10 * 60_000;
/** … and after so long in any case. */
const LIFETIME_MS = 2 * 60 * 60_000;

/** Who is at the other end, as events and `GetConnection` tell it. */
export interface Peer {
  readonly sourceIp: string;
  readonly userAgent: string;
}

/** One open socket and its leases. */
export interface Connection {
  readonly id: string;
  readonly connectedAtMs: number;
  readonly lastActiveAtMs: number;
  readonly peer: Peer;
  /** The authorizer's context, values as texts; undefined without an authorizer. */
  readonly authorizer: Readonly<Record<string, string>> | undefined;
  /** Sends a text frame. Rejects when the socket is gone. */
  send(text: string): Promise<void>;
  /** Notes a frame of the peer. */
  touch(): void;
  close(code: number, reason: string): void;
}

export interface ConnectionSettings {
  readonly id: string;
  readonly socket: WebSocket;
  readonly clock: CloudClock;
  readonly peer: Peer;
  readonly authorizer: Readonly<Record<string, string>> | undefined;
}

/** Takes a freshly opened socket under API Gateway's limits. */
export function openConnection({ id, socket, clock, peer, authorizer }: ConnectionSettings): Connection {
  const connectedAtMs = clock.now();
  let lastActiveAtMs = connectedAtMs;
  let cancelIdle: CancelTimer = () => undefined;

  const close = (code: number, reason: string): void => socket.close(code, reason);
  /** Closes, and waits until it is done: virtual time must not move on while the peer answers the close. */
  const end = (): Promise<void> => {
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    close(1001, 'Going away');
    return ended;
  };
  const watchIdle = (): void => {
    cancelIdle = clock.at(lastActiveAtMs + IDLE_TIMEOUT_MS, () => {
      if (clock.now() >= lastActiveAtMs + IDLE_TIMEOUT_MS) return end();
      watchIdle();
    });
  };
  const cancelLifetime = clock.at(connectedAtMs + LIFETIME_MS, end);
  watchIdle();
  socket.once('close', () => {
    cancelIdle();
    cancelLifetime();
  });

  return {
    id,
    connectedAtMs,
    get lastActiveAtMs() {
      return lastActiveAtMs;
    },
    peer,
    authorizer,
    send(text) {
      lastActiveAtMs = clock.now();
      return new Promise((resolve, reject) => {
        socket.send(text, (error) => (error ? reject(error) : resolve()));
      });
    },
    touch() {
      lastActiveAtMs = clock.now();
    },
    close,
  };
}

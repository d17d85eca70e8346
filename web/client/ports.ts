/** What the client library is given: it owns no clock, no chance, no network and no storage. */

/** What a socket tells its owner; never before the call that opened it has returned, and nothing after `closed`. */
export interface SocketListener {
  opened(): void;
  received(text: string): void;
  /** The socket is gone or could not be opened. `final`: the code of a refusal that trying again cannot cure. */
  closed(final?: string): void;
}

/** A socket as the library uses it. */
export interface ClientSocket {
  /** Sends one text frame; on a socket that is not open it does nothing. */
  send(text: string): void;
  /** Closes the socket; its listener may or may not hear `closed`. */
  close(): void;
}

/** Gets a ticket and opens a socket with it. Must not throw and must not call the listener before it returns. */
export type OpenSocket = (listener: SocketListener) => ClientSocket;

/** Time: milliseconds from any origin that does not go back, and a call after so many of them. */
export interface Timers {
  now(): number;
  /** Calls `run` once after `ms`; the answer cancels. */
  after(ms: number, run: () => void): () => void;
}

/** Keeps what is not acknowledged over a reload. */
export interface OutboxStore {
  /** What this client and earlier ones saved, each as it was given to `save`. */
  load(): readonly string[];
  /** Replaces everything that `load` answers. */
  save(text: string): void;
}

/** Everything the library needs from the world. */
export interface ClientPorts {
  readonly openSocket: OpenSocket;
  readonly timers: Timers;
  /** A number from 0 up to 1; command ids are made of it, so it must not be guessable where that matters. */
  readonly random: () => number;
  /** Left out: commands that are not acknowledged are forgotten with the page. */
  readonly store?: OutboxStore;
}

/** What a page shows: `connecting` also while it catches up, `waiting` between two tries, `closed` when it will not try again. */
export type ConnectionState = 'connecting' | 'live' | 'waiting' | 'closed';

import * as v from 'valibot';
import { ClientFrame, ServerFrame } from '../../shared/protocol/index.ts';
import type { ClientSocket, OpenSocket, SocketListener } from '../../web/client/ports.ts';

/** The far end of a socket that a client opened. Nothing moves by itself: the test opens, answers and breaks. */
export class FarEnd implements ClientSocket {
  readonly #listener: SocketListener;
  /** Frames from the client that nobody has taken, oldest first; each is checked against the protocol when it arrives. */
  readonly inbox: ClientFrame[] = [];
  isOpen = false;
  /** Whether the client closed the socket, or the test did. */
  isClosed = false;

  constructor(listener: SocketListener) {
    this.#listener = listener;
  }

  send(text: string): void {
    if (this.isOpen && !this.isClosed) this.inbox.push(v.parse(ClientFrame, JSON.parse(text)));
  }

  close(): void {
    this.isClosed = true;
  }

  /** Completes the handshake. */
  open(): void {
    this.isOpen = true;
    this.#listener.opened();
  }

  /** Takes the oldest frame, which must be of this operation. */
  take<Op extends ClientFrame['op']>(op: Op): Extract<ClientFrame, { op: Op }> {
    const frame = this.inbox.shift();
    const isWanted = (one: ClientFrame | undefined): one is Extract<ClientFrame, { op: Op }> => one?.op === op;
    if (!isWanted(frame)) throw new Error(`expected ${op}, but the client sent ${JSON.stringify(frame)}`);
    return frame;
  }

  /** Delivers a frame of the protocol. */
  deliver(frame: ServerFrame): void {
    if (!this.isClosed) this.#listener.received(JSON.stringify(v.parse(ServerFrame, frame)));
  }

  /** Delivers any text. */
  deliverText(text: string): void {
    if (!this.isClosed) this.#listener.received(text);
  }

  /** Loses the socket; `final` as a refused ticket does. */
  lose(final?: string): void {
    this.isClosed = true;
    this.#listener.closed(final);
  }
}

/** A socket factory whose far ends the test holds. */
export interface FarSide {
  readonly openSocket: OpenSocket;
  /** Every socket that was opened, oldest first. */
  readonly ends: readonly FarEnd[];
  /** The socket opened last. */
  last(): FarEnd;
}

export const farSide = (): FarSide => {
  const ends: FarEnd[] = [];
  return {
    openSocket: (listener) => {
      const end = new FarEnd(listener);
      ends.push(end);
      return end;
    },
    ends,
    last: () => {
      const end = ends.at(-1);
      if (end === undefined) throw new Error('no socket was opened');
      return end;
    },
  };
};

import { WebSocket, type RawData } from 'ws';
import type { OpenSocket } from '../../../web/client/ports.ts';
import type { Ticket } from './http.ts';
import type { Stack } from './stack.ts';
import { Witness } from './witness.ts';

type Frame = Readonly<Record<string, unknown>>;

const parse = (text: string): Frame => {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? { ...value } : {};
};

const textOf = (data: RawData): string =>
  (Array.isArray(data)
    ? Buffer.concat(data)
    : Buffer.from(data instanceof ArrayBuffer ? new Uint8Array(data) : data)
  ).toString('utf8');

/** The word by which an answer names what it answers. */
const refOf = (frame: Frame): string | undefined => {
  const ref = frame['id'] ?? frame['ref'];
  return typeof ref === 'string' ? ref : undefined;
};

const addressOf = ({ socketUrl, ticket }: Ticket): string => `${socketUrl}?ticket=${encodeURIComponent(ticket)}`;

/** How a socket ended. */
export interface Ending {
  readonly code: number;
  readonly atMs: number;
}

/** A socket of the protocol by hand: what comes is kept until it is asked for. */
export class RawSocket {
  readonly #socket: WebSocket;
  readonly #stack: Stack;
  readonly #frames = new Witness<Frame>();
  #refs = 0;
  readonly closed: Promise<Ending>;

  private constructor(stack: Stack, socket: WebSocket) {
    this.#socket = socket;
    this.#stack = stack;
    socket.on('message', (data) => this.#frames.tell(parse(textOf(data))));
    this.closed = new Promise((resolve) => {
      socket.on('close', (code) => resolve({ code, atMs: stack.timers.now() }));
    });
  }

  /** Rejects with `refused <HTTP status>` when the handshake is. */
  static open(stack: Stack, address: Ticket | string): Promise<RawSocket> {
    const socket = new WebSocket(typeof address === 'string' ? address : addressOf(address));
    const opened = new RawSocket(stack, socket);
    const opening = new Promise<RawSocket>((resolve, reject) => {
      socket.once('open', () => resolve(opened));
      socket.once('unexpected-response', (_request, response) => {
        response.resume();
        reject(new Error(`refused ${response.statusCode}`));
      });
      socket.once('error', reject);
    });
    return stack.traffic.track(opening);
  }

  /** A socket that has said hello from `after`, and the answer. */
  static async greet(stack: Stack, ticket: Ticket, after = 0): Promise<{ socket: RawSocket; greeting: Frame }> {
    const socket = await RawSocket.open(stack, ticket);
    return { socket, greeting: await socket.ask({ op: 'hello', v: 1, after }) };
  }

  /** Every frame so far. */
  get frames(): readonly Frame[] {
    return this.#frames.seen;
  }

  send(frame: string | Buffer): void {
    this.#socket.send(frame);
  }

  /** Sends a frame and waits for the answer that names it. */
  ask(frame: Frame): Promise<Frame> {
    this.#refs += 1;
    const asked = refOf(frame) === undefined ? { ...frame, ref: `r${this.#refs}` } : frame;
    const ref = refOf(asked);
    const before = this.#frames.seen.length;
    const answer = this.#next(before, (given) => given['ref'] === ref || given['requestId'] !== undefined);
    this.send(JSON.stringify(asked));
    return this.#stack.traffic.track(answer);
  }

  /** The first frame of a type, now or later. */
  hear(type: string): Promise<Frame> {
    return this.#frames.first((frame) => frame['type'] === type);
  }

  /** Sends a text that is no frame, and waits for whatever answers it. */
  complain(text: string): Promise<Frame> {
    const answer = this.#next(this.#frames.seen.length, ({ type }) => type !== 'event');
    this.send(text);
    return this.#stack.traffic.track(answer);
  }

  close(): void {
    this.#socket.close();
  }

  /** Ends without a word, as a phone in a tunnel does. */
  vanish(): void {
    this.#socket.terminate();
  }

  async #next(from: number, match: (frame: Frame) => boolean): Promise<Frame> {
    await this.#frames.until((seen) => seen.slice(from).some(match));
    return this.#frames.seen.slice(from).find(match) ?? {};
  }
}

/** Sockets for the client library, each with a new ticket. Virtual time waits for every answer that is due on one. */
export const socketsOf =
  (stack: Stack, getTicket: () => Promise<Ticket>): OpenSocket =>
  (listener) => {
    const due = new Map<string, () => void>();
    const expect = (ref: string): void => {
      void stack.traffic.track(new Promise<void>((resolve) => due.set(ref, resolve)));
    };
    const settle = (ref: string): void => {
      due.get(ref)?.();
      due.delete(ref);
    };
    const settleAll = (): void => [...due.keys()].forEach(settle);
    let socket: WebSocket | undefined;
    let closing = false;
    expect('handshake');
    const open = (ticket: Ticket): void => {
      if (closing) return settleAll();
      socket = new WebSocket(addressOf(ticket));
      socket.on('open', () => {
        listener.opened();
        settle('handshake');
      });
      socket.on('message', (data) => {
        const text = textOf(data);
        const frame = parse(text);
        listener.received(text);
        if (typeof frame['ref'] === 'string') settle(frame['ref']);
        else if (frame['requestId'] !== undefined) settleAll();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        listener.closed();
        settleAll();
      });
    };
    getTicket().then(open, () => {
      listener.closed();
      settleAll();
    });
    return {
      send: (text) => {
        if (socket?.readyState !== WebSocket.OPEN) return;
        const ref = refOf(parse(text));
        if (ref !== undefined) expect(ref);
        socket.send(text);
      },
      close: () => {
        closing = true;
        settleAll();
        if (socket === undefined || socket.readyState === WebSocket.CLOSED) return;
        expect('close');
        socket.close();
      },
    };
  };

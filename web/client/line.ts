import type { ClientFrame, ServerFrame } from '../../shared/protocol/index.ts';
import { decodeFrame, type GatewayFrame, type Question } from './frames.ts';
import type { ClientPorts, ClientSocket } from './ports.ts';

/** How long a socket may take to open, and the server to answer. */
const ANSWER_MS = 10_000;

/** What a line tells its owner. */
export interface LineOwner {
  /** A reference that no socket of this client has used. */
  nextRef(): string;
  opened(line: Line): void;
  received(line: Line, frame: ServerFrame | GatewayFrame): void;
  /** Never after `close`. */
  lost(line: Line, final?: string): void;
}

/** One socket: counts the answers that are due, and gives itself up when one does not come. */
export class Line {
  readonly #ports: ClientPorts;
  readonly #owner: LineOwner;
  readonly #socket: ClientSocket;
  readonly #due = new Set<string>(['']);
  #cancelWatch = (): void => {};
  #over = false;
  #retiring = false;
  /** Hellos said on this socket. */
  greetings = 0;
  /** Whether a hello was answered. */
  ready = false;

  /** Opens the socket. */
  constructor(ports: ClientPorts, owner: LineOwner) {
    this.#ports = ports;
    this.#owner = owner;
    this.#watch();
    this.#socket = ports.openSocket({
      opened: () => {
        if (this.#over) return;
        this.#answered('');
        owner.opened(this);
      },
      received: (text) => {
        if (!this.#over) this.#received(text);
      },
      closed: (final) => this.fail(final),
    });
  }

  /** Sends a frame that nothing answers. */
  tell(frame: ClientFrame): void {
    this.#socket.send(JSON.stringify(frame));
  }

  /** Sends a question under a reference of its own, and answers the reference. */
  ask(question: Question): string {
    const ref = this.#owner.nextRef();
    this.demand(ref, { ...question, ref });
    return ref;
  }

  /** Sends a frame that must be answered under `ref`. */
  demand(ref: string, frame: ClientFrame): void {
    this.#due.add(ref);
    this.#watch();
    this.tell(frame);
  }

  /** Closes the socket once nothing is due any more. */
  retire(): void {
    this.#retiring = true;
    if (this.#due.size === 0) this.close();
  }

  /** Closes the socket; the owner hears no more of it. */
  close(): void {
    this.#over = true;
    this.#cancelWatch();
    this.#socket.close();
  }

  /** Gives the socket up and says so. */
  fail(final?: string): void {
    if (this.#over) return;
    this.close();
    this.#owner.lost(this, final);
  }

  #received(text: string): void {
    const frame = decodeFrame(text);
    if (frame === undefined) return;
    if ('ref' in frame && frame.ref !== undefined) this.#answered(frame.ref);
    this.#owner.received(this, frame);
    if (this.#retiring && !this.#over) this.retire();
  }

  #answered(ref: string): void {
    if (!this.#due.delete(ref)) return;
    if (this.#due.size === 0) this.#cancelWatch();
    else this.#watch();
  }

  #watch(): void {
    this.#cancelWatch();
    this.#cancelWatch = this.#ports.timers.after(ANSWER_MS, () => this.fail());
  }
}

import { PING_HIDDEN_SEC } from '../../shared/protocol/limits.ts';
import type { ClientFrame, ServerFrame } from '../../shared/protocol/index.ts';
import { backoffMs } from './backoff.ts';
import type { GatewayFrame, Question } from './frames.ts';
import { Line, type LineOwner } from './line.ts';
import type { ClientPorts } from './ports.ts';

/** How often a socket may be told to say hello before it is given up. */
const GREETINGS_MAX = 4;

/** How soon a failed rotation is tried again. */
const ROTATE_AGAIN_MS = 30_000;

/** Codes that a new socket with a new ticket may cure, and those after which a hello is worth repeating. */
const RECONNECT = ['expired', 'unauthorized', 'say-hello'];
const TRY_AGAIN = [...RECONNECT, 'try-again', 'rate-limited'];

type Phase = 'closed' | 'connecting' | 'waiting' | 'open';

/** What the connection asks of the client built on it. */
export interface ConnectionOwner {
  /** The hello of this moment. */
  hello(): Question;
  /** The heartbeat of this moment. */
  ping(): Question;
  received(frame: ServerFrame): void;
  /** The phase changed. */
  moved(): void;
  /** A socket went, maybe with answers that were due, while another one stands in for it. */
  interrupted(): void;
}

/**
 * Keeps one socket that has said hello, for ever: opens it, pings, replaces it before the gateway's two hours are over (the
 * new one first), and comes back with growing pauses when it is lost.
 */
export class Connection implements LineOwner {
  readonly #ports: ClientPorts;
  readonly #owner: ConnectionOwner;
  /** The socket in use, the one that is to replace it, and the one that was replaced and still owes an answer. */
  #line: Line | undefined;
  #spare: Line | undefined;
  #old: Line | undefined;
  #phase: Phase = 'closed';
  #attempt = 0;
  #refs = 0;
  #visible = true;
  #pingMs = 0;
  #rotateMs = 0;
  #cancelRetry = (): void => {};
  #cancelPing = (): void => {};
  #cancelRotation = (): void => {};
  /** The code that ended the connection for good, if one did. */
  refusal: string | undefined;

  /** Nothing happens before `start`. */
  constructor(ports: ClientPorts, owner: ConnectionOwner) {
    this.#ports = ports;
    this.#owner = owner;
  }

  /** Closed, connecting (no hello answered yet), waiting for the next try, or open. */
  get phase(): Phase {
    return this.#phase;
  }

  /** Connects, or tries again at once when it is waiting. */
  start(): void {
    if (this.#phase === 'connecting' || this.#phase === 'open') return;
    this.#cancelRetry();
    this.refusal = undefined;
    this.#move('connecting');
    this.#line = new Line(this.#ports, this);
  }

  /** Closes every socket and stays closed. */
  stop(refusal?: string): void {
    this.#cancelRetry();
    this.#drop();
    this.refusal = refusal;
    this.#move('closed');
  }

  /** Pings often while somebody looks, seldom otherwise, and once at every change, so that the server knows what was seen. */
  setVisible(visible: boolean): void {
    if (visible === this.#visible) return;
    this.#visible = visible;
    if (this.#phase === 'open') this.#ping();
    else if (visible && this.#phase === 'waiting') this.start();
  }

  /** Sends a frame that nothing answers, if there is a socket. */
  tell(frame: ClientFrame): void {
    if (this.#phase === 'open') this.#line?.tell(frame);
  }

  /** Sends a question if the connection is open; answers its reference. */
  ask(question: Question): string | undefined {
    return this.#phase === 'open' ? this.#line?.ask(question) : undefined;
  }

  /** Sends a frame that is to be answered under `ref`; the connection must be open. */
  demand(ref: string, frame: ClientFrame): void {
    this.#line?.demand(ref, frame);
  }

  nextRef(): string {
    this.#refs += 1;
    return `q${this.#refs}`;
  }

  opened(line: Line): void {
    line.greetings += 1;
    line.ask(this.#owner.hello());
  }

  received(line: Line, frame: ServerFrame | GatewayFrame): void {
    switch (frame.type) {
      case 'gateway':
        return line.fail();
      case 'hello-ok':
        this.#greeted(line, frame.pingSec, frame.rotateSec);
        break;
      case 'error':
        if (this.#refused(line, frame.code)) return;
        break;
      case 'ack':
      case 'page':
      case 'pong':
        this.#attempt = 0;
        break;
      default:
    }
    this.#owner.received(frame);
    if (frame.type === 'pong' && line === this.#spare && line.ready) this.#promote(line);
  }

  lost(line: Line, final?: string): void {
    if (line === this.#spare) {
      this.#spare = undefined;
      this.#rotateAfter(ROTATE_AGAIN_MS);
      return;
    }
    if (line === this.#old) this.#old = undefined;
    else if (final !== undefined) return this.stop(final);
    else if (this.#spare?.ready === true) this.#promote(this.#spare);
    else return this.#wait();
    this.#owner.interrupted();
  }

  #greeted(line: Line, pingSec: number, rotateSec: number): void {
    line.ready = true;
    if (line === this.#spare) line.ask(this.#owner.ping());
    if (line !== this.#line) return;
    this.#pingMs = pingSec * 1000;
    this.#rotateMs = rotateSec * 1000;
    if (line.greetings > 1) return;
    this.#rotateAfter(this.#spread());
    this.#pingLater();
    this.#move('open');
  }

  /** Deals with what concerns the socket and not one frame; true when the socket is gone. */
  #refused(line: Line, code: string): boolean {
    if (code === 'say-hello' && line.greetings < GREETINGS_MAX) {
      this.opened(line);
      return false;
    }
    const final = !line.ready && line === this.#line && !TRY_AGAIN.includes(code);
    if (final) this.stop(code);
    else if (!line.ready || RECONNECT.includes(code)) line.fail();
    else return false;
    return true;
  }

  #promote(line: Line): void {
    this.#old?.fail();
    this.#old = this.#line;
    this.#line = line;
    this.#spare = undefined;
    this.#old?.retire();
    this.#rotateAfter(this.#spread());
    this.#pingLater();
  }

  #wait(): void {
    this.#drop();
    this.#move('waiting');
    this.#cancelRetry = this.#ports.timers.after(backoffMs(this.#attempt, this.#ports.random), () => this.start());
    this.#attempt += 1;
  }

  #drop(): void {
    this.#cancelPing();
    this.#cancelRotation();
    for (const line of [this.#line, this.#spare, this.#old]) line?.close();
    this.#line = this.#spare = this.#old = undefined;
  }

  #ping(): void {
    this.#line?.ask(this.#owner.ping());
    this.#pingLater();
  }

  #pingLater(): void {
    this.#cancelPing();
    const ms = this.#visible ? this.#pingMs : PING_HIDDEN_SEC * 1000;
    this.#cancelPing = this.#ports.timers.after(ms, () => this.#ping());
  }

  /** A little earlier than asked, by chance, so that sockets opened together are not replaced together. */
  #spread(): number {
    return Math.round(this.#rotateMs * (1 - this.#ports.random() / 20));
  }

  #rotateAfter(ms: number): void {
    this.#cancelRotation();
    this.#cancelRotation = this.#ports.timers.after(ms, () => {
      this.#spare = new Line(this.#ports, this);
    });
  }

  #move(phase: Phase): void {
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.#owner.moved();
  }
}

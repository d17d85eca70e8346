import { makeHandler } from '../../../functions/socket/handler.ts';
import type { PostOutcome } from '../../../shared/app/ports.ts';
import type { ConnectionId } from '../../../shared/domain/events.ts';
import type { ClientSocket, SocketListener } from '../../../web/client/ports.ts';
import type { Peer, SocketContext, World, WorldGateway } from './world.ts';

const IDLE_MS = 10 * 60_000;
const LIFE_MS = 2 * 3_600_000;

interface Socket {
  readonly id: ConnectionId;
  readonly context: SocketContext;
  readonly listener: SocketListener;
  readonly peer: Peer;
  readonly openedMs: number;
  /** Whether the gateway believes in it. */
  open: boolean;
  /** Whether frames pass. A socket that went dead stays dead. */
  deaf: boolean;
  lastFrameMs: number;
  /** No frame overtakes another unless a fault makes it. */
  upMs: number;
  downMs: number;
}

/** API Gateway's WebSocket side: sockets, frames both ways, two hours, ten idle minutes, `$disconnect`. */
export class Gateway implements WorldGateway {
  readonly #world: World;
  readonly #sockets = new Map<ConnectionId, Socket>();
  #opened = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** A client opens a socket. */
  open(peer: Peer, context: SocketContext, listener: SocketListener): ClientSocket {
    const { agenda } = this.#world;
    this.#opened += 1;
    const nowMs = agenda.nowMs;
    const socket: Socket = {
      id: `conn-${this.#opened}`,
      context,
      listener,
      peer,
      openedMs: nowMs,
      open: false,
      deaf: false,
      lastFrameMs: nowMs,
      upMs: nowMs,
      downMs: nowMs,
    };
    agenda.after(this.#world.latencyMs() * 3, () => this.#connect(socket));
    return { send: (text) => this.#fromClient(socket, text), close: () => this.#closeByClient(socket) };
  }

  #connect(socket: Socket): void {
    const { agenda, trace } = this.#world;
    if (!socket.peer.reachable) {
      agenda.after(1_000, () => socket.listener.closed());
      return;
    }
    trace.note(agenda.nowMs, 'socket open', () => socket.id);
    socket.open = true;
    this.#sockets.set(socket.id, socket);
    agenda.after(IDLE_MS, () => this.#cutIfIdle(socket));
    agenda.after(LIFE_MS, () => this.#cut(socket));
    socket.listener.opened();
  }

  #cutIfIdle(socket: Socket): void {
    if (!socket.open) return;
    const idleUntilMs = socket.lastFrameMs + IDLE_MS;
    const { agenda } = this.#world;
    if (idleUntilMs > agenda.nowMs) agenda.at(idleUntilMs, () => this.#cutIfIdle(socket));
    else this.#cut(socket);
  }

  #cut(socket: Socket): void {
    if (!socket.open) return;
    this.#end(socket);
    this.#world.agenda.after(this.#world.latencyMs(), () => {
      if (!socket.deaf && socket.peer.reachable) socket.listener.closed();
    });
  }

  #closeByClient(socket: Socket): void {
    if (socket.deaf || !socket.peer.reachable) return;
    this.#world.agenda.after(this.#world.latencyMs(), () => this.#end(socket));
  }

  #end(socket: Socket): void {
    if (!socket.open) return;
    socket.open = false;
    this.#sockets.delete(socket.id);
    const { agenda, mischief, trace, random } = this.#world;
    trace.note(agenda.nowMs, 'socket closed', () => socket.id);
    const delays = mischief.draw('disconnect', (fault, chance) => fault.strike(chance)) ?? [0];
    for (const ms of delays) agenda.after(random.between(5, 200) + ms, () => this.#tellDisconnect(socket));
  }

  #tellDisconnect(socket: Socket): void {
    const event = this.#eventOf(socket, 'DISCONNECT');
    this.#world.platform.run(
      'socket',
      (deps) => makeHandler(deps)(event),
      () => {},
      { what: 'disconnect', context: socket.context, connectionId: socket.id },
    );
  }

  #eventOf(socket: Socket, eventType: 'MESSAGE' | 'DISCONNECT', body?: string): unknown {
    const routeKey = eventType === 'DISCONNECT' ? '$disconnect' : '$default';
    const requestContext = { routeKey, eventType, connectionId: socket.id, authorizer: socket.context };
    return body === undefined ? { requestContext } : { requestContext, body };
  }

  /** One way through the network: when each copy arrives. None when the frame is lost. */
  #arrivals(lastMs: number): readonly number[] {
    const { agenda, mischief } = this.#world;
    const inOrder = Math.max(agenda.nowMs + this.#world.latencyMs(), lastMs);
    const delays = mischief.draw('frame', (fault, chance) => fault.strike(chance));
    return delays === undefined ? [inOrder] : delays.map((ms) => inOrder + ms);
  }

  #fromClient(socket: Socket, text: string): void {
    if (!socket.peer.reachable || socket.deaf) return;
    for (const atMs of this.#arrivals(socket.upMs)) {
      socket.upMs = Math.max(socket.upMs, atMs);
      this.#world.agenda.at(atMs, () => this.#arrived(socket, text));
    }
  }

  #arrived(socket: Socket, text: string): void {
    if (!socket.open || socket.deaf) return;
    const { agenda, trace, platform } = this.#world;
    const cameMs = agenda.nowMs;
    socket.lastFrameMs = cameMs;
    trace.note(agenda.nowMs, 'frame up', () => `${socket.id} ${text}`);
    const event = this.#eventOf(socket, 'MESSAGE', text);
    platform.run(
      'socket',
      (deps) => makeHandler(deps)(event),
      (ended) => {
        if (ended === 'failed') this.#toClient(socket, this.#errorFrame(socket));
        else if (ended.value.body !== undefined) this.#answer(socket, ended.value.body, cameMs);
      },
      { what: 'frame', context: socket.context, text },
    );
  }

  #answer(socket: Socket, body: string, cameMs: number): void {
    const { ablation } = this.#world;
    const answer = ablation?.answer?.(body) ?? body;
    this.#world.answered(socket.context, answer, cameMs);
    this.#toClient(socket, answer);
  }

  #errorFrame(socket: Socket): string {
    return JSON.stringify({ message: 'Internal server error', connectionId: socket.id, requestId: 'r' });
  }

  #toClient(socket: Socket, frame: string): void {
    if (!socket.open) return;
    const { agenda, ablation } = this.#world;
    socket.lastFrameMs = agenda.nowMs;
    const seen = ablation?.frame?.(frame) ?? frame;
    for (const atMs of this.#arrivals(socket.downMs)) {
      socket.downMs = Math.max(socket.downMs, atMs);
      agenda.at(atMs, () => {
        if (!socket.peer.reachable || socket.deaf) return;
        this.#world.trace.note(agenda.nowMs, 'frame down', () => `${socket.id} ${seen}`);
        socket.listener.received(seen);
      });
    }
  }

  /** `@connections` POST. */
  post(id: ConnectionId, frame: string): PostOutcome {
    const socket = this.#sockets.get(id);
    if (socket === undefined) return 'gone';
    const fate = this.#world.mischief.draw('post', (fault, random) => fault.strike(random));
    if (fate?.arrives !== false) this.#toClient(socket, frame);
    return fate?.outcome ?? 'sent';
  }

  /** `@connections` GET. */
  probe(id: ConnectionId): PostOutcome {
    return this.#sockets.has(id) ? 'sent' : 'gone';
  }

  /** Whether a socket is open as far as the gateway knows: what no evidence may deny. */
  knows(id: ConnectionId): boolean {
    return this.#sockets.has(id);
  }

  /** `@connections` DELETE. */
  closeByServer(id: ConnectionId): void {
    const socket = this.#sockets.get(id);
    if (socket !== undefined) this.#cut(socket);
  }

  /** The network under a device's sockets breaks: nothing passes any more, and nobody is told. */
  silence(peer: Peer): void {
    for (const socket of this.#sockets.values()) if (socket.peer === peer) socket.deaf = true;
  }

  /** Whether the device has a socket that works. */
  serves(peer: Peer): boolean {
    for (const socket of this.#sockets.values()) if (socket.peer === peer && !socket.deaf) return true;
    return false;
  }
}

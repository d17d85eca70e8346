import * as v from 'valibot';
import { ClientFrame, type FrameOf, type ServerFrame, type WireEvent } from '../../../shared/protocol/index.ts';
import type { ClientSocket, OpenSocket, SocketListener } from '../../../web/client/ports.ts';
import type { ManualTimers } from '../../support/manual-timers.ts';
import { CHAT } from './chat-fixture.ts';

const PAGE_EVENTS = 5;
const REMEMBERED = 2;

interface Peer extends ClientSocket {
  receive(frame: ServerFrame): void;
}

/**
 * A chat on a network that loses, doubles, delays and reorders frames and drops sockets, by chance. The server keeps the
 * rules of the protocol, but remembers only the last two commands, the agent's among them, so that it forgets often.
 */
export class UnkindNetwork {
  readonly log: WireEvent[] = [];
  readonly #timers: ManualTimers;
  readonly #random: () => number;
  readonly #peers = new Set<Peer>();
  #kind = false;

  constructor(timers: ManualTimers, random: () => number) {
    this.#timers = timers;
    this.#random = random;
  }

  /** From now on nothing goes wrong. */
  beKind(): void {
    this.#kind = true;
  }

  /** The agent says something, or something happens that the customer may not see. */
  agentSays(text: string): void {
    this.#commit({ type: 'message-posted', from: { type: 'AGENT', nickname: 'Ada' }, text });
  }

  readonly openSocket: OpenSocket = (listener) => {
    const peer = this.#peer(listener);
    this.#after(() => (this.#chance(0.1) ? this.#lose(peer, listener) : listener.opened()));
    return peer;
  };

  #peer(listener: SocketListener): Peer {
    let open = true;
    const peer: Peer = {
      send: (text) => {
        if (this.#chance(0.03)) this.#lose(peer, listener);
        const copies = this.#chance(0.05) ? 0 : this.#chance(0.05) ? 2 : 1;
        for (let copy = 0; copy < copies; copy += 1) this.#after(() => this.#answer(peer, text));
      },
      close: () => {
        open = false;
        this.#peers.delete(peer);
      },
      receive: (frame) => {
        if (this.#chance(0.08)) return;
        const copies = this.#chance(0.05) ? 2 : 1;
        for (let copy = 0; copy < copies; copy += 1) {
          this.#after(() => {
            if (open) listener.received(JSON.stringify(frame));
          });
        }
      },
    };
    return peer;
  }

  #lose(peer: Peer, listener: SocketListener): void {
    // The server may believe in a dead socket for a while.
    if (this.#chance(0.5)) this.#peers.delete(peer);
    this.#after(() => listener.closed());
  }

  #chance(probability: number): boolean {
    return !this.#kind && this.#random() < probability;
  }

  #after(run: () => void): void {
    this.#timers.after(Math.floor(this.#random() * (this.#chance(0.1) ? 2_000 : 100)), run);
  }

  #answer(peer: Peer, text: string): void {
    const frame = v.parse(ClientFrame, JSON.parse(text));
    switch (frame.op) {
      case 'hello':
        this.#peers.add(peer);
        return peer.receive({
          type: 'hello-ok',
          ref: frame.ref,
          v: 1,
          role: 'customer',
          chats: [{ ...this.#missed(frame.after ?? 0), closed: false }],
          pingSec: 30,
          rotateSec: 600,
        });
      case 'catch-up':
        return peer.receive({ type: 'page', ref: frame.ref, ...this.#missed(frame.after) });
      case 'ping':
        return peer.receive(
          this.#peers.has(peer)
            ? { type: 'pong', ref: frame.ref, behind: this.#behind(frame.after ?? 0) }
            : { type: 'error', ref: frame.ref, code: 'say-hello', message: 'unable to place the socket' },
        );
      case 'post':
        return peer.receive(this.#post(peer, frame));
      default:
        throw new Error(`a customer sent ${frame.op}`);
    }
  }

  #post(peer: Peer, frame: Extract<ClientFrame, { op: 'post' }>): ServerFrame {
    const known = this.log.slice(-REMEMBERED).find((event) => event.id === frame.id);
    const forgotten = this.log.at(-REMEMBERED - 1)?.index ?? 0;
    const ack = { type: 'ack', ref: frame.id, chat: CHAT } as const;
    if (known !== undefined) return { ...ack, index: known.index, repeated: true };
    const refusal = { type: 'error', ref: frame.id, message: 'unable to accept it now' } as const;
    if (frame.seen < forgotten) return { ...refusal, code: 'catch-up-first' };
    if (this.#chance(0.05)) return { ...refusal, code: 'try-again' };
    const { index, prev, at } = this.#commit(
      { type: 'message-posted', from: { type: 'CLIENT', nickname: 'Carl' }, id: frame.id, text: frame.text },
      peer,
    );
    return { ...ack, index, prev, at };
  }

  #commit(
    event: { type: 'message-posted'; from: WireEvent['from']; text: string; id?: string },
    author?: Peer,
  ): WireEvent {
    const prev = this.log.at(-1)?.index ?? 0;
    // Now and then something hidden stands in between.
    const index = prev + (this.#random() < 0.2 ? 2 : 1);
    const committed = { ...event, index, prev, at: this.#timers.now() };
    this.log.push(committed);
    const pushed: FrameOf<'event'> = { type: 'event', chat: CHAT, event: committed };
    for (const peer of this.#peers) if (peer !== author) peer.receive(pushed);
    return committed;
  }

  #missed(after: number): Pick<FrameOf<'page'>, 'chat' | 'events' | 'position' | 'more'> {
    const rest = this.log.filter((event) => event.index > after);
    const events = rest.slice(0, PAGE_EVENTS);
    return { chat: CHAT, events, position: events.at(-1)?.index ?? after, more: rest.length > PAGE_EVENTS };
  }

  #behind(after: number): FrameOf<'pong'>['behind'] {
    const position = this.log.at(-1)?.index ?? 0;
    return position > after ? [{ chat: CHAT, position }] : [];
  }
}

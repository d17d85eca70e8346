import type { ClientPorts, Timers } from '../../../web/client/ports.ts';
import type { NoticeKind, WireEvent } from '../../../shared/protocol/index.ts';
import type { Appointment } from '../engine/agenda.ts';
import type { Peer, World } from '../engine/world.ts';
import { labelFor, textFor } from '../words.ts';
import { admission, type Ticketed } from './admission.ts';

/** Something that a client was asked to do, and what it said became of it. */
export interface Submitted {
  readonly number: number;
  /** `customer`, `workflow`, or the agent's id. */
  readonly author: string;
  readonly device: string;
  readonly op: 'post' | 'notice' | 'user-data' | 'join' | 'leave' | 'hold' | 'transfer' | 'close';
  readonly notice?: NoticeKind;
  /** Unique among all posts and notices, and never masked. */
  readonly label?: string;
  /** What is said: the label, and something that rules may mask. */
  readonly text?: string;
  readonly visibility?: 'INT';
  outcome?: { readonly index: number | undefined } | { readonly refused: string };
}

/** What a page showed, from `after` on. */
export interface View {
  /** `customer`, or the agent's id. */
  readonly reader: string;
  readonly device: string;
  after: number;
  events: WireEvent[];
  readonly faults: string[];
  /** When each event was first shown, and since when nothing had disturbed the device then. */
  readonly shown: Map<number, { readonly atMs: number; readonly steadySinceMs: number }>;
  /** When the page that is open was opened. */
  openedMs: number;
  /** How far the device said that its owner had read, and how far it showed that the other side has. */
  readonly read: { readonly atMs: number; readonly said?: number; readonly shown?: number }[];
}

/** The client library as a device drives it. */
export interface Client {
  readonly live: boolean;
  readonly position: number;
  /** Commands of this page that nobody has answered; what earlier pages left is in the store. */
  readonly unsent: number;
  connect(): void;
  disconnect(): void;
  setVisible(visible: boolean): void;
  typing(preview: string): void;
  read(): void;
  submit(wish: Submitted): Promise<number | undefined>;
}

const KINDS: readonly NoticeKind[] = ['pushed-url', 'custom', 'nickname-changed'];

/** What is said under this number: no two say the same. */
export const wordsOf = (
  op: Submitted['op'],
  number: number,
  kinds: readonly NoticeKind[] = KINDS,
): Pick<Submitted, 'label' | 'text' | 'notice'> => {
  const notice = op === 'notice' ? kinds[number % kinds.length] : undefined;
  if (op !== 'post' && notice === undefined) return {};
  const label = labelFor(number, notice);
  return { ...(notice === undefined ? {} : { notice }), label, text: textFor(number, label) };
};

interface Page {
  readonly client: Client;
  alive: boolean;
  /** Timers that came due while the device slept. */
  readonly frozen: (() => void)[];
}

/** A browser of somebody: pages come and go, the network too; what it stores stays. */
export abstract class Device implements Peer {
  readonly world: World;
  readonly owner: string;
  readonly name: string;
  readonly view: View;
  readonly #submitted: Submitted[];
  #saved = '[]';
  #page: Page | undefined;
  #awake = true;
  #connected = true;
  #visible = true;
  /** Since when its page has been open, its network whole and its sockets its own; infinity while that is not so. */
  #steadySinceMs = Infinity;

  constructor(world: World, owner: string, name: string, submitted: Submitted[]) {
    this.world = world;
    this.owner = owner;
    this.name = name;
    this.#submitted = submitted;
    this.view = {
      reader: owner,
      device: name,
      after: 0,
      events: [],
      faults: [],
      shown: new Map(),
      openedMs: Infinity,
      read: [],
    };
  }

  protected abstract readonly bearer: Ticketed;

  protected abstract makeClient(ports: ClientPorts, after: number): Client;

  get reachable(): boolean {
    return this.#awake && this.#connected;
  }

  get client(): Client | undefined {
    return this.#page?.client;
  }

  /** Whether everything has been said and heard, as far as the device knows. */
  get settled(): boolean {
    const { client } = this;
    return client !== undefined && client.unsent === 0 && this.#saved === '[]';
  }

  /** A page is opened if there is none. `anew`: it forgets what it has shown and reads the chat from its beginning. */
  open(anew: boolean): Client {
    this.wake();
    const before = this.#page;
    if (before !== undefined) return before.client;
    if (anew) this.view.events = [];
    const after = Math.max(this.view.after, this.view.events.at(-1)?.index ?? 0);
    const page: Page = {
      client: this.makeClient(
        this.#portsOf(() => page),
        after,
      ),
      alive: true,
      frozen: [],
    };
    this.#page = page;
    this.#steadySinceMs = this.view.openedMs = this.world.agenda.nowMs;
    this.#visible = true;
    page.client.connect();
    return page.client;
  }

  /** The page is gone: its sockets with it, politely or not. */
  close(politely: boolean): void {
    const page = this.#page;
    if (page === undefined) return;
    if (politely) page.client.disconnect();
    else this.world.gateway.silence(this);
    page.alive = false;
    this.#steadySinceMs = Infinity;
    this.#page = undefined;
  }

  /** No frame passes and no timer runs, until the device wakes. Its sockets do not outlive that. */
  sleep(): void {
    this.#awake = false;
    this.#steadySinceMs = Infinity;
    this.world.gateway.silence(this);
  }

  /** Awake and with a network: what was due meanwhile happens now. */
  wake(): void {
    this.#connected = true;
    if (this.#awake) return;
    this.#awake = true;
    for (const run of this.#page?.frozen.splice(0) ?? []) run();
  }

  /** The network goes, or comes back; sockets that were open are dead. */
  setNetwork(works: boolean): void {
    if (!works) {
      this.world.gateway.silence(this);
      this.#steadySinceMs = Infinity;
    }
    this.#connected = works;
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#page?.client.setVisible(visible);
  }

  /** Looks away and back: each change sends a heartbeat. */
  glance(): void {
    this.setVisible(!this.#visible);
  }

  /** Gives the client something to do; opens a page if there is none. */
  submit(op: Submitted['op'], visibility?: 'INT'): void {
    const client = this.open(false);
    const number = this.#submitted.length + 1;
    const words = wordsOf(op, number);
    const entry: Submitted = {
      number,
      author: this.owner,
      device: this.name,
      op,
      ...words,
      ...(visibility === undefined ? {} : { visibility }),
    };
    this.#submitted.push(entry);
    this.world.trace.note(this.world.agenda.nowMs, 'submit', () => `${this.name} ${op} ${words.label ?? ''}`);
    client.submit(entry).then(
      (index) => {
        entry.outcome = { index };
      },
      (error: unknown) => {
        entry.outcome = { refused: error instanceof Error && 'code' in error ? String(error.code) : String(error) };
      },
    );
  }

  /** Somebody types, here. */
  type(): void {
    const preview = textFor(this.#submitted.length, 'p');
    this.client?.typing(preview);
  }

  /** The page shows what somebody types elsewhere. */
  protected showTyping({ preview }: { readonly preview?: string | undefined }): void {
    if (preview !== undefined) this.world.previews.push({ shown: preview, atMs: this.world.agenda.nowMs });
  }

  /** Its owner has read what the page shows, if there is one. */
  read(): void {
    const { client } = this;
    if (client === undefined) return;
    this.view.read.push({ atMs: this.world.agenda.nowMs, said: client.position });
    client.read();
  }

  /** The page shows how far the other side has read. */
  protected showRead(upTo: number): void {
    this.view.read.push({ atMs: this.world.agenda.nowMs, shown: upTo });
  }

  /** The page shows events. */
  protected show(events: readonly WireEvent[]): void {
    for (const event of events) {
      const last = this.view.events.at(-1)?.index ?? this.view.after;
      if (event.index <= last) this.view.faults.push(`${this.name} was shown ${event.index} after ${last}`);
      this.view.events.push(event);
      if (this.view.shown.has(event.index)) continue;
      this.view.shown.set(event.index, { atMs: this.world.agenda.nowMs, steadySinceMs: this.#steadySinceMs });
    }
    // Some of it is read at once.
    if (this.#visible && events.some(({ index }) => index % 3 === 0)) this.read();
  }

  #portsOf(page: () => Page): ClientPorts {
    const { world } = this;
    return {
      openSocket: (listener) =>
        world.gateway.open(this, admission(world, this.bearer), {
          opened: () => page().alive && listener.opened(),
          received: (text) => page().alive && listener.received(text),
          closed: (final) => page().alive && listener.closed(final),
        }),
      timers: this.#timersOf(page),
      random: () => world.random.next(),
      store: {
        load: () => [this.#saved],
        save: (text) => {
          this.#saved = text;
        },
      },
    };
  }

  #timersOf(page: () => Page): Timers {
    const { agenda } = this.world;
    return {
      now: () => agenda.nowMs,
      after: (ms, run) => {
        let cancelled = false;
        const runOnce = (): void => {
          if (cancelled || !page().alive) return;
          if (this.#awake) run();
          else page().frozen.push(runOnce);
        };
        const appointment: Appointment = agenda.after(ms, runOnce);
        return () => {
          cancelled = true;
          appointment.run = undefined;
        };
      },
    };
  }
}

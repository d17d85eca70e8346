import type { PostOutcome } from '../../../shared/app/ports.ts';
import type { Random } from '../engine/random.ts';

/** The functions that the platform runs. */
export type FunctionName = 'socket' | 'http' | 'admin' | 'wake' | 'effects' | 'sweep' | 'push' | 'report';

/** A call of a port, as the faults see it. */
export interface Call {
  readonly by: FunctionName;
  /** e.g. `log.append` */
  readonly name: string;
}

/** What becomes of a call: refused before it is carried out, carried out without an answer, or the end of the caller. */
export type CallFate =
  | { readonly kind: 'refused' | 'answer-lost' | 'crash-before' | 'crash-after' }
  | { readonly kind: 'slow'; readonly ms: number }
  /** The caller ends while the call is under way; it is carried out so much later. */
  | { readonly kind: 'crash-during'; readonly ms: number }
  | { readonly kind: 'storm'; readonly ms: number };

/** What a fault can touch, and what it says there. */
interface Touches {
  readonly call: (random: Random, call: Call) => CallFate | undefined;
  /** A post to a socket that is open: what the caller is told, and whether the frame arrives. */
  readonly post: (random: Random) => { readonly outcome: PostOutcome; readonly arrives: boolean };
  /** A frame in flight, from or to a client: extra delays in milliseconds, one for each copy. */
  readonly frame: (random: Random) => readonly number[];
  /** `$disconnect`: delays of the copies. */
  readonly disconnect: (random: Random) => readonly number[];
  /** A record of the stream: extra delays of the deliveries; none: dead-lettered. */
  readonly record: (random: Random) => readonly number[];
  /** A wake-up: by how much each copy is moved; none: it never comes. */
  readonly 'wake-up': (random: Random) => readonly number[];
  /** A push on its way to whoever reaches the customer's device: whether it arrives; in neither case is it acknowledged. */
  readonly push: (random: Random) => { readonly arrives: boolean };
  /** What was put on the bus, on its way to who hears it: extra delays of the deliveries. */
  readonly announcement: (random: Random) => readonly number[];
  /** The clock of one invocation: how far it is off, in milliseconds. */
  readonly clock: (random: Random) => number;
  /** A weak read: how many of the newest events it misses. */
  readonly read: (random: Random) => number;
  /** A tick of the sweep: lost. */
  readonly tick: (random: Random) => true;
  /** Something that a person or a network does: the operations ask for it. */
  readonly world: (random: Random) => true;
}

export type Place = keyof Touches;

export type Strike<P extends Place> = NonNullable<ReturnType<Touches[P]>>;

/** What a fault does for good, so that some promises cannot be kept: timers are late, facts are lost. */
export type Harm = 'wake-up-lost' | 'record-lost' | 'calls-fail' | 'slow' | 'skew' | 'frame-doubled';

interface FaultAt<P extends Place> {
  readonly name: string;
  /** One sentence: what goes wrong. */
  readonly about: string;
  readonly at: P;
  /** How likely it is at each opportunity, in a session that has the fault. */
  readonly chance: number;
  readonly harm?: Harm;
  readonly strike: Touches[P];
}

/** One way in which the world misbehaves. A new one is a file in this folder and a line in all-faults.ts. */
export type Fault = { readonly [P in Place]: FaultAt<P> }[Place];

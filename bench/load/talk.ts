import type { Pair, Shown } from './crowd.ts';
import { spreadOf, type Spread } from './spread.ts';

/** The length of an ordinary message, in characters. */
const TEXT_CHARS = 120;

/** How long answers and deliveries are waited for after the last message. */
const PATIENCE_MS = 10_000;

/** A time at which people talk, and what they saw. */
export interface Phase {
  readonly name: string;
  readonly sec: number;
  readonly messages: number;
  readonly perSec: number;
  /** From the moment at which a message was due to its acknowledgement. */
  readonly ack: Spread;
  /** From the same moment until the other side was shown it. */
  readonly seen: Spread;
  /** Messages that were not acknowledged, or never shown. */
  readonly lost: number;
  /** Shown more than once. */
  readonly doubled: number;
}

/** A phase with every single time, for plots. */
export interface MeasuredPhase extends Phase {
  readonly ackMs: readonly number[];
  readonly seenMs: readonly number[];
  /** When each acknowledged message was due, in seconds from the start of the phase. */
  readonly dueSec: readonly number[];
}

interface Sent {
  readonly dueMs: number;
  ackMs?: number;
  seenMs?: number;
  times: number;
}

/** Remembers what was said, and hears what was shown. */
export class Ledger {
  readonly #sent = new Map<string, Sent>();
  #number = 0;

  /** To be given to every end; own messages are shown to their author too and do not count. */
  readonly shown: Shown = (end, text) => {
    const sent = this.#sent.get(text.trimEnd());
    if (sent === undefined || text.startsWith(end)) return;
    sent.times += 1;
    sent.seenMs ??= performance.now() - sent.dueMs;
  };

  /** One message of a pair, that was due at `dueMs`. */
  say({ opened, customer, desk }: Pair, byCustomer: boolean, dueMs: number): Promise<void> {
    const key = `${byCustomer ? 'customer' : 'agent'} ${(this.#number += 1)}`;
    const sent: Sent = { dueMs, times: 0 };
    this.#sent.set(key, sent);
    const text = key.padEnd(TEXT_CHARS);
    const posted = byCustomer ? customer.post(text) : desk.post(opened.chatId, text);
    return posted.then(
      () => {
        sent.ackMs = performance.now() - dueMs;
      },
      () => undefined,
    );
  }

  /** Whether everything said was acknowledged and shown. */
  get settled(): boolean {
    return [...this.#sent.values()].every(({ ackMs, seenMs }) => ackMs !== undefined && seenMs !== undefined);
  }

  /** What became of everything said since the last time, and forgets it. */
  takePhase(name: string, startMs: number, sec: number): MeasuredPhase {
    const all = [...this.#sent.values()];
    this.#sent.clear();
    const acked = all.filter(({ ackMs }) => ackMs !== undefined);
    const ackMs = acked.map((sent) => sent.ackMs ?? 0);
    const seenMs = all.flatMap((sent) => sent.seenMs ?? []);
    return {
      name,
      sec,
      messages: all.length,
      perSec: Math.round((all.length / sec) * 10) / 10,
      ack: spreadOf(ackMs),
      seen: spreadOf(seenMs),
      lost: all.filter((sent) => sent.ackMs === undefined || sent.seenMs === undefined).length,
      doubled: all.filter(({ times }) => times > 1).length,
      ackMs,
      seenMs,
      dueSec: acked.map(({ dueMs }) => (dueMs - startMs) / 1000),
    };
  }
}

const until = (atMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, atMs - performance.now())));

/**
 * Lets pairs talk at a steady rate, customer and agent in turns. A message counts from when it was due, not from when a
 * busy sender came to it: a slow answer must not hide those that would have been slow behind it.
 */
export const talk = async (
  ledger: Ledger,
  pairs: readonly Pair[],
  { name, perSec, sec }: { readonly name: string; readonly perSec: number; readonly sec: number },
): Promise<MeasuredPhase> => {
  const startMs = performance.now();
  const total = Math.round(perSec * sec);
  for (let n = 0; n < total; n++) {
    const dueMs = startMs + (n * 1000) / perSec;
    await until(dueMs);
    const pair = pairs[n % pairs.length];
    if (pair !== undefined) void ledger.say(pair, Math.floor(n / pairs.length) % 2 === 0, dueMs);
  }
  const endMs = performance.now() + PATIENCE_MS;
  while (!ledger.settled && performance.now() < endMs) await until(performance.now() + 50);
  return ledger.takePhase(name, startMs, sec);
};

import type { Fact } from './naive-fact.ts';
import { isActivity, isTurn } from './naive-notices.ts';

/** A status, and since when. */
export interface Status {
  readonly value: number;
  readonly since: number;
}

/** What brings a customer back who was removed. */
const BACK = ['customer-connected', 'message-posted', 'notice-sent', 'user-data-updated'];

/** Reads a history once more, from its beginning. */
class Reading {
  now: Status = { value: 0, since: 0 };
  readonly #here = new Set<string>();
  readonly #regular: boolean;
  #beforeAlert: number | undefined;
  #removed = false;

  constructor(regular: boolean) {
    this.#regular = regular;
  }

  take(fact: Fact): void {
    if (fact.what === 'chat-opened') this.#become(1, fact.at);
    this.#seats(fact);
    if (isTurn(fact) && this.#here.size === 0) this.#become(2, fact.at);
    this.#alerts(fact);
    if (this.#here.size > 0) this.#become(-1, fact.at);
  }

  #become(value: number, at: number): void {
    if (value !== this.now.value) this.now = { value, since: at };
  }

  #seats({ what, at, agentId, cause }: Fact): void {
    if (agentId === undefined) return;
    if (what === 'agent-joined') this.#here.add(agentId);
    if (what !== 'agent-left') return;
    this.#here.delete(agentId);
    if (this.#here.size === 0) this.#become(cause === 'lost' ? 4 : cause === 'transferred' ? 5 : -2, at);
  }

  /** What is nobody's turn takes a standing alert back (STAT-7); a coming or going ends the alert alone (STAT-8). */
  #alerts(fact: Fact): void {
    const isBack = this.#removed && fact.by === 'customer' && BACK.includes(fact.what);
    this.#removed = fact.what === 'customer-removed' || (this.#removed && !isBack);
    const isGoing = this.#regular && (isBack || fact.what === 'customer-removed');
    if (isActivity(fact)) this.#activity(fact);
    if (isGoing) this.#beforeAlert = undefined;
    if (fact.what !== 'idle-alerted' || this.#here.size > 0) return;
    this.#beforeAlert ??= this.now.value;
    this.#become(3, fact.at);
  }

  #activity(fact: Fact): void {
    if (!isTurn(fact) && this.#here.size === 0) this.#become(this.#beforeAlert ?? this.now.value, fact.at);
    this.#beforeAlert = undefined;
  }
}

/** Status and since when, by the table of SPEC (STAT-1 to STAT-8). */
export const statusOf = (facts: readonly Fact[]): Status => {
  const reading = new Reading(facts[0]?.regular === true);
  for (const fact of facts) reading.take(fact);
  return reading.now;
};

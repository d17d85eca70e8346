import { Fault } from '../../../shared/app/ports.ts';
import type { FunctionName } from '../faults/fault.ts';
import type { Cause } from './cause.ts';
import type { World } from './world.ts';

/** How long a function may run, in milliseconds. */
const LIMIT_MS: Readonly<Record<FunctionName, number>> = {
  socket: 10_000,
  http: 10_000,
  admin: 10_000,
  wake: 30_000,
  effects: 30_000,
  sweep: 55_000,
  push: 30_000,
  report: 60_000,
};

/** One run of a function. Every call that it makes is a step of its own; it may end before or after any of them. */
export class Invocation {
  readonly #world: World;
  readonly #startedMs: number;
  readonly #onDeath: () => void;
  readonly by: FunctionName;
  readonly cause: Cause;
  readonly skewMs: number;
  #dead = false;

  constructor(world: World, by: FunctionName, cause: Cause, onDeath: () => void) {
    this.#world = world;
    this.#startedMs = world.agenda.nowMs;
    this.#onDeath = onDeath;
    this.by = by;
    this.cause = cause;
    this.skewMs = world.mischief.draw('clock', (fault, random) => fault.strike(random)) ?? 0;
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** The function's own clock. */
  now(): number {
    return this.#world.agenda.nowMs + this.skewMs;
  }

  /** Puts one call on the agenda; it is carried out, refused, or the end of the function when its time comes. */
  call<T>(name: string, run: () => Promise<T>): Promise<T> {
    const world = this.#world;
    return new Promise((resolve, reject) => {
      const fate = world.watcher?.fateOf(this, name) ?? world.fateOf(this.by, name);
      const slowMs = fate?.kind === 'slow' ? fate.ms : 0;
      world.agenda.after(world.latencyMs() + slowMs, () => {
        if (this.#isOver()) return;
        world.trace.note(world.agenda.nowMs, name, () => `(${this.by})${fate === undefined ? '' : ` ${fate.kind}`}`);
        if (fate === undefined || fate.kind === 'slow') void run().then(resolve, reject);
        else if (fate.kind === 'crash-before') this.#die();
        else if (fate.kind === 'crash-after') void run().finally(() => this.#die());
        else if (fate.kind === 'crash-during') {
          this.#die();
          world.agenda.after(fate.ms, () => void run());
        } else if (fate.kind === 'answer-lost') void run().finally(() => reject(failed(name)));
        else reject(failed(name));
      });
    });
  }

  /** A pause of the function itself. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#world.agenda.after(ms, () => {
        if (!this.#isOver()) resolve();
      });
    });
  }

  #isOver(): boolean {
    if (!this.#dead && this.#world.agenda.nowMs - this.#startedMs > LIMIT_MS[this.by]) this.#die();
    return this.#dead;
  }

  #die(): void {
    if (this.#dead) return;
    this.#dead = true;
    this.#onDeath();
  }
}

const failed = (name: string): Fault =>
  new Fault(`unable to call ${name}; the service did not answer`, { retryable: true });

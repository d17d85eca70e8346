import type { WatchedRun, Watcher } from '../simulation/engine/world.ts';
import type { CallFate, FunctionName } from '../simulation/faults/fault.ts';
import { keyOf } from './operation-name.ts';

/** One run of a function, as the watch saw it. */
export interface Run {
  /** Who asked for it: a repeat has the same key. */
  readonly key: string;
  /** The how-manieth run of that key. */
  readonly nth: number;
  readonly invocation: WatchedRun;
  readonly by: FunctionName;
  readonly atMs: number;
  /** Whether it is in the window of its plot. */
  readonly isLookedAt: boolean;
  /** Names of its calls, in order. */
  readonly calls: string[];
}

/** Where in a run something goes wrong: before a call, after it, while it is under way, or its answer gets lost. */
export type Side = 'before' | 'after' | 'during' | 'answer-lost';

/** One point: the `call`th call (from 0) of a run; `times` 2: the next run of that key too. */
export interface Aim {
  readonly key: string;
  readonly nth: number;
  readonly call: number;
  readonly side: Side;
  readonly times: 1 | 2;
}

/** A call that was under way arrives after its caller's first repeat. */
const DURING_MS = 4_000;

const FATES: Readonly<Record<Side, CallFate>> = {
  before: { kind: 'crash-before' },
  after: { kind: 'crash-after' },
  during: { kind: 'crash-during', ms: DURING_MS },
  'answer-lost': { kind: 'answer-lost' },
};

/** Counts the calls of every run, and strikes at one of them. */
export class Watch implements Watcher {
  readonly #aim: Aim | undefined;
  readonly #runs = new Map<WatchedRun, Run>();
  readonly #nth = new Map<string, number>();
  /** Runs in which it struck. */
  readonly struck: Run[] = [];
  isLooking = true;

  constructor(aim?: Aim) {
    this.#aim = aim;
  }

  get runs(): readonly Run[] {
    return [...this.#runs.values()];
  }

  fateOf(invocation: WatchedRun, name: string): CallFate | undefined {
    const run = this.#runOf(invocation);
    const call = run.calls.push(name) - 1;
    const aim = this.#aim;
    if (aim === undefined || run.key !== aim.key || call !== aim.call) return undefined;
    if (run.nth < aim.nth || run.nth >= aim.nth + aim.times) return undefined;
    this.struck.push(run);
    return FATES[aim.side];
  }

  #runOf(invocation: WatchedRun): Run {
    const known = this.#runs.get(invocation);
    if (known !== undefined) return known;
    const { by, cause } = invocation;
    const key = keyOf(cause);
    const nth = (this.#nth.get(key) ?? 0) + 1;
    this.#nth.set(key, nth);
    const run: Run = {
      key,
      nth,
      invocation,
      by,
      atMs: invocation.now(),
      isLookedAt: this.isLooking,
      calls: [],
    };
    this.#runs.set(invocation, run);
    return run;
  }
}

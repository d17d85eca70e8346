import { randomUUID } from 'node:crypto';
import type { Activity, FunctionInvoker } from '../contracts.ts';
import type { FunctionModel } from '../template/model.ts';
import { startEnvironment } from './environment.ts';
import type { Environment } from './environment.ts';
import { InvocationError } from './invocation-error.ts';

/** How many environments of one function may run at once unless told otherwise. */
const DEFAULT_ENVIRONMENTS = 4;

export interface InvokerParts {
  readonly activity: Activity;
  readonly functions: readonly FunctionModel[];
  /** The environment variables of a function, its credentials and region included. */
  readonly variablesOf: (model: FunctionModel) => Readonly<Record<string, string>>;
  /** Virtual time, shared with the worker threads; missing when time is real. */
  readonly clock: SharedArrayBuffer | undefined;
  readonly environmentsPerFunction?: number;
  readonly onOutput: (model: FunctionModel, line: string) => void;
  readonly onFailure: (error: InvocationError) => void;
}

/** What became of a function's invocations so far. */
export interface InvocationCounts {
  readonly invocations: number;
  readonly errors: number;
  /** Environments started, i.e. cold starts. */
  readonly environments: number;
}

/** Runs the stack's functions in worker threads. */
export interface LocalLambda extends FunctionInvoker {
  /** By logical id. */
  counts(): Readonly<Record<string, InvocationCounts>>;
  /** Loads one environment of every function, so that the first event need not wait. */
  warm(): void;
  stop(): Promise<void>;
}

/** Makes the invoker; environments start on demand. */
export function createInvoker(parts: InvokerParts): LocalLambda {
  const pools = new Map(parts.functions.map((model) => [model.arn, new EnvironmentPool(parts, model)]));
  return {
    invoke(functionArn, event) {
      const pool = pools.get(functionArn);
      if (!pool) return Promise.reject(new Error(`unable to invoke ${functionArn}; there is no such function`));
      return parts.activity.track(pool.invoke(event));
    },
    counts: () => Object.fromEntries([...pools.values()].map((pool) => [pool.model.logicalId, pool.counts()])),
    warm() {
      for (const pool of pools.values()) pool.warm();
    },
    async stop() {
      await Promise.all([...pools.values()].map((pool) => pool.stop()));
    },
  };
}

class EnvironmentPool {
  readonly model: FunctionModel;
  readonly #parts: InvokerParts;
  readonly #free: Environment[] = [];
  readonly #all = new Set<Environment>();
  readonly #waiting: ((environment: Environment) => void)[] = [];
  #invocations = 0;
  #errors = 0;
  #started = 0;

  constructor(parts: InvokerParts, model: FunctionModel) {
    this.#parts = parts;
    this.model = model;
  }

  async invoke(event: unknown): Promise<unknown> {
    this.#invocations += 1;
    const environment = await this.#take();
    try {
      return await environment.run(randomUUID(), event);
    } catch (error) {
      this.#errors += 1;
      if (error instanceof InvocationError) this.#parts.onFailure(error);
      throw error;
    } finally {
      this.#giveBack(environment);
    }
  }

  warm(): void {
    if (this.#all.size === 0) this.#free.push(this.#start());
  }

  counts(): InvocationCounts {
    return { invocations: this.#invocations, errors: this.#errors, environments: this.#started };
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#all].map((environment) => environment.stop()));
  }

  async #take(): Promise<Environment> {
    for (let free = this.#free.pop(); free; free = this.#free.pop()) {
      if (free.usable) return free;
      this.#all.delete(free);
    }
    if (this.#all.size < (this.#parts.environmentsPerFunction ?? DEFAULT_ENVIRONMENTS)) return this.#start();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #giveBack(environment: Environment): void {
    if (!environment.usable) this.#all.delete(environment);
    const next = this.#waiting.shift();
    if (next) next(environment.usable ? environment : this.#start());
    else if (environment.usable) this.#free.push(environment);
  }

  #start(): Environment {
    const { variablesOf, clock, onOutput } = this.#parts;
    const environment = startEnvironment({
      model: this.model,
      variables: variablesOf(this.model),
      clock,
      onOutput: (line) => onOutput(this.model, line),
    });
    this.#started += 1;
    this.#all.add(environment);
    return environment;
  }
}

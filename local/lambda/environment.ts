import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import type { FunctionModel } from '../template/model.ts';
import type { EnvironmentData, FromEnvironment, ToEnvironment } from './environment-messages.ts';
import { InvocationError } from './invocation-error.ts';

/** How long an environment may take to load its code: Lambda's limit for the init phase. */
const INIT_TIMEOUT_MS = 10_000;

/** One execution environment of a function: it runs one event at a time and keeps its state between them. */
export interface Environment {
  /** Rejects with `InvocationError`. */
  run(id: string, event: unknown): Promise<unknown>;
  /** False when it crashed or timed out; it must not be used again. */
  readonly usable: boolean;
  stop(): Promise<void>;
}

export interface EnvironmentSettings {
  readonly model: FunctionModel;
  readonly variables: Readonly<Record<string, string>>;
  readonly clock: SharedArrayBuffer | undefined;
  /** Lines that the function wrote to stdout or stderr. */
  readonly onOutput: (line: string) => void;
}

let workerSource: string | undefined;

/** The worker's own program, compiled once: worker threads do not inherit the loader that runs this file. */
function compiledWorker(): string {
  workerSource ??= buildSync({
    entryPoints: [fileURLToPath(new URL('environment-worker.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
  }).outputFiles[0]?.text;
  if (workerSource === undefined) throw new Error('unable to start a function; its worker did not compile');
  return workerSource;
}

/** Starts an environment; the code is loaded while the first event waits. */
export function startEnvironment(settings: EnvironmentSettings): Environment {
  return new WorkerEnvironment(settings);
}

class WorkerEnvironment implements Environment {
  readonly #model: FunctionModel;
  readonly #worker: Worker;
  readonly #ready: Promise<void>;
  readonly #onOutput: (line: string) => void;
  #failed: InvocationError | undefined;
  #settle: ((message: FromEnvironment) => void) | undefined;

  constructor({ model, variables, clock, onOutput }: EnvironmentSettings) {
    this.#model = model;
    this.#onOutput = onOutput;
    const { modulePath, exportName } = locateHandler(model);
    const workerData: EnvironmentData = {
      modulePath,
      exportName,
      functionName: model.name,
      functionArn: model.arn,
      memoryMb: model.memoryMb,
      clock,
    };
    this.#worker = new Worker(compiledWorker(), {
      eval: true,
      workerData,
      env: { ...variables },
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: model.memoryMb },
    });
    forwardLines(this.#worker.stdout, onOutput);
    forwardLines(this.#worker.stderr, onOutput);
    this.#ready = this.#waitUntilReady();
    // Whoever runs the first event hears of it; without one nobody needs to.
    this.#ready.catch(() => undefined);
    this.#worker.on('message', (message: FromEnvironment) => this.#receive(message));
    this.#worker.on('error', (error) => this.#crash(error.name, error.message));
    this.#worker.on('exit', () => this.#crash('Runtime.ExitError', 'Runtime exited'));
  }

  get usable(): boolean {
    return this.#failed === undefined;
  }

  async run(id: string, event: unknown): Promise<unknown> {
    await this.#ready;
    if (this.#failed) throw this.#failed;
    const timeoutMs = this.#model.timeoutSec * 1000;
    const deadlineMs = performance.timeOrigin + performance.now() + timeoutMs;
    const request: ToEnvironment = { id, event: JSON.stringify(event), deadlineMs };
    this.#worker.postMessage(request);
    const timedOut = `Task timed out after ${this.#model.timeoutSec.toFixed(2)} seconds`;
    const answer = await this.#next(timeoutMs, `RequestId: ${id} Error: ${timedOut}`);
    if (answer.kind === 'result') return JSON.parse(answer.result);
    if (answer.kind === 'ready') throw new Error('unable to invoke; the environment started twice');
    throw new InvocationError(this.#model.name, answer);
  }

  async stop(): Promise<void> {
    this.#failed ??= new InvocationError(this.#model.name, { errorType: 'Runtime.ExitError', errorMessage: 'stopped' });
    await this.#worker.terminate();
  }

  async #waitUntilReady(): Promise<void> {
    const first = await this.#next(INIT_TIMEOUT_MS, 'Init phase timed out');
    if (first.kind === 'crash') throw this.#failed ?? new InvocationError(this.#model.name, first);
  }

  /** The next thing the environment says. When it says nothing in time it is ended. */
  #next(timeoutMs: number, timeoutMessage: string): Promise<FromEnvironment> {
    return new Promise((resolve) => {
      const timeout = setTimeout(() => this.#crash('Sandbox.Timedout', timeoutMessage), timeoutMs);
      this.#settle = (message) => {
        clearTimeout(timeout);
        this.#settle = undefined;
        resolve(message);
      };
    });
  }

  #receive(message: FromEnvironment): void {
    if (message.kind === 'crash') this.#crash(message.errorType, message.errorMessage, message.trace);
    else this.#settle?.(message);
  }

  #crash(errorType: string, errorMessage: string, trace = ''): void {
    // Nobody waits for an environment that dies between two events; its log says why.
    if (!this.#failed && !this.#settle) this.#onOutput(`${errorType}: ${errorMessage} ${trace}`);
    this.#failed ??= new InvocationError(this.#model.name, { errorType, errorMessage, trace });
    this.#settle?.({ kind: 'crash', errorType, errorMessage, trace });
    void this.#worker.terminate();
  }
}

function locateHandler({ name, handler, codeDirectory }: FunctionModel): { modulePath: string; exportName: string } {
  const dot = handler.lastIndexOf('.');
  const base = join(codeDirectory, handler.slice(0, dot));
  const modulePath = ['.mjs', '.js', '.cjs'].map((ending) => base + ending).find((path) => existsSync(path));
  if (modulePath === undefined) throw new Error(`unable to start function ${name}; ${base}.mjs does not exist`);
  return { modulePath, exportName: handler.slice(dot + 1) };
}

function forwardLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}

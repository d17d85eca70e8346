/**
 * Runs inside the worker thread of one execution environment: loads the handler once, then answers one event at a time.
 * It is compiled on its own and may import nothing but Node's modules.
 */
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { EnvironmentData, FromEnvironment, ToEnvironment } from './environment-messages.ts';

const given: unknown = workerData;
if (!isEnvironmentData(given)) throw new Error('unable to start; this is not an execution environment');
const data = given;
const port = parentPort;

function isEnvironmentData(value: unknown): value is EnvironmentData {
  return typeof value === 'object' && value !== null && 'modulePath' in value;
}

/** Makes `Date` follow the cloud's clock, which stands still until it is moved. Timers and `performance` stay real. */
function followClock(nowCell: BigInt64Array): void {
  const nowMs = (): number => Number(Atomics.load(nowCell, 0));
  globalThis.Date = new Proxy(Date, {
    construct: (target, args: unknown[], newTarget): Date => {
      const made: unknown = Reflect.construct(target, args.length === 0 ? [nowMs()] : args, newTarget);
      return made instanceof target ? made : new target(NaN);
    },
    apply: (target) => new target(nowMs()).toString(),
    get: (target, property, receiver): unknown =>
      property === 'now' ? nowMs : Reflect.get(target, property, receiver),
  });
}

function post(message: FromEnvironment): void {
  port?.postMessage(message);
}

function describe(error: unknown): { errorType: string; errorMessage: string; trace: string } {
  if (error instanceof Error) return { errorType: error.name, errorMessage: error.message, trace: error.stack ?? '' };
  return { errorType: typeof error, errorMessage: String(error), trace: '' };
}

type Handler = (event: unknown, context: object) => unknown;

async function loadHandler(): Promise<Handler> {
  const loaded: unknown = await import(pathToFileURL(data.modulePath).href);
  const handler: unknown =
    typeof loaded === 'object' && loaded !== null ? Reflect.get(loaded, data.exportName) : undefined;
  if (typeof handler === 'function')
    return (event, context): unknown => Reflect.apply(handler, undefined, [event, context]);
  const error = new Error(`${data.exportName} is undefined or not exported`);
  error.name = 'Runtime.HandlerNotFound';
  throw error;
}

async function run(handler: Handler, { id, event, deadlineMs }: ToEnvironment): Promise<void> {
  const context = {
    awsRequestId: id,
    callbackWaitsForEmptyEventLoop: false,
    functionName: data.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: data.functionArn,
    logGroupName: `/aws/lambda/${data.functionName}`,
    logStreamName: 'local',
    memoryLimitInMB: String(data.memoryMb),
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - performance.now() - performance.timeOrigin),
  };
  try {
    const result = await handler(JSON.parse(event), context);
    post({ kind: 'result', id, result: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    post({ kind: 'error', id, ...describe(error) });
  }
}

async function main(): Promise<void> {
  if (data.clock) followClock(new BigInt64Array(data.clock));
  process.on('unhandledRejection', (reason) => {
    const { errorMessage, trace } = describe(reason);
    post({ kind: 'crash', errorType: 'Runtime.UnhandledPromiseRejection', errorMessage, trace });
  });
  try {
    const handler = await loadHandler();
    port?.on('message', (message: ToEnvironment) => void run(handler, message));
    post({ kind: 'ready' });
  } catch (error) {
    post({ kind: 'crash', ...describe(error) });
  }
}

void main();

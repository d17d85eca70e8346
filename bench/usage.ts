import * as v from 'valibot';
import type { BenchStack } from './stack.ts';

/** What something has used, in the units that AWS bills or that the architecture's bars count. */
export interface Usage {
  /** Frames on sockets: sent by clients, their answers, and pushed ones. */
  readonly frames: number;
  readonly httpCalls: number;
  /** Runs of functions, whichever. */
  readonly invocations: number;
  /** Runs of the function that reads the log's stream. */
  readonly streamInvocations: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Calls to EventBridge Scheduler. */
  readonly schedulerCalls: number;
  /** Schedules that came due. */
  readonly firings: number;
  /** Messages sent to, received from and deleted from queues, by whomever. */
  readonly queueCalls: number;
  readonly busEvents: number;
  /** Frames pushed to sockets. */
  readonly posts: number;
  readonly bytesOut: number;
  /** Written by functions to their logs. */
  readonly logBytes: number;
}

const Counts = v.record(v.string(), v.number());

const Stats = v.object({
  calls: Counts,
  functions: v.record(v.string(), v.object({ invocations: v.number() })),
  dynamodb: v.record(v.string(), v.record(v.string(), v.object({ readUnits: v.number(), writeUnits: v.number() }))),
  sqs: v.record(v.string(), v.object({ sent: v.number(), received: v.number(), deleted: v.number() })),
  scheduler: v.object({ fired: v.number() }),
  events: v.object({ published: v.number() }),
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Everything that the stack has used since it was started. */
export const usageSoFar = ({ cloud, wire }: BenchStack): Usage => {
  const { calls, functions, dynamodb, sqs, scheduler, events } = v.parse(Stats, cloud.stats());
  const callsTo = (service: string): number =>
    sum(Object.entries(calls).map(([name, count]) => (name.startsWith(`${service}.`) ? count : 0)));
  const operations = Object.values(dynamodb).flatMap((table) => Object.values(table));
  const runs = Object.entries(functions);
  const runsOf = (name: string): number =>
    sum(runs.map(([id, { invocations }]) => (id.startsWith(name) ? invocations : 0)));
  // A schedule sends to its queue by itself, which AWS bills like any other call; only the tick goes to a function.
  const viaSchedules = scheduler.fired - runsOf('Sweep');
  const posts = calls['execute-api.PostToConnection'] ?? 0;
  return {
    frames: wire.frames + posts,
    httpCalls: wire.httpCalls,
    invocations: sum(runs.map(([, { invocations }]) => invocations)),
    streamInvocations: runsOf('Effects'),
    readUnits: sum(operations.map(({ readUnits }) => readUnits)),
    writeUnits: sum(operations.map(({ writeUnits }) => writeUnits)),
    schedulerCalls: callsTo('scheduler'),
    firings: scheduler.fired,
    queueCalls: viaSchedules + sum(Object.values(sqs).map(({ sent, received, deleted }) => sent + received + deleted)),
    busEvents: events.published,
    posts,
    bytesOut: wire.bytesOut,
    logBytes: sum(cloud.functionOutput().map((line) => Buffer.byteLength(line))),
  };
};

/** Nothing used. */
export const NO_USAGE: Usage = {
  frames: 0,
  httpCalls: 0,
  invocations: 0,
  streamInvocations: 0,
  readUnits: 0,
  writeUnits: 0,
  schedulerCalls: 0,
  firings: 0,
  queueCalls: 0,
  busEvents: 0,
  posts: 0,
  bytesOut: 0,
  logBytes: 0,
};

const combine = (a: Usage, b: Usage, how: (x: number, y: number) => number): Usage => ({
  frames: how(a.frames, b.frames),
  httpCalls: how(a.httpCalls, b.httpCalls),
  invocations: how(a.invocations, b.invocations),
  streamInvocations: how(a.streamInvocations, b.streamInvocations),
  readUnits: how(a.readUnits, b.readUnits),
  writeUnits: how(a.writeUnits, b.writeUnits),
  schedulerCalls: how(a.schedulerCalls, b.schedulerCalls),
  firings: how(a.firings, b.firings),
  queueCalls: how(a.queueCalls, b.queueCalls),
  busEvents: how(a.busEvents, b.busEvents),
  posts: how(a.posts, b.posts),
  bytesOut: how(a.bytesOut, b.bytesOut),
  logBytes: how(a.logBytes, b.logBytes),
});

/** Both together. */
export const add = (a: Usage, b: Usage): Usage => combine(a, b, (x, y) => x + y);

/** `usage` times a factor. */
export const times = (usage: Usage, factor: number): Usage => combine(usage, NO_USAGE, (x) => x * factor);

/** What `work` and everything that followed from it used. */
export const measure = async (stack: BenchStack, work: () => Promise<unknown>): Promise<Usage> => {
  await stack.cloud.idle();
  const before = usageSoFar(stack);
  await work();
  await stack.cloud.idle();
  return combine(usageSoFar(stack), before, (after, start) => after - start);
};

import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { inject } from 'vitest';
import { createActivity } from '../../../local/clock/activity.ts';
import type { Activity } from '../../../local/contracts.ts';
import type { LocalCloud, LocalCloudOptions, LocalLine } from '../../../local/local-cloud.ts';
import { startLocalCloud } from '../../../local/start-local-cloud.ts';
import type { Timers } from '../../../web/client/ports.ts';

/** Where virtual time starts: a Tuesday noon, on a full minute. */
export const START_MS = Date.UTC(2030, 0, 1, 12);

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const outputsFile = process.env['DORMOUSE_OUTPUTS'];

/** Whether the tests run against a stack that somebody else started: what needs its clock or its operator is left out. */
export const isElsewhere = outputsFile !== undefined;

const Outputs = v.objectWithRest(
  { HttpUrl: v.string(), local: v.optional(v.object({ signInUrl: v.string() })) },
  v.unknown(),
);

/** A running stack as its users reach it. */
export interface Stack {
  /** The HTTP API, without a slash at the end. */
  readonly httpUrl: string;
  /** Where the local cloud signs desks in; undefined for a deployed stack. */
  readonly signInUrl: string | undefined;
  /** Counts what the clients of the tests have under way, so that virtual time waits for it. */
  readonly traffic: Activity;
  /** Time as the clients of the tests see it: the stack's own. */
  readonly timers: Timers;
  /** Lets time go on until `work` settles: a client that was told to try again waits for its pause to end. */
  flowing<T>(work: Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

/** A stack in this process, on a virtual clock, with everything that its operator can do. */
export interface LocalStack extends Stack {
  readonly cloud: LocalCloud;
  /** Every line that the cloud said so far. */
  readonly lines: readonly LocalLine[];
  /** Waits until neither the cloud nor a client has anything under way. */
  settle(): Promise<void>;
  /** Moves time on, running all that falls due, clients included. */
  pass(ms: number): Promise<void>;
}

/** The stack of this run: the one that `DORMOUSE_OUTPUTS` names, or a new one in this process. */
export const startStack = async (): Promise<Stack> => {
  if (outputsFile === undefined) return startLocalStack();
  const outputs = v.parse(Outputs, JSON.parse(readFileSync(outputsFile, 'utf8')));
  return {
    httpUrl: withoutSlash(outputs.HttpUrl),
    signInUrl: outputs.local?.signInUrl,
    traffic: createActivity(),
    timers: { now: () => performance.now(), after: afterReally },
    flowing: (work) => work,
    stop: () => Promise.resolve(),
  };
};

/** A new stack in this process; `assemblyDirectory` defaults to the stack as it is synthesized. */
export const startLocalStack = async (options: Partial<LocalCloudOptions> = {}): Promise<LocalStack> => {
  const lines: LocalLine[] = [];
  const cloud = await startLocalCloud({
    assemblyDirectory: inject('assemblyDirectory'),
    port: 0,
    clock: 'virtual',
    startMs: START_MS,
    ...options,
    onLine: (line) => lines.push(line),
  });
  const traffic = createActivity();
  const settle = async (): Promise<void> => {
    // What a client hears may make it speak, and what it says may be heard by another.
    for (let round = 0; round < 3; round++) {
      await traffic.idle();
      await cloud.idle();
    }
  };
  return {
    httpUrl: withoutSlash(cloud.outputs['HttpUrl'] ?? ''),
    signInUrl: cloud.outputs.local.signInUrl,
    traffic,
    timers: timersOf(cloud, traffic),
    cloud,
    lines,
    settle,
    pass: async (ms) => {
      await settle();
      await cloud.advance(ms);
      await settle();
    },
    flowing: (work) => flowing(cloud, work),
    stop: () => cloud.stop(),
  };
};

/** Five virtual seconds pass in a real one, far fewer than a socket may be idle. */
const flowing = async <T>(cloud: LocalCloud, work: Promise<T>): Promise<T> => {
  const state = { settled: false };
  const watched = work.finally(() => (state.settled = true));
  while (!state.settled) {
    await cloud.advance(100);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return watched;
};

/** The cloud's clock for a client; time stands still until what a timer set in motion is answered. */
const timersOf = ({ clock }: LocalCloud, traffic: Activity): Timers => ({
  now: () => clock.now(),
  after: (ms, run) =>
    clock.at(clock.now() + ms, () => {
      run();
      return traffic.idle();
    }),
});

const afterReally: Timers['after'] = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

const withoutSlash = (url: string): string => url.replace(/\/$/, '');

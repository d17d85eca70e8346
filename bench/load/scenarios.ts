import { startCloud, type CloudRunner } from './cloud-runner.ts';
import { gather, type Crowd } from './crowd.ts';
import { flood, slowReaders, type Disturbance } from './disturbances.ts';
import { Ledger, talk, type MeasuredPhase } from './talk.ts';

/** Whether anything goes wrong next to the people who talk. */
export const SCENARIOS = ['steady', 'slow-readers', 'flood'] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** What is asked of a run. */
export interface LoadPlan {
  readonly scenario: Scenario;
  readonly chats: number;
  /** Messages of all chats together. */
  readonly perSec: number;
  /** Of each phase. */
  readonly sec: number;
  readonly floodPerSec: number;
}

/** What came of a run. */
export interface LoadResult {
  readonly plan: LoadPlan;
  readonly sockets: number;
  /** Time until everybody was connected and joined. */
  readonly gatherSec: number;
  readonly phases: readonly MeasuredPhase[];
  /** What the disturbance came to, by name. */
  readonly disturbance: Readonly<Record<string, number>>;
  /** Refused calls and failed invocations in the cloud. */
  readonly troubles: readonly string[];
}

/** Chats whose customers stop reading. */
const SLOW_CHATS = 5;

/** Messages before the first phase: first calls are slow, and are not what is asked. */
const WARM_UP = { name: 'warm-up', perSec: 10, sec: 5 };

/** A burst that is still within the limits races with itself; what lasts is another question. */
const BEGINNING_SEC = 2;

const disturb = async (
  cloud: CloudRunner,
  plan: LoadPlan,
): Promise<{ disturbance: Disturbance; leave: () => void }> => {
  if (plan.scenario === 'flood') {
    return { disturbance: await flood(cloud.url, plan.floodPerSec), leave: () => undefined };
  }
  const crowds: Crowd[] = [];
  // Each with a desk of its own: on one they would only wait for each other.
  for (let n = 0; n < SLOW_CHATS; n++) crowds.push(await gather(cloud.url, 1, `slow-${n}`, () => undefined));
  const pairs = crowds.flatMap((crowd) => crowd.pairs);
  const disturbance = await slowReaders(pairs, (chatIds) => cloud.fill(chatIds));
  return { disturbance, leave: () => crowds.forEach((crowd) => crowd.leave()) };
};

const runPhases = async (
  cloud: CloudRunner,
  plan: LoadPlan,
  crowd: Crowd,
  ledger: Ledger,
  say: (text: string) => void,
): Promise<Pick<LoadResult, 'phases' | 'disturbance'>> => {
  const { scenario, perSec, sec } = plan;
  await talk(ledger, crowd.pairs, WARM_UP);
  say(`${perSec} messages in a second, for ${sec} s`);
  const calm = await talk(ledger, crowd.pairs, { name: 'steady', perSec, sec });
  if (scenario === 'steady') return { phases: [calm], disturbance: {} };
  const { disturbance, leave } = await disturb(cloud, plan);
  say(`the same next to ${scenario === 'flood' ? 'a flood' : 'slow readers'}`);
  const begins = await talk(ledger, crowd.pairs, { name: `${scenario} begins`, perSec, sec: BEGINNING_SEC });
  const disturbed = await talk(ledger, crowd.pairs, { name: scenario, perSec, sec });
  const counts = await disturbance.stop();
  leave();
  return { phases: [calm, begins, disturbed], disturbance: counts };
};

/** Runs one scenario against a local cloud of its own, on 127.0.0.1. */
export const runLoad = async (plan: LoadPlan, say: (text: string) => void): Promise<LoadResult> => {
  const cloud = await startCloud();
  say('the stack runs');
  const ledger = new Ledger();
  const startMs = performance.now();
  const crowd = await gather(cloud.url, plan.chats, 'desk', ledger.shown);
  const gatherSec = Math.round((performance.now() - startMs) / 100) / 10;
  say(`${plan.chats} chats on ${crowd.sockets} sockets after ${gatherSec} s`);
  const ran = await runPhases(cloud, plan, crowd, ledger, say);
  crowd.leave();
  return { plan, sockets: crowd.sockets, gatherSec, ...ran, troubles: await cloud.stop() };
};

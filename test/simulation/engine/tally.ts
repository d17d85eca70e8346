import { readNaively } from '../naive-status.ts';
import type { Played } from './session.ts';

/** One broken promise of one session. */
export interface Breach {
  readonly seed: number;
  readonly invariant: string;
  readonly lines: readonly string[];
}

/** What came out of any number of sessions: plain data that workers can send and others can add up. */
export interface Tally {
  sessions: number;
  steps: number;
  events: number;
  commands: number;
  acknowledged: number;
  readonly struck: Record<string, number>;
  readonly operations: Record<string, number>;
  readonly eventTypes: Record<string, number>;
  /** Sessions by the length of their log, in classes of `eventsClass`. */
  readonly eventsPerChat: Record<string, number>;
  /** Alerts and closes by how late they came, in classes of `latenessClass`. */
  readonly lateness: Record<string, number>;
  readonly breaches: Breach[];
}

export const emptyTally = (): Tally => ({
  sessions: 0,
  steps: 0,
  events: 0,
  commands: 0,
  acknowledged: 0,
  struck: {},
  operations: {},
  eventTypes: {},
  eventsPerChat: {},
  lateness: {},
  breaches: [],
});

const count = (counts: Record<string, number>, key: string, more = 1): void => {
  counts[key] = (counts[key] ?? 0) + more;
};

const EVENTS_CLASSES = [5, 10, 20, 40, 80, 160];
const LATENESS_CLASSES: readonly (readonly [ms: number, name: string])[] = [
  [0, 'early'],
  [5_000, 'up to 5 s'],
  [60_000, 'up to 1 min'],
  [180_000, 'up to 3 min'],
  [600_000, 'up to 10 min'],
  [3_600_000, 'up to 1 h'],
  [86_400_000, 'up to 1 day'],
];

const nameOfClass = (most: number): string => `up to ${most}`;
const MANY_EVENTS = `more than ${EVENTS_CLASSES.at(-1) ?? 0}`;
const VERY_LATE = 'later';

/** The classes of `eventsPerChat`, in order. */
export const EVENTS_NAMES: readonly string[] = [...EVENTS_CLASSES.map(nameOfClass), MANY_EVENTS];

/** The classes of `lateness`, in order. */
export const LATENESS_NAMES: readonly string[] = [...LATENESS_CLASSES.map(([, name]) => name), VERY_LATE];

const eventsClass = (events: number): string => {
  const bound = EVENTS_CLASSES.find((most) => events <= most);
  return bound === undefined ? MANY_EVENTS : nameOfClass(bound);
};

const latenessClass = (ms: number): string =>
  LATENESS_CLASSES.find(([bound]) => (bound === 0 ? ms < 0 : ms <= bound))?.[1] ?? VERY_LATE;

const countLateness = (tally: Tally, { log }: Played['history']): void => {
  const readings = readNaively(log);
  for (const [place, event] of log.entries()) {
    const before = readings[place - 1];
    const isOfTheClock = event.type === 'idle-alerted' || (event.type === 'chat-closed' && event.cause === 'idle');
    if (before === undefined || !isOfTheClock) continue;
    const dueMs = Math.max(before.fromMs + before.periodMs, before.periodsAtMs);
    count(tally.lateness, latenessClass(event.at - dueMs));
  }
};

/** Adds one session. */
export const tallySession = (tally: Tally, played: Played, breaches: readonly Breach[]): void => {
  const { history, plan, struck, steps } = played;
  tally.sessions += 1;
  tally.steps += steps;
  tally.events += history.log.length;
  tally.commands += history.submitted.length;
  tally.acknowledged += history.submitted.filter(({ outcome }) => outcome !== undefined && 'index' in outcome).length;
  for (const [name, times] of struck) count(tally.struck, name, times);
  for (const { operation } of plan.acts) count(tally.operations, operation.name);
  for (const { type } of history.log) count(tally.eventTypes, type);
  count(tally.eventsPerChat, eventsClass(history.log.length));
  countLateness(tally, history);
  tally.breaches.push(...breaches);
};

const COUNTS = ['struck', 'operations', 'eventTypes', 'eventsPerChat', 'lateness'] as const;
const SUMS = ['sessions', 'steps', 'events', 'commands', 'acknowledged'] as const;

/** Adds `other` to `tally`. */
export const addTally = (tally: Tally, other: Tally): void => {
  for (const sum of SUMS) tally[sum] += other[sum];
  for (const counts of COUNTS) for (const [key, more] of Object.entries(other[counts])) count(tally[counts], key, more);
  tally.breaches.push(...other.breaches);
};

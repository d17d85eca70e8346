import type { ChatEvent, EpochMs } from '../../shared/domain/events.ts';
import type { Periods } from '../../shared/domain/options.ts';

/** What comes next if nobody does anything: the alerts, the close, or the end of a regular chat that everybody has left. */
export type Next = 'alert' | 'alert2' | 'close' | 'abandoned';

/** Where the silence of a chat stands after an event, by a plain reading of the log. */
export interface Silence {
  /** The last activity that starts the idle clock over. */
  readonly activeAtMs: EpochMs;
  readonly alertedAtMs: EpochMs | undefined;
  /** How many alerts have been given in this silence. */
  readonly alerts: number;
  readonly customerRemoved: boolean;
  /** What is next, from when it is counted, and how long it takes; whether all of a silence takes that much. */
  readonly next: Next;
  readonly fromMs: EpochMs;
  readonly periodMs: number;
  readonly silenceMs: number;
  readonly periods: Periods;
}

/** Activity by `async-idle-notices` or `include-notices`: a notice or a file whose event says so, and typing, which is in the log for nothing else. */
export const isCounted = (event: ChatEvent): boolean =>
  event.type === 'typing-noted' || ('counts' in event && event.counts === true);

const RESETS: readonly ChatEvent['type'][] = ['chat-opened', 'message-posted', 'agent-joined', 'agent-left'];
const WORDS: readonly ChatEvent['type'][] = [
  'customer-connected',
  'message-posted',
  'notice-sent',
  'user-data-updated',
  'file-uploaded',
  'file-deleted',
];

const NO_PERIODS: Periods = { idleAlertSec: 0, idleCloseSec: 0, presenceSec: 0 };

const isRemovedAfter = (before: boolean, { type, actor, restores }: ChatEvent): boolean => {
  if (type === 'customer-removed') return true;
  if (restores === true) return false;
  return before && !(actor.type === 'CLIENT' && WORDS.includes(type));
};

const planOf = ({ idleAlertSec, idleCloseSec, regular }: Periods, agents: number): [Next, number][] => {
  const close: [Next, number] = ['close', idleCloseSec];
  if (regular === undefined) return [['alert', idleAlertSec], close];
  if (!regular.on || agents === 0) return [['alert', regular.idleMaxSec], close];
  const second: [Next, number][] = regular.alert2Sec > 0 ? [['alert2', regular.alert2Sec]] : [];
  return [['alert', idleAlertSec], ...second, close];
};

const alertsOf = (before: Silence | undefined, event: ChatEvent, agentsBefore: number): number => {
  if (event.type === 'idle-alerted') return event.second === true ? 2 : 1;
  // Control is off from now on: what it has begun does not count any more.
  const wasWatched = before?.periods.regular?.on === true && agentsBefore > 0;
  return wasWatched && event.periods?.regular?.on === false ? 0 : (before?.alerts ?? 0);
};

const isBot = ({ actor }: ChatEvent): boolean => actor.type === 'EXTERNAL' && actor.bot === true;

/** What starts the idle clock of any chat over. */
export const isReset = (event: ChatEvent): boolean =>
  (RESETS.includes(event.type) && event.visibility === 'ALL' && !isBot(event)) || isCounted(event);

const alertedAtOf = (alerts: number, before: Silence | undefined, event: ChatEvent): EpochMs | undefined => {
  if (alerts === 0) return undefined;
  return event.type === 'idle-alerted' ? event.at : before?.alertedAtMs;
};

/** What is next, and how long it takes. */
const nextOf = (plan: readonly [Next, number][], alerts: number, isAbandoned: boolean): readonly [Next, number] =>
  isAbandoned ? ['abandoned', 0] : (plan[Math.min(alerts, plan.length - 1)] ?? ['close', 0]);

const BEFORE_ALL = { periods: NO_PERIODS, customerRemoved: false, activeAtMs: 0 };

/** The silence after `event`. */
export const silenceAfter = (
  before: Silence | undefined,
  event: ChatEvent,
  agentsBefore: number,
  agents: number,
): Silence => {
  const last = before ?? BEFORE_ALL;
  const periods = event.periods ?? last.periods;
  const isRegular = periods.regular !== undefined;
  const customerRemoved = isRemovedAfter(last.customerRemoved, event);
  const isMoved = event.type === 'customer-removed' || last.customerRemoved !== customerRemoved;
  const isActive = isReset(event) || (isRegular && isMoved);
  const alerts = isActive ? 0 : alertsOf(before, event, agentsBefore);
  const activeAtMs = isActive ? event.at : last.activeAtMs;
  const alertedAtMs = alertedAtOf(alerts, before, event);
  const plan = planOf(periods, agents);
  const [next, sec] = nextOf(plan, alerts, isRegular && customerRemoved && agents === 0);
  return {
    activeAtMs,
    alertedAtMs,
    alerts,
    customerRemoved,
    next,
    fromMs: alertedAtMs ?? activeAtMs,
    periodMs: sec * 1000,
    silenceMs: plan.reduce((sum, [, each]) => sum + each * 1000, 0),
    periods,
  };
};

import type { ChatOptions, Periods } from '../../shared/domain/options.ts';
import { ANN, connected, HOUR, joined, opened, SEC, type Unplaced, OPTIONS } from './builders.ts';
import { given } from './given-when-then.ts';

/* A regular chat for tests. */

/** Control as it is after an administrator has switched it on. */
export const ON: ChatOptions = { ...OPTIONS, controlOn: true };

/** The same with a second alert. */
export const TWICE: ChatOptions = { ...ON, timeoutAlert2Sec: 60 };

/** The periods of a regular chat: Genesys' defaults, switched on. */
export const periods = (regular: Partial<Periods['regular']> = {}, more: Partial<Periods> = {}): Periods => ({
  idleAlertSec: 255,
  idleCloseSec: 45,
  presenceSec: 45,
  regular: { on: true, alert2Sec: 0, idleMaxSec: 86_400, ...regular },
  ...more,
});

/** When the clocks of CHAT run out, jitter included, counted from their start. */
export const DUE = { alert: 255_372, alert2: 60_079, close: 45_093, max: 86_526_194, presence: 45_138 } as const;

/** The opening of a regular chat that nobody pushes to. */
export const start = (extra: Parameters<typeof opened>[0] = {}): Unplaced =>
  opened({ push: false, userData: {}, periods: periods(), ...extra });

/** Nobody's wake-up is due: what tests do not look at. */
export const LATER = { number: 9, at: 40 * HOUR };

/** What is decided, whichever wake-up it asks for. */
export const eventOf = (
  past: readonly Unplaced[],
  ...[command, now, options]: Parameters<ReturnType<typeof given>['decided']>
): object => {
  const decision = given(...past).decided(command, now, options);
  if (decision.kind !== 'accepted') return decision;
  const { arm: _arm, ...event } = decision.event;
  return event;
};

/** The event as it stands behind a past. */
export const behind = (past: readonly Unplaced[], event: Unplaced): object => event(past.length + 1);

/** A wake-up of whatever number. */
export const wakeUp = { type: 'wake-up', id: 's/wake/1', number: 1 } as const;

/** A regular chat with the customer's page open and Ann in it. */
export const talking = [start(), connected('S1', 0), joined(ANN, 1 * SEC, { arm: LATER })];
/** So long after Ann joined. */
export const silentAt = (ms: number): number => 1 * SEC + ms;

import { isCovered } from '../armings.ts';
import type { ApplyOptions, RestoreChat } from '../commands.ts';
import { deadlines } from '../deadlines.ts';
import { samePeriods } from '../options.ts';
import { restoresCustomer } from '../restore.ts';
import type { Session } from '../session.ts';
import { complete, NOTHING, periodsAfter, type Decision, type Draft, type Moment } from './draft.ts';

const SYSTEM = { type: 'SYSTEM' } as const;

/** The workflow restores the chat: its customer is taken back, visible to all, and away from here on (RESTORE-4). */
export const decideRestore = (state: Session, { id }: RestoreChat, moment: Moment): Decision => {
  if (state.phase === 'closed' || !restoresCustomer(state, 'esp', moment.options)) return NOTHING;
  const draft: Draft = { type: 'customer-restored', id, actor: SYSTEM, visibility: 'ALL', restores: true };
  return { kind: 'accepted', event: complete(state, draft, moment) };
};

/**
 * Puts changed periods in force (OPT-13): bookkeeping that arms sooner if need be. What is overdue by them is left to the
 * wake-up that is armed for now, which gives the alert before any close (OPT-14).
 */
export const decideApply = (state: Session, { id }: ApplyOptions, moment: Moment): Decision => {
  const [next] = deadlines(state);
  if (next === undefined) return NOTHING;
  const draft: Draft = { type: 'wake-up-moved', id, actor: SYSTEM, visibility: 'NONE' };
  const isKnown = samePeriods(state.periods, periodsAfter(state, draft, moment));
  if (isKnown && isCovered(state.armings, next.at, moment.now)) return NOTHING;
  return { kind: 'accepted', event: complete(state, draft, moment) };
};

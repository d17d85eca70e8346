import { expectedAt, isCovered } from '../armings.ts';
import type { CheckStuck, WakeUp } from '../commands.ts';
import { deadlines, type Deadline } from '../deadlines.ts';
import type { ChatEvent, EpochMs, Overdue } from '../events.ts';
import { isControlled } from '../idle.ts';
import { SLIP_MS } from '../limits.ts';
import { seeByAt } from '../push.ts';
import { endingOf } from '../reporting/ending.ts';
import type { Absence, Session } from '../session.ts';
import { complete, NOTHING, type Decision, type Draft, type Moment } from './draft.ts';
import { livingSockets, seenIn } from './presence.ts';

const SYSTEM = { type: 'SYSTEM' } as const;

/** The first clock that has run out. The stuck-check leaves what the wake-ups may still bring in time (STUCK-2). */
const dueDeadline = (state: Session, command: WakeUp | CheckStuck, now: EpochMs): Deadline | undefined =>
  deadlines(state).find(({ at }) => {
    if (command.type === 'wake-up') return at <= now;
    return (command.found === true ? at : expectedAt(state.armings, at, now)) + SLIP_MS <= now;
  });

/** Whether deciding `command` needs to know when the customer was last heard of outside the log (PRES-4). */
export const needsContact = (state: Session, command: WakeUp | CheckStuck, now: EpochMs): boolean =>
  dueDeadline(state, command, now)?.kind === 'presence';

/** Whether deciding `command` needs to know how far the customer has come outside the log (PUSH-13). */
export const needsSeen = (state: Session, command: WakeUp | CheckStuck, now: EpochMs): boolean =>
  dueDeadline(state, command, now)?.kind === 'unseen';

type Due = Draft extends infer D ? (D extends Draft ? Omit<D, 'id' | 'actor' | 'fired' | 'overdue'> : never) : never;

/** What runs out in a regular chat after control was switched off: nothing happens but that the chat learns it (REG-8). */
const isCalledOff = (state: Session, { kind }: Deadline, { options }: Moment): boolean =>
  kind.startsWith('idle') && isControlled(state) && !options.controlOn;

const dueDraft = (state: Session, deadline: Deadline, command: WakeUp | CheckStuck, moment: Moment): Due => {
  if (isCalledOff(state, deadline, moment)) return { type: 'wake-up-moved', visibility: 'NONE' };
  switch (deadline.kind) {
    case 'idle-alert':
      return { type: 'idle-alerted', visibility: 'ALL', text: moment.options.messageAlert };
    case 'idle-alert2':
      return { type: 'idle-alerted', visibility: 'ALL', text: moment.options.messageAlert2, second: true };
    case 'abandoned':
      return { type: 'chat-closed', visibility: 'ALL', cause: 'abandoned', text: '', ...endingOf(moment.options) };
    case 'idle-close':
      return {
        type: 'chat-closed',
        visibility: 'ALL',
        cause: 'idle',
        text: moment.options.messageClose,
        ...endingOf(moment.options),
      };
    case 'lease':
      return {
        type: 'customer-disconnected',
        visibility: livingSockets(state, moment.now).length > 1 ? 'NONE' : 'INT',
        connectionId: state.customer.sockets.at(-1)?.id ?? '',
        cause: 'lease-over',
      };
    case 'presence':
      return presenceDraft(state, command.contactAt);
    case 'unseen':
      return unseenDraft(state, command.seenTo, moment);
  }
};

/**
 * Two full periods, by time; contact in between starts the clock over (PRES-4, PRES-5). So does contact from before the
 * doubt that was noted too late for it.
 */
const presenceDraft = (state: Session, contactAt: EpochMs | undefined): Due => {
  const absence: Partial<Absence> = state.customer.absence ?? {};
  if (contactAt !== undefined && contactAt > (absence.since ?? 0))
    return { type: 'presence-confirmed', visibility: 'NONE', contactAt };
  if (absence.doubtedAt === undefined) return { type: 'presence-doubted', visibility: 'NONE' };
  return { type: 'customer-removed', visibility: 'ALL' };
};

/**
 * What waits is pushed, unless it was seen. Who has seen its oldest is getting on: the rest has the time anew (PUSH-13). What
 * is known of it is written down, so that the next look knows it too.
 */
const unseenDraft = (state: Session, seenTo: number | undefined, { now, options }: Moment): Due => {
  const { seen: known, pushable = 0, unseen } = state.customer;
  const seen = Math.max(known, seenIn(state, seenTo ?? 0));
  const moved = { type: 'wake-up-moved', visibility: 'NONE', seen } as const;
  if (seen >= pushable) return moved;
  const seeBy = seen < (unseen?.from ?? 0) ? undefined : seeByAt(state, Math.max(now, state.at), options);
  return seeBy === undefined ? { type: 'unseen-noted', visibility: 'NONE', seen } : { ...moved, seeBy };
};

const overdueBy = (deadline: Deadline, command: WakeUp | CheckStuck, now: EpochMs): Overdue | undefined =>
  command.type === 'check-stuck' ? { kind: deadline.kind, lateMs: now - deadline.at } : undefined;

const acceptDue = (state: Session, deadline: Deadline, command: WakeUp | CheckStuck, moment: Moment): ChatEvent => {
  const overdue = overdueBy(deadline, command, moment.now);
  const fired = command.type === 'wake-up' ? { fired: command.number } : {};
  const draft: Draft = {
    ...dueDraft(state, deadline, command, moment),
    id: command.id,
    actor: SYSTEM,
    ...fired,
    ...(overdue === undefined ? {} : { overdue }),
  };
  return complete(state, draft, moment);
};

/** Whether the state still counts on this wake-up, though it is just coming true (WAKE-10). */
const isListed = (state: Session, command: WakeUp | CheckStuck): boolean =>
  command.type === 'wake-up' && state.armings.some((arming) => arming.number === command.number);

/**
 * A wake-up is a hint to look at the state (WAKE-1). Due: the first thing due happens; the caller asks again until
 * nothing is. Not due: makes sure that a wake-up exists for the true deadline, relying on none that is not in the future.
 * The one that came is struck from the list, so that an event that is being committed at the same time cannot rely on it
 * unseen: one of the two loses the race and looks again (WAKE-10).
 */
export const decideWake = (state: Session, command: WakeUp | CheckStuck, moment: Moment): Decision => {
  const due = dueDeadline(state, command, moment.now);
  if (due !== undefined) return { kind: 'accepted', event: acceptDue(state, due, command, moment) };
  const next = deadlines(state)[0];
  if (next === undefined) return NOTHING;
  if (!isListed(state, command) && isCovered(state.armings, next.at, moment.now)) return NOTHING;
  const fired = command.type === 'wake-up' ? { fired: command.number } : {};
  const draft: Draft = { type: 'wake-up-moved', id: command.id, actor: SYSTEM, visibility: 'NONE', ...fired };
  return { kind: 'accepted', event: complete(state, draft, moment) };
};

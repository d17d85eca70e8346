import { isCovered, wakeUpAt } from '../armings.ts';
import { deadlines, idleDeadline } from '../deadlines.ts';
import { evolve } from '../evolve.ts';
import { versionOf, type ChatEvent, type EpochMs, type EventBody, type EventEnvelope } from '../events.ts';
import { isActivity, isRegular } from '../idle.ts';
import { EVENT_BYTES_MAX, STATE_BYTES_MAX } from '../limits.ts';
import { periodsOf, samePeriods, type ChatOptions, type Periods } from '../options.ts';
import { restAfter } from '../pace.ts';
import { seeByOf } from '../push.ts';
import { isAsync } from '../provisioning.ts';
import { reject, type Rejection } from '../rejections.ts';
import type { Nothing } from '../repeats.ts';
import { encodeSession } from '../session-codec.ts';
import type { Session } from '../session.ts';
import { utf8Bytes } from '../../protocol/text-size.ts';

/** The core's answer: one event to commit, a refusal, or nothing to do. */
export type Decision = { readonly kind: 'accepted'; readonly event: ChatEvent } | Rejection | Nothing;

export const NOTHING: Nothing = { kind: 'nothing' };

/** What a command says of its event; index, time, pace, periods and wake-up are added here. */
export type Draft = Omit<EventEnvelope, 'v' | 'index' | 'at' | 'periods' | 'restAt' | 'arm'> & EventBody;

/** What a decision may look at besides the state. */
export interface Moment {
  readonly now: EpochMs;
  readonly options: ChatOptions;
}

/** What the opening decides for good: whether the chat is pushed to, and whether it is a regular one (DATA-3, PROV-1). */
const periodsAtOpening = (draft: Draft, { options }: Moment): Periods =>
  draft.type === 'chat-opened' ? periodsOf(options, draft.push, !isAsync(draft.userData)) : periodsOf(options, false);

/**
 * The periods in force from an event on. An asynchronous chat takes changed ones with any event (OPT-3); a regular chat takes
 * those of its idle clock only with activity, or once the running timeout is over (REG-7).
 */
export const periodsAfter = (state: Session, draft: Draft, { now, options }: Moment): Periods => {
  const regular = isRegular(state);
  const wanted = periodsOf(options, state.customer.push, regular);
  if (!regular || isActivity(state, draft) || idleDeadline(state).at <= Math.max(now, state.at)) return wanted;
  return { ...state.periods, presenceSec: wanted.presenceSec };
};

const stamp = (state: Session | undefined, draft: Draft, moment: Moment): ChatEvent => {
  // A command that lost a race carries an older time than the event it lost to (LOG-4).
  const at = Math.max(moment.now, state?.at ?? 0);
  const periods = state === undefined ? periodsAtOpening(draft, moment) : periodsAfter(state, draft, moment);
  const known = state !== undefined && samePeriods(state.periods, periods);
  return {
    ...draft,
    v: versionOf(known ? draft : { ...draft, periods }),
    index: (state?.index ?? 0) + 1,
    at,
    ...(known ? {} : { periods }),
    ...(state === undefined ? {} : restAfter(state, draft, at, moment.options)),
  };
};

/** Adds by when it must be seen, if that begins with it (PUSH-12). */
const withSeeBy = (state: Session | undefined, event: ChatEvent, options: ChatOptions): ChatEvent => {
  if (state?.customer.subscription === undefined) return event;
  const seeBy = seeByOf(evolve(state, event), event, options);
  return seeBy === undefined ? event : { ...event, v: versionOf({ ...event, seeBy }), seeBy };
};

/** Adds the wake-up that the next deadline needs, unless one that comes before it is outstanding (WAKE-2). */
const withWakeUp = (state: Session | undefined, event: ChatEvent, now: EpochMs): ChatEvent => {
  const after = evolve(state, event);
  const next = deadlines(after)[0];
  if (next === undefined || isCovered(after.armings, next.at, now)) return event;
  return { ...event, arm: { number: after.armed + 1, at: wakeUpAt(next.at, now) } };
};

/** Makes the event of a draft; what ends something, and what the functions themselves cause, always fits (BND-3). */
export const complete = (state: Session | undefined, draft: Draft, moment: Moment): ChatEvent =>
  withWakeUp(state, withSeeBy(state, stamp(state, draft, moment), moment.options), moment.now);

/** Accepts a draft that people caused, unless its event or the state after it would grow past the bounds (BND-1, BND-2). */
export const accept = (state: Session | undefined, draft: Draft, moment: Moment): Decision => {
  const event = complete(state, draft, moment);
  const eventBytes = utf8Bytes(JSON.stringify(event));
  if (eventBytes > EVENT_BYTES_MAX) {
    return reject(
      'too-long',
      `unable to accept ${draft.type}; it takes ${eventBytes} bytes, at most ${EVENT_BYTES_MAX} are allowed`,
    );
  }
  const stateBytes = utf8Bytes(encodeSession(evolve(state, event)));
  if (stateBytes > STATE_BYTES_MAX) {
    return reject(
      'too-long',
      `unable to accept ${draft.type}; the chat's state would take ${stateBytes} bytes, at most ${STATE_BYTES_MAX} are allowed`,
    );
  }
  return { kind: 'accepted', event };
};

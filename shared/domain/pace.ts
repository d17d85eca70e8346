import type { Author } from './commands.ts';
import type { Actor, ChatEvent, EpochMs, EventEnvelope, EventType } from './events.ts';
import { BURST_MS } from './limits.ts';
import type { ChatOptions } from './options.ts';
import { reject, type Rejection } from './rejections.ts';
import type { Session } from './session.ts';

/*
 * A token bucket for each author, kept as one number: when it will be full again. Where the state has none it is full one
 * step after the newest event, whoever made that one. So a message that comes a step or more after the event before it
 * stores nothing, and neither the log nor the snapshot of an ordinary chat has a byte for this (LIM-3).
 */

const keyOf = (author: Author | Actor): string => {
  if (author.type === 'AGENT') return `a/${author.agentId}`;
  return author.type === 'EXTERNAL' ? 'x' : 'c';
};

/** What one command costs in time; undefined when the option switches the limit off. */
const stepMs = (author: Author | Actor, options: ChatOptions): number | undefined => {
  const perSec = author.type === 'CLIENT' ? options.customerPerSec : options.agentPerSec;
  return perSec === 0 ? undefined : Math.ceil(1000 / perSec);
};

const restBefore = (state: Session, author: Author | Actor, step: number): EpochMs =>
  state.busy?.[keyOf(author)] ?? state.at + step;

/** Refuses what an author sends faster than their pace (LIM-1, LIM-2, LIM-9). */
export const tooFast = (state: Session, author: Author, now: EpochMs, options: ChatOptions): Rejection | undefined => {
  const step = stepMs(author, options);
  if (step === undefined) return undefined;
  if (restBefore(state, author, step) - Math.max(now, state.at) <= BURST_MS) return undefined;
  return reject('rate-limited', `unable to take more now; this chat takes one command of yours in ${step} ms`);
};

const SPENDING: ReadonlySet<EventType> = new Set([
  'message-posted',
  'notice-sent',
  'user-data-updated',
  'file-uploaded',
  'file-deleted',
  'agent-joined',
  'agent-left',
  'chat-closed',
]);

/** When the author of an event at `at` will be at rest again, if that is more than one step away. */
export const restAfter = (
  state: Session,
  { type, actor }: { readonly type: EventType; readonly actor: Actor },
  at: EpochMs,
  options: ChatOptions,
): Pick<EventEnvelope, 'restAt'> => {
  const step = stepMs(actor, options);
  if (step === undefined || actor.type === 'SYSTEM' || !SPENDING.has(type)) return {};
  const restAt = Math.max(restBefore(state, actor, step), at) + step;
  return restAt > at + step ? { restAt } : {};
};

/** Who is busy after `event`, and until when; undefined when everybody is at rest. */
export const busyAfter = (busy: Session['busy'], { actor, at, restAt }: ChatEvent): Session['busy'] => {
  if (busy === undefined && restAt === undefined) return undefined;
  const now = restAt === undefined ? { ...busy } : { ...busy, [keyOf(actor)]: restAt };
  const left = Object.entries(now).filter(([, rest]) => rest > at);
  return left.length === 0 ? undefined : Object.fromEntries(left);
};

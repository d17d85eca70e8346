import type { ChatId, DeadlineKind, EpochMs } from './events.ts';
import { isAbandoned, stagesLeft, stagesOf } from './idle.ts';
import { LEASE_MS, SLIP_MS } from './limits.ts';
import type { Session } from './session.ts';

/** A moment at which something is due unless an event moves it. */
export interface Deadline {
  readonly kind: DeadlineKind;
  readonly at: EpochMs;
}

const JITTER_MAX_MS = 5 * 60_000;

/** One part in 288 of the period: five minutes for a day, nothing to speak of for 45 seconds. */
const JITTER_SHARE = 288;

/** FNV-1a over the characters: spreads chats evenly, needs no secrecy. */
const hash = (text: string): number => {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return sum / 0x1_0000_0000;
};

/** The longest delay that jitter may add to a period. */
const jitterBoundMs = (periodMs: number): number => Math.min(JITTER_MAX_MS, Math.floor(periodMs / JITTER_SHARE));

/** A delay that is always the same for one chat and clock, so that a campaign's chats do not fire together (WAKE-8). */
const jitterMs = (chatId: string, kind: DeadlineKind, periodMs: number): number =>
  Math.floor(hash(`${kind} ${chatId}`) * jitterBoundMs(periodMs));

/** The end of a period, with the chat's own delay (WAKE-8). */
export const delayed = (chatId: ChatId, kind: DeadlineKind, start: EpochMs, sec: number): Deadline => ({
  kind,
  at: start + sec * 1000 + jitterMs(chatId, kind, sec * 1000),
});

const after = ({ chatId }: Session, kind: DeadlineKind, start: EpochMs, sec: number): Deadline =>
  delayed(chatId, kind, start, sec);

/** When the running stage of silence ends; a regular chat that everybody has left waits for nothing (REG-6). */
export const idleDeadline = (state: Session): Deadline => {
  const { since, alertedAt = since } = state.idle;
  const [running] = isAbandoned(state) ? [] : stagesLeft(state);
  return running === undefined ? { kind: 'abandoned', at: since } : after(state, running.kind, alertedAt, running.sec);
};

const presenceDeadline = (state: Session): Deadline | undefined => {
  const { sockets, absence } = state.customer;
  const newest = sockets.reduce((latest, socket) => Math.max(latest, socket.since), 0);
  if (sockets.length > 0) return { kind: 'lease', at: newest + LEASE_MS };
  if (absence === undefined) return undefined;
  return after(state, 'presence', absence.doubtedAt ?? absence.since, state.periods.presenceSec);
};

/**
 * Every clock that runs in `state`, soonest first. There is no close deadline before the alert has been given (IDLE-6);
 * the presence clock runs only while the customer has no socket (PRES-3).
 */
export const deadlines = (state: Session): Deadline[] => {
  if (state.phase === 'closed') return [];
  const presence = presenceDeadline(state);
  const all = presence === undefined ? [idleDeadline(state)] : [idleDeadline(state), presence];
  const { unseen } = state.customer;
  if (unseen !== undefined) all.push({ kind: 'unseen', at: unseen.by });
  return all.sort((a, b) => a.at - b.at);
};

/** Slack between the last possible close and check-at: the slip, and a tenth of the silence up to a quarter of an hour. */
const marginMs = (silenceMs: number): number => SLIP_MS + Math.min(13 * 60_000, Math.floor(silenceMs / 10));

/**
 * `GCTI_Chat_AsyncCheckAt`: when a chat that has not closed by itself must be looked at (seed, "Additional information").
 * Later than alert and close with all their jitter, so that it never passes while the clocks still work (CHK-1).
 */
export const checkAt = (state: Pick<Session, 'periods' | 'idle' | 'agents' | 'customer'>): EpochMs => {
  const { since, alertedAt = since } = state.idle;
  const left = isAbandoned(state) ? [] : stagesLeft(state);
  const lastsMs = left.reduce((sum, { sec }) => sum + sec * 1000 + jitterBoundMs(sec * 1000), 0);
  const silenceMs = stagesOf(state).reduce((sum, { sec }) => sum + sec * 1000, 0);
  return alertedAt + lastsMs + marginMs(silenceMs);
};

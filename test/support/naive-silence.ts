import type { ChatOptions } from '../../shared/domain/options.ts';
import type { Fact } from './naive-fact.ts';
import { isActivity } from './naive-notices.ts';

/* The part of the second model that is about silence, in both kinds of chat, from docs/SPEC.md alone (IDLE, REG, CHK). */

const SEC = 1_000;
const MIN = 60 * SEC;

/** The largest delay of a deadline (WAKE-8). */
export const delayMax = (periodMs: number): number => Math.min(5 * MIN, Math.floor(periodMs / 288));

/** What a silence comes to, and after how long. */
interface Stage {
  readonly kind: string;
  readonly ms: number;
}

/** Where a silence stands. */
export interface Silence {
  readonly regular: boolean;
  readonly since: number;
  readonly alertedAt?: number;
  readonly alerts: number;
  readonly agents: ReadonlySet<string>;
  readonly removed: boolean;
  /** The options that its clock goes by. */
  readonly options: ChatOptions;
}

/** All stages of the silence (IDLE-1, IDLE-2, REG-2, REG-3, REG-5). */
export const stagesOf = ({ regular, agents, options }: Silence): Stage[] => {
  const stage = (kind: string, sec: number): Stage => ({ kind, ms: sec * SEC });
  if (!regular) return [stage('idle-alert', options.idleAlertSec), stage('idle-close', options.idleCloseSec)];
  const close = stage('idle-close', options.timeoutCloseSec);
  if (!options.controlOn || agents.size === 0) return [stage('idle-alert', options.regularIdleMaxSec), close];
  const second = options.timeoutAlert2Sec > 0 ? [stage('idle-alert2', options.timeoutAlert2Sec)] : [];
  return [stage('idle-alert', options.timeoutAlertSec), ...second, close];
};

/** Whether a regular chat has nobody left in it (REG-6). */
const isAbandoned = ({ regular, removed, agents }: Silence): boolean => regular && removed && agents.size === 0;

/** The stages that are still to come. */
const stagesLeft = (silence: Silence): Stage[] => {
  if (isAbandoned(silence)) return [{ kind: 'abandoned', ms: 0 }];
  const stages = stagesOf(silence);
  return stages.slice(Math.min(silence.alerts, stages.length - 1));
};

const startOf = ({ since, alertedAt }: Silence): number => alertedAt ?? since;

/** When the running stage ends: between two moments, as its delay is not known here. */
export const nextOf = (silence: Silence): { kind: string; from: number; to: number } => {
  const { kind, ms } = stagesLeft(silence)[0] ?? { kind: '', ms: 0 };
  const from = startOf(silence) + ms;
  return { kind, from, to: from + delayMax(ms) };
};

/** `GCTI_Chat_AsyncCheckAt` (CHK-2, CHK-3, CHK-5). */
export const checkAtOf = (silence: Silence): number => {
  const all = stagesOf(silence).reduce((sum, { ms }) => sum + ms, 0);
  const left = stagesLeft(silence).reduce((sum, { ms }) => sum + ms + delayMax(ms), 0);
  return startOf(silence) + left + 2 * MIN + Math.min(13 * MIN, Math.floor(all / 10));
};

const SAID = [
  'customer-connected',
  'message-posted',
  'notice-sent',
  'user-data-updated',
  'file-uploaded',
  'file-deleted',
];

/** Whether the running timeout was over when a fact came; the fact says so itself where nobody else can (REG-7). */
const isOver = (silence: Silence, { at, periodsWritten }: Fact): boolean => {
  const { from, to } = nextOf(silence);
  return at >= to || (at >= from && periodsWritten === true);
};

const membersAfter = (agents: ReadonlySet<string>, { what, agentId = '' }: Fact): ReadonlySet<string> => {
  if (what !== 'agent-joined' && what !== 'agent-left') return agents;
  const after = new Set(agents);
  if (what === 'agent-joined') after.add(agentId);
  else after.delete(agentId);
  return after;
};

/** Control was on when the timeout began and is off now: what it has begun does not count (REG-8). */
export const isCalledOff = ({ regular, options, agents }: Silence, now: ChatOptions): boolean =>
  regular && options.controlOn && agents.size > 0 && !now.controlOn;

/** Whether a customer who was removed is there again by this. */
const isReturn = ({ removed }: Silence, { what, by, restores }: Fact): boolean =>
  removed && (restores === true || (by === 'customer' && SAID.includes(what)));

/** The silence after a fact (IDLE-3 to IDLE-5, REG-4, REG-7, REG-8). */
const after = (before: Silence, fact: Fact): Silence => {
  const { regular, agents } = before;
  const { what, at } = fact;
  const isOut = what === 'customer-removed';
  const isBack = isReturn(before, fact);
  const removed = isOut || (before.removed && !isBack);
  const isActive = isActivity(fact) || (regular && (isOut || isBack));
  const options = !regular || isActive || isOver(before, fact) ? fact.options : before.options;
  const now = { regular, agents: membersAfter(agents, fact), removed, options };
  if (isActive) return { ...now, since: at, alerts: 0 };
  const { since, alerts, alertedAt } = before;
  if (what === 'idle-alerted') return { ...now, since, alerts: fact.second === true ? 2 : 1, alertedAt: at };
  if (isCalledOff(before, options)) return { ...now, since, alerts: 0 };
  return { ...now, since, alerts, ...(alertedAt === undefined ? {} : { alertedAt }) };
};

/** The silence after all these facts. */
export const silenceOf = (facts: readonly Fact[]): Silence => {
  const [first, ...others] = facts;
  if (first === undefined) throw new Error('unable to listen; nothing has happened');
  const { at, options, regular = false } = first;
  const opened: Silence = { regular, since: at, alerts: 0, agents: new Set(), removed: false, options };
  return others.reduce(after, opened);
};

/** What comes when a stage of silence is over; undefined when `kind` is none of them. */
export const dueInSilence = (
  kind: string,
  silence: Silence,
  options: ChatOptions,
): Pick<Fact, 'what' | 'visibility' | 'text' | 'second' | 'cause'> | undefined => {
  const toAll = { visibility: 'ALL' } as const;
  if (kind === 'abandoned') return { what: 'chat-closed', ...toAll, cause: 'abandoned', text: '' };
  if (kind.startsWith('idle') && isCalledOff(silence, options)) return { what: 'wake-up-moved', visibility: 'NONE' };
  if (kind === 'idle-alert') return { what: 'idle-alerted', ...toAll, text: options.messageAlert };
  if (kind === 'idle-alert2') return { what: 'idle-alerted', ...toAll, text: options.messageAlert2, second: true };
  return kind === 'idle-close'
    ? { what: 'chat-closed', ...toAll, cause: 'idle', text: options.messageClose }
    : undefined;
};

import type { Author } from './commands.ts';
import type { Actor, ChatEvent, EventBody, EventEnvelope, EventType } from './events.ts';
import type { IdleClock, Session } from './session.ts';

/** What runs out while nobody says anything, one after the other. */
export type IdleKind = 'idle-alert' | 'idle-alert2' | 'idle-close';

/** One stretch of silence, and what comes at its end. */
export interface Stage {
  readonly kind: IdleKind;
  readonly sec: number;
}

/** What an event says about activity. */
type Said = EventBody & Pick<EventEnvelope, 'actor' | 'visibility' | 'restores'>;

type Silent = Pick<Session, 'periods' | 'agents' | 'idle'>;

/** Whether a bot speaks: what it says is never activity (seed, "Async inactivity control"; FLOW-3). */
export const isBot = (who: Actor | Author): boolean => who.type === 'EXTERNAL' && who.bot === true;

/** Whether something was said, to everybody and by no bot, that is activity; the log keeps no typing, only that there was some. */
export const isSaidAloud = (event: Said): boolean => {
  if ('counts' in event) return true;
  if (event.type === 'typing-noted') return true;
  return event.type === 'message-posted' && event.visibility === 'ALL' && !isBot(event.actor);
};

/** Whether the chat is a regular one: `GCTI_Chat_AsyncMode` was not `true` at its opening (REG-1). */
export const isRegular = ({ periods }: Pick<Session, 'periods'>): boolean => periods.regular !== undefined;

/** Whether regular inactivity control watches the chat: switched on, and an agent is there (REG-2). */
export const isControlled = ({ periods, agents }: Pick<Session, 'periods' | 'agents'>): boolean =>
  periods.regular?.on === true && agents.length > 0;

/** The silence of a chat from the last activity on, stage by stage; the last one ends it (IDLE-1, IDLE-2, REG-3, REG-5). */
export const stagesOf = (state: Pick<Session, 'periods' | 'agents'>): readonly [Stage, ...Stage[]] => {
  const { idleAlertSec, idleCloseSec, regular } = state.periods;
  const alert = { kind: 'idle-alert', sec: idleAlertSec } as const;
  const close = { kind: 'idle-close', sec: idleCloseSec } as const;
  if (regular === undefined) return [alert, close];
  if (!isControlled(state)) return [{ kind: 'idle-alert', sec: regular.idleMaxSec }, close];
  return regular.alert2Sec === 0 ? [alert, close] : [alert, { kind: 'idle-alert2', sec: regular.alert2Sec }, close];
};

/** The stages that are still to come, the running one first. */
export const stagesLeft = (state: Silent): readonly Stage[] => {
  const stages = stagesOf(state);
  const { alertedAt, second } = state.idle;
  const given = alertedAt === undefined ? 0 : second === true ? 2 : 1;
  return stages.slice(Math.min(given, stages.length - 1));
};

/** Whether customer and agents are all gone from a regular chat: then it ends (REG-6). */
export const isAbandoned = (state: Pick<Session, 'periods' | 'agents' | 'customer'>): boolean =>
  isRegular(state) && state.customer.removed && state.agents.length === 0;

/** What somebody in the chat says, or gives. */
export const WORDS: ReadonlySet<EventType> = new Set([
  'message-posted',
  'notice-sent',
  'user-data-updated',
  'file-uploaded',
  'file-deleted',
]);

/** What the customer says: it brings a customer back who was removed. */
export const isCustomersWord = ({ type, actor }: Pick<Said, 'type' | 'actor'>): boolean =>
  actor.type === 'CLIENT' && WORDS.has(type);

/** Whether the customer leaves the chat as a participant, or returns to it; sockets alone come and go unnoticed. */
const isComingOrGoing = ({ customer }: Pick<Session, 'customer'>, event: Said): boolean =>
  event.type === 'customer-removed' ||
  (customer.removed && (event.type === 'customer-connected' || event.restores === true || isCustomersWord(event)));

/**
 * Activity is what everybody sees and no bot makes (seed, "Async inactivity control"). In a regular chat every participant's
 * coming and going is activity, the customer's too (IDLE-3, REG-4).
 */
export const isActivity = (state: Pick<Session, 'periods' | 'customer'>, event: Said): boolean => {
  if (isSaidAloud(event)) return true;
  if (isRegular(state) && isComingOrGoing(state, event)) return true;
  if (event.visibility !== 'ALL') return false;
  return event.type === 'agent-joined' || event.type === 'agent-left';
};

/** Whether an event switches control off in a chat that it watches: what it has begun is taken back (REG-8). */
const isSwitchedOff = (state: Session, { periods }: ChatEvent): boolean =>
  isControlled(state) && periods?.regular?.on === false;

/** The idle clock after an event. */
export const idleAfter = (state: Session, event: ChatEvent): IdleClock => {
  if (isActivity(state, event)) return { since: event.at };
  const { since, statusBefore = state.status } = state.idle;
  if (event.type === 'idle-alerted') {
    return { since, alertedAt: event.at, ...(event.second === true ? { second: true } : {}), statusBefore };
  }
  return isSwitchedOff(state, event) ? { since } : state.idle;
};

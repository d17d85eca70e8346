import type { Actor, ChatEvent, EventOf } from '../events.ts';
import { evolve } from '../evolve.ts';
import { isAsync } from '../provisioning.ts';
import { STATUS } from '../status.ts';
import type { Session } from '../session.ts';
import { columnOf, FACT_COLUMN_NAMES, FACT_VERSION, type FactValue, type SessionFact } from './columns.ts';
import type { AttachRule, Ending } from './ending.ts';
import { NO_SPELL, spellAfter, type Spell } from './spell.ts';
import { charsOf, NO_TALK, repliesOf, talkAfter, type Talk } from './talk.ts';

/** What has been counted in a log so far. */
export interface Tally {
  readonly state: Session;
  readonly opening: EventOf<'chat-opened'>;
  readonly closing?: EventOf<'chat-closed'>;
  readonly handle: Spell;
  readonly dormant: Spell;
  readonly wait: Spell;
  readonly idle: Spell;
  readonly talk: Talk;
  /** Holds while the customer says nothing: every message ends one and begins the next. */
  readonly silence: Spell;
  readonly agentIds: readonly string[];
  readonly joins: number;
  readonly holds: number;
  readonly transfers: number;
  readonly losses: number;
  readonly internal: number;
  readonly other: number;
  readonly removals: number;
  readonly stuck: number;
  readonly firstAgentMs?: number;
  readonly firstReplyMs?: number;
}

const tallyOf = (opening: EventOf<'chat-opened'>, state: Session): Tally => ({
  state,
  opening,
  handle: NO_SPELL,
  dormant: NO_SPELL,
  wait: NO_SPELL,
  idle: NO_SPELL,
  talk: NO_TALK,
  silence: NO_SPELL,
  agentIds: [],
  joins: 0,
  holds: 0,
  transfers: 0,
  losses: 0,
  internal: 0,
  other: 0,
  removals: 0,
  stuck: 0,
});

/**
 * Folds one event into what has been counted; total for every known event, like `evolve`, and never mutates (REP-1).
 * @throws when the log does not begin with an opening.
 */
export const tallyAfter = (tally: Tally | undefined, event: ChatEvent): Tally => {
  if (tally !== undefined) {
    return withSpells(withEvent({ ...tally, state: evolve(tally.state, event) }, event), event);
  }
  if (event.type === 'chat-opened') return withSpells(tallyOf(event, evolve(undefined, event)), event);
  throw new Error(`unable to count ${event.type}; a log begins with chat-opened`);
};

/** The four conditions, none of which outlasts the close (REP-3, REP-4). */
const withSpells = (tally: Tally, { at }: ChatEvent): Tally => {
  const { phase, status, idle } = tally.state;
  const isOpen = phase === 'open';
  return {
    ...tally,
    handle: spellAfter(tally.handle, isOpen && status === STATUS.withAgent, at),
    dormant: spellAfter(tally.dormant, isOpen && status === STATUS.dormant, at),
    wait: spellAfter(tally.wait, isOpen && status > 0, at),
    idle: spellAfter(tally.idle, isOpen && idle.alertedAt !== undefined, at),
    silence: spellAfter(tally.silence, isOpen, at),
  };
};

const withEvent = (before: Tally, event: ChatEvent): Tally => {
  const tally = event.overdue === undefined ? before : { ...before, stuck: before.stuck + 1 };
  switch (event.type) {
    case 'message-posted':
      return withMessage(tally, event);
    case 'agent-joined':
      return event.visibility === 'ALL' ? withJoin(tally, event) : tally;
    case 'agent-left':
      return withLeave(tally, event);
    case 'customer-removed':
      return { ...tally, removals: tally.removals + 1 };
    case 'chat-closed':
      return { ...tally, closing: event };
    default:
      return tally;
  }
};

const withMessage = (tally: Tally, { actor, visibility, at, text }: EventOf<'message-posted'>): Tally => {
  if (visibility !== 'ALL') return { ...tally, internal: tally.internal + 1 };
  if (actor.type === 'CLIENT') {
    // The silence that ends here; the next one begins with the same event.
    const silence = spellAfter(tally.silence, false, at);
    return { ...tally, silence, talk: talkAfter(tally.talk, 'customer', at, text) };
  }
  // What workflows and bots say is nobody's reply: bots are not agents.
  if (actor.type !== 'AGENT') return { ...tally, other: tally.other + 1 };
  const firstReplyMs = tally.firstReplyMs ?? at - tally.opening.at;
  return { ...tally, firstReplyMs, talk: talkAfter(tally.talk, 'agent', at, text) };
};

const withJoin = (tally: Tally, { agentId, at }: EventOf<'agent-joined'>): Tally => ({
  ...tally,
  joins: tally.joins + 1,
  agentIds: tally.agentIds.includes(agentId) ? tally.agentIds : [...tally.agentIds, agentId],
  firstAgentMs: tally.firstAgentMs ?? at - tally.opening.at,
});

/** A hold or transfer counts when nobody stays: else its agent has just left (TRF-2, REP-5). */
const withLeave = (tally: Tally, { cause }: EventOf<'agent-left'>): Tally => {
  if (cause === 'lost') return { ...tally, losses: tally.losses + 1 };
  if (tally.state.agents.length > 0) return tally;
  if (cause === 'hold') return { ...tally, holds: tally.holds + 1 };
  return cause === 'transferred' ? { ...tally, transfers: tally.transfers + 1 } : tally;
};

/** A BCP 47 language tag in outline: what else stands there may be anybody's words, and is not kept (REP-2). */
const LANGUAGE_TAG = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$/;

const languageOf = ({ userData }: EventOf<'chat-opened'>): string | null => {
  const given = userData['push_notification_language'] ?? userData['GCTI_GMS_PushLanguage'] ?? '';
  return LANGUAGE_TAG.test(given) ? given : null;
};

const timeZoneOf = ({ userData }: EventOf<'chat-opened'>): number | null => {
  const given = userData['TimeZone'] ?? '';
  return /^-?\d{1,4}$/.test(given) ? Number(given) : null;
};

const ENDERS: Readonly<Record<Actor['type'], string>> = {
  CLIENT: 'customer',
  AGENT: 'agent',
  EXTERNAL: 'workflow',
  SYSTEM: 'system',
};

/** Whether the interaction ends with the chat: `stop-abandoned-interaction` (REP-7). */
const isStopped = ({ stop }: Ending, endAgents: number, abandoned: boolean): boolean =>
  stop === 'always' || (stop === 'noagents' && endAgents === 0) || (stop === 'noanswer' && abandoned);

/** The row of a chat that has ended; undefined while it is open (REP-1). */
export const factOf = (tally: Tally): SessionFact | undefined => {
  const { state, opening, closing, talk } = tally;
  if (closing === undefined) return undefined;
  const { customer, agent } = talk;
  const abandoned = tally.agentIds.length === 0;
  return {
    fact_version: FACT_VERSION,
    chat_id: state.chatId,
    service: state.service,
    opened_at_ms: opening.at,
    closed_at_ms: closing.at,
    duration_ms: closing.at - opening.at,
    async_mode: isAsync(opening.userData),
    push: opening.push,
    language: languageOf(opening),
    time_zone_min: timeZoneOf(opening),
    subject_chars: charsOf(opening.subject ?? ''),
    end_reason: closing.cause,
    ended_by: ENDERS[closing.actor.type],
    end_status: state.status,
    end_agents_count: state.agents.length,
    abandoned,
    interaction_stopped: isStopped(closing, state.agents.length, abandoned),
    handle_count: tally.handle.count,
    handle_duration_ms: tally.handle.totalMs,
    dormant_count: tally.dormant.count,
    dormant_duration_ms: tally.dormant.totalMs,
    wait_count: tally.wait.count,
    wait_duration_ms: tally.wait.totalMs,
    wait_max_ms: tally.wait.maxMs,
    idle_count: tally.idle.count,
    idle_duration_ms: tally.idle.totalMs,
    agents_count: tally.agentIds.length,
    join_count: tally.joins,
    hold_count: tally.holds,
    transfer_count: tally.transfers,
    desk_loss_count: tally.losses,
    first_agent_ms: tally.firstAgentMs ?? null,
    first_reply_ms: tally.firstReplyMs ?? null,
    customer_message_count: customer.messages,
    customer_chars: customer.chars,
    agent_message_count: agent.messages,
    agent_chars: agent.chars,
    internal_message_count: tally.internal,
    other_message_count: tally.other,
    agent_reply_count: repliesOf(agent),
    agent_reply_duration_ms: agent.owing.totalMs,
    agent_reply_max_ms: agent.owing.maxMs,
    customer_reply_count: repliesOf(customer),
    customer_reply_duration_ms: customer.owing.totalMs,
    customer_reply_max_ms: customer.owing.maxMs,
    customer_silence_max_ms: tally.silence.maxMs,
    customer_removal_count: tally.removals,
    stuck_count: tally.stuck,
    event_count: state.index,
  };
};

const DAY_MS = 86_400_000;

/** The partition of a row: the day of its close in UTC, counted from 1970. */
export const utcDayOf = ({ closed_at_ms }: Pick<SessionFact, 'closed_at_ms'>): number =>
  Math.floor(closed_at_ms / DAY_MS);

/** A statistic has fired when there is something to say: neither nothing, nor no, nor zero. */
const hasFired = (value: FactValue): boolean => value !== null && value !== 0 && value !== false;

/** The statistics of a chat that go to its interaction: `attach-session-statistics` (REP-9). */
export const statisticsOf = (
  fact: SessionFact,
  rule: Exclude<AttachRule, 'none'>,
): Readonly<Record<string, FactValue>> => {
  const names = FACT_COLUMN_NAMES.filter(
    (column) => columnOf(column).statistic === true && (rule === 'all' || hasFired(fact[column])),
  );
  return Object.fromEntries(names.map((column) => [column, fact[column]]));
};

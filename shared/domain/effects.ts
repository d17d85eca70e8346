import { checkAt } from './deadlines.ts';
import type { AgentId, Arming, ChatEvent, EpochMs, Overdue } from './events.ts';
import type { AsyncStatus, Session } from './session.ts';

/** What the lists show of a chat, as of one index. Its receiver ignores an older index. */
export interface ListRow {
  readonly service: string;
  readonly nickname: string;
  readonly phase: Session['phase'];
  readonly status: AsyncStatus;
  readonly statusAt: EpochMs;
  readonly openedAt: EpochMs;
  readonly agents: readonly AgentId[];
  /** Nobody need look before this; the sweep moves it. Never later than check-at was when it was written. */
  readonly lookAt: EpochMs;
}

/** The names of what Dormouse tells the bus, in the past tense and versioned. */
export type Announcement = 'chat-opened.v1' | 'status-changed.v1' | 'chat-closed.v1' | 'stuck-chat-found.v1';

/**
 * A statement as of the index of the event that carries it, executed at least once, late, at the same time as others
 * and in any order (EFF-1). None of them decides anything.
 */
export type Effect =
  | { readonly kind: 'arm-wake-up'; readonly arming: Arming }
  | { readonly kind: 'write-row'; readonly row: ListRow }
  | {
      readonly kind: 'announce';
      readonly name: Announcement;
      readonly service: string;
      readonly status: AsyncStatus;
      readonly checkAt: EpochMs;
      readonly overdue?: Overdue;
    }
  | { readonly kind: 'forget-agent-chat'; readonly agentId: AgentId }
  | { readonly kind: 'expire-log' };

/** The row that the lists show for `state`. */
export const rowOf = (state: Session): ListRow => ({
  service: state.service,
  nickname: state.customer.nickname,
  phase: state.phase,
  status: state.status,
  statusAt: state.statusAt,
  openedAt: state.openedAt,
  agents: state.agents.map((seat) => seat.agentId),
  lookAt: checkAt(state),
});

const showsTheSame = (before: Session, after: Session): boolean =>
  before.phase === after.phase &&
  before.status === after.status &&
  before.agents.length === after.agents.length &&
  before.agents.every((seat, place) => seat.agentId === after.agents[place]?.agentId) &&
  checkAt(after) >= checkAt(before);

const announcements = (before: Session | undefined, event: ChatEvent, after: Session): Announcement[] => {
  const names: Announcement[] = [];
  if (before === undefined) names.push('chat-opened.v1');
  else if (before.status !== after.status) names.push('status-changed.v1');
  if (event.type === 'chat-closed') names.push('chat-closed.v1');
  if (event.overdue !== undefined) names.push('stuck-chat-found.v1');
  return names;
};

/** What must happen outside the log because of `event`; stored in it (EFF-2). Empty for an ordinary message (COST-1). */
export const effectsOf = (before: Session | undefined, event: ChatEvent, after: Session): Effect[] => {
  const effects: Effect[] = [];
  if (event.arm !== undefined) effects.push({ kind: 'arm-wake-up', arming: event.arm });
  if (before === undefined || !showsTheSame(before, after)) effects.push({ kind: 'write-row', row: rowOf(after) });
  for (const name of announcements(before, event, after)) {
    effects.push({
      kind: 'announce',
      name,
      service: after.service,
      status: after.status,
      checkAt: checkAt(after),
      ...(event.overdue === undefined ? {} : { overdue: event.overdue }),
    });
  }
  if (event.type === 'agent-left') effects.push({ kind: 'forget-agent-chat', agentId: event.agentId });
  if (event.type === 'chat-closed') {
    for (const seat of after.agents) effects.push({ kind: 'forget-agent-chat', agentId: seat.agentId });
    effects.push({ kind: 'expire-log' });
  }
  return effects;
};

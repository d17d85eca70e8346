import { checkAt } from './deadlines.ts';
import type { AgentId, Arming, ChatEvent, ChatId, EpochMs, EventOf, Overdue } from './events.ts';
import { rowOf, type ListRow } from './list-row.ts';
import { pushOf } from './push.ts';
import type { AsyncStatus, Session } from './session.ts';

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
      /** Of an opening that continues a closed chat: which, and who handled it last. */
      readonly continues?: ChatId;
      readonly lastAgentId?: AgentId;
    }
  | { readonly kind: 'forget-agent-chat'; readonly agentId: AgentId }
  | { readonly kind: 'expire-log' }
  /** The customer has missed something: what they may see, up to this index. */
  | { readonly kind: 'push'; readonly upTo: number };

const announcements = (before: Session | undefined, event: ChatEvent, after: Session): Announcement[] => {
  const names: Announcement[] = [];
  if (before === undefined) names.push('chat-opened.v1');
  else if (before.status !== after.status) names.push('status-changed.v1');
  if (event.type === 'chat-closed') names.push('chat-closed.v1');
  if (event.overdue !== undefined) names.push('stuck-chat-found.v1');
  return names;
};

/** Which chat an opening continues, for whoever finds it an agent. */
const continuationOf = ({ continues, lastAgentId }: EventOf<'chat-opened'>) => ({
  ...(continues?.[0] === undefined ? {} : { continues: continues[0].chatId }),
  ...(lastAgentId === undefined ? {} : { lastAgentId }),
});

/** What must happen outside the log because of `event`; stored in it (EFF-2). Empty for an ordinary message (COST-1). */
export const effectsOf = (before: Session | undefined, event: ChatEvent, after: Session): Effect[] => {
  const effects: Effect[] = [];
  if (event.arm !== undefined) effects.push({ kind: 'arm-wake-up', arming: event.arm });
  if (after.rowIndex === event.index) effects.push({ kind: 'write-row', row: rowOf(after) });
  for (const name of announcements(before, event, after)) {
    effects.push({
      kind: 'announce',
      name,
      service: after.service,
      status: after.status,
      checkAt: checkAt(after),
      ...(event.overdue === undefined ? {} : { overdue: event.overdue }),
      ...(event.type === 'chat-opened' ? continuationOf(event) : {}),
    });
  }
  const upTo = pushOf(before, after);
  if (upTo !== undefined) effects.push({ kind: 'push', upTo });
  if (event.type === 'agent-left') effects.push({ kind: 'forget-agent-chat', agentId: event.agentId });
  if (event.type === 'chat-closed') {
    for (const seat of after.agents) effects.push({ kind: 'forget-agent-chat', agentId: seat.agentId });
    effects.push({ kind: 'expire-log' });
  }
  return effects;
};

import { checkAt } from './deadlines.ts';
import type {
  AgentId,
  Arming,
  ChatEvent,
  ChatId,
  CloseCause,
  EpochMs,
  EventOf,
  FileId,
  LeaveCause,
  Overdue,
} from './events.ts';
import { rowOf, type ListRow } from './list-row.ts';
import { pushOf } from './push.ts';
import type { AsyncStatus, Session } from './session.ts';

/** The names of what Dormouse tells the bus, in the past tense and versioned. */
export type Announcement =
  | 'chat-opened.v1'
  | 'status-changed.v1'
  | 'agent-joined.v1'
  | 'agent-left.v1'
  | 'customer-removed.v1'
  | 'customer-returned.v1'
  | 'user-data-changed.v1'
  | 'chat-closed.v1'
  | 'stuck-chat-found.v1';

/** What an announcement says besides status and check-at, by its kind (docs/EVENTS.md). Never a word of the chat. */
export interface Details {
  /** The status before the event, and after it. */
  readonly from?: AsyncStatus;
  readonly to?: AsyncStatus;
  readonly agentId?: AgentId;
  readonly cause?: LeaveCause | CloseCause;
  readonly queue?: string;
  readonly workbin?: string;
  /** Keys that were set or deleted; what to is for who may ask. */
  readonly keys?: readonly string[];
  readonly by?: ChatEvent['actor']['type'];
}

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
      readonly details?: Details;
      readonly overdue?: Overdue;
      /** Of an opening that continues a closed chat: which, and who handled it last. */
      readonly continues?: ChatId;
      readonly lastAgentId?: AgentId;
    }
  | { readonly kind: 'forget-agent-chat'; readonly agentId: AgentId }
  | { readonly kind: 'expire-log' }
  /** What became of these files: the store follows the state (FILE-9). */
  | { readonly kind: 'settle-files'; readonly files: readonly FileId[] }
  /** The customer has missed something: what they may see, up to this index. */
  | { readonly kind: 'push'; readonly upTo: number };

type Said = readonly [name: Announcement, details?: Details];

/** What happened to whom, apart from the status; most events have nothing to say. */
const changeOf = (event: ChatEvent): Said | undefined => {
  switch (event.type) {
    case 'agent-joined':
      // A member's new desk epoch is nobody's joining (AGENT-4).
      return event.visibility === 'NONE' ? undefined : ['agent-joined.v1', { agentId: event.agentId }];
    case 'agent-left':
      return ['agent-left.v1', { agentId: event.agentId, cause: event.cause, ...event.place }];
    case 'user-data-updated':
      return ['user-data-changed.v1', { keys: Object.keys(event.userData), by: event.actor.type }];
    case 'customer-removed':
      return ['customer-removed.v1'];
    case 'chat-closed':
      return ['chat-closed.v1', { cause: event.cause }];
    default:
      return undefined;
  }
};

const announcements = (before: Session | undefined, event: ChatEvent, after: Session): Said[] => {
  const said: Said[] = [];
  if (before === undefined) said.push(['chat-opened.v1']);
  else {
    if (before.customer.removed && !after.customer.removed) said.push(['customer-returned.v1']);
    const change = changeOf(event);
    if (change !== undefined) said.push(change);
    const [from, to] = [before.status, after.status];
    if (from !== to) said.push(['status-changed.v1', { from, to, ...after.placed }]);
  }
  if (event.overdue !== undefined) said.push(['stuck-chat-found.v1']);
  return said;
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
  for (const [name, details] of announcements(before, event, after)) {
    effects.push({
      kind: 'announce',
      name,
      service: after.service,
      status: after.status,
      checkAt: checkAt(after),
      ...(details === undefined ? {} : { details }),
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
  const files = filesToSettle(event, after);
  if (files.length > 0) effects.push({ kind: 'settle-files', files });
  return effects;
};

/** The files whose place in the store the event changes: one that came or went, all of them when the chat is closed. */
const filesToSettle = (event: ChatEvent, after: Session): readonly FileId[] => {
  if (event.type === 'file-uploaded' || event.type === 'file-deleted') return [event.file];
  return event.type === 'chat-closed' ? Object.keys(after.files?.live ?? {}) : [];
};

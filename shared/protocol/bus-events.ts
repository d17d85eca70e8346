import * as v from 'valibot';
import { ChatIdField } from './fields.ts';

/** A moment in ISO 8601, with milliseconds, in UTC. */
const Moment = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/));
const Index = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const AsyncStatus = v.picklist([-2, -1, 1, 2, 3, 4, 5]);

/** What every event says of its chat, as of its index. */
const common = {
  chatId: ChatIdField,
  index: Index,
  service: v.string(),
  GCTI_Chat_AsyncStatus: AsyncStatus,
  GCTI_Chat_AsyncCheckAt: Moment,
  /** Set when what happened was overdue by more than the slip. */
  overdue: v.optional(v.object({ kind: v.string(), lateMs: v.number() })),
};

const place = { queue: v.optional(v.string()), workbin: v.optional(v.string()) };

/** The members of `data`, by the event's name. */
export const BUS_EVENTS = {
  'chat-opened.v1': { ...common, continues: v.optional(ChatIdField), lastAgentId: v.optional(v.string()) },
  'status-changed.v1': { ...common, from: AsyncStatus, to: AsyncStatus, ...place },
  'agent-joined.v1': { ...common, agentId: v.string() },
  'agent-left.v1': {
    ...common,
    agentId: v.string(),
    cause: v.picklist(['left', 'hold', 'transferred', 'lost']),
    ...place,
  },
  'customer-removed.v1': common,
  'customer-returned.v1': common,
  'user-data-changed.v1': {
    ...common,
    keys: v.array(v.string()),
    by: v.picklist(['CLIENT', 'AGENT', 'EXTERNAL']),
  },
  'chat-closed.v1': { ...common, cause: v.picklist(['idle', 'agent', 'customer', 'workflow', 'abandoned']) },
  'chat-reported.v1': {
    chatId: ChatIdField,
    index: Index,
    service: v.string(),
    interactionStopped: v.boolean(),
    statistics: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null()]))),
  },
  'stuck-chat-found.v1': { ...common, overdue: v.object({ kind: v.string(), lateMs: v.number() }) },
} as const satisfies Readonly<Record<string, v.ObjectEntries>>;

/** Any one of the names. */
export type BusEventName = keyof typeof BUS_EVENTS;

/** The `detail` of an event of the bus: the members of a CloudEvent. `strict` refuses members that are not described. */
export const busEventSchema = (name: BusEventName, strict = false) =>
  v.object({
    specversion: v.literal('1.0'),
    /** The same on every repeat. */
    id: v.string(),
    source: v.literal('dormouse'),
    type: v.literal(name),
    subject: ChatIdField,
    time: Moment,
    data: strict ? v.strictObject(BUS_EVENTS[name]) : v.object(BUS_EVENTS[name]),
  });

import * as v from 'valibot';
import { ERROR_CODES } from './error-codes.ts';
import { ChatIdField, Position } from './fields.ts';

/** Who caused an event, as readers see it. */
export const From = v.object({
  type: v.picklist(['CLIENT', 'AGENT', 'EXTERNAL', 'SYSTEM']),
  nickname: v.optional(v.string()),
  agentId: v.optional(v.string()),
});
export type From = v.InferOutput<typeof From>;

/** `id` is there only for the author of the command. `prev` is the index before this one that the reader may see. */
const envelope = { index: Position, prev: Position, at: v.number(), from: From, id: v.optional(v.string()) };

/** An event as a reader sees it, by its `type`. */
export const WireEvent = v.variant('type', [
  v.object({
    ...envelope,
    type: v.literal('chat-opened'),
    subject: v.optional(v.string()),
    continues: v.optional(v.array(v.object({ chat: ChatIdField, from: Position }))),
  }),
  v.object({ ...envelope, type: v.literal('customer-connected') }),
  v.object({ ...envelope, type: v.literal('customer-disconnected') }),
  v.object({ ...envelope, type: v.literal('customer-removed') }),
  v.object({ ...envelope, type: v.literal('customer-restored') }),
  v.object({
    ...envelope,
    type: v.literal('message-posted'),
    text: v.string(),
    messageType: v.optional(v.string()),
    visibility: v.optional(v.literal('INT')),
  }),
  v.object({
    ...envelope,
    type: v.literal('notice-sent'),
    notice: v.picklist(['pushed-url', 'custom', 'nickname-changed']),
    text: v.string(),
    visibility: v.optional(v.literal('INT')),
  }),
  v.object({
    ...envelope,
    type: v.literal('user-data-updated'),
    userData: v.record(v.string(), v.nullable(v.string())),
  }),
  v.object({
    ...envelope,
    type: v.literal('file-uploaded'),
    fileId: v.string(),
    name: v.string(),
    sizeBytes: v.number(),
    contentType: v.string(),
    visibility: v.optional(v.literal('INT')),
  }),
  v.object({
    ...envelope,
    type: v.literal('file-deleted'),
    fileId: v.string(),
    visibility: v.optional(v.literal('INT')),
  }),
  v.object({ ...envelope, type: v.literal('agent-joined'), agent: From }),
  v.object({
    ...envelope,
    type: v.literal('agent-left'),
    agent: From,
    cause: v.picklist(['left', 'hold', 'transferred', 'lost']),
    queue: v.optional(v.string()),
    workbin: v.optional(v.string()),
  }),
  v.object({ ...envelope, type: v.literal('idle-alerted'), text: v.string() }),
  v.object({
    ...envelope,
    type: v.literal('chat-closed'),
    cause: v.picklist(['idle', 'agent', 'customer', 'workflow', 'abandoned']),
    text: v.string(),
  }),
]);
export type WireEvent = v.InferOutput<typeof WireEvent>;

/** What was missed in one chat: events in order, the position read, and whether there is more after it. */
const missed = { chat: ChatIdField, events: v.array(WireEvent), position: Position, more: v.boolean() };
export const Missed = v.object(missed);
export type Missed = v.InferOutput<typeof Missed>;

/** Up to which position each side is known to have read; a side of which nothing is known is left out. */
export const ReadUpTo = v.object({ CLIENT: v.optional(Position), AGENT: v.optional(Position) });
export type ReadUpTo = v.InferOutput<typeof ReadUpTo>;
/** In the last page of what was missed, if anything is known. */
const read = v.optional(ReadUpTo);

const ref = v.optional(v.string());

/** Durable: the command is in the log at `index`. `repeated` when it had been accepted before. No `index`: nothing had to change. */
export const Ack = v.object({
  type: v.literal('ack'),
  ref: v.string(),
  chat: ChatIdField,
  index: v.optional(Position),
  prev: v.optional(Position),
  at: v.optional(v.number()),
  repeated: v.optional(v.boolean()),
});
export const ErrorFrame = v.object({
  type: v.literal('error'),
  ref,
  code: v.picklist(ERROR_CODES),
  message: v.string(),
});
/** Answer to hello: what was missed, per chat (a customer has one). `declaredLost`: the desk was declared lost meanwhile and must join its chats again. */
export const HelloOk = v.object({
  type: v.literal('hello-ok'),
  ref,
  v: v.number(),
  role: v.picklist(['customer', 'agent']),
  chats: v.array(v.object({ ...missed, closed: v.boolean(), read })),
  pingSec: v.number(),
  rotateSec: v.number(),
  desks: v.optional(v.number()),
  declaredLost: v.optional(v.boolean()),
});
export const Page = v.object({ type: v.literal('page'), ref, ...missed, read });
/** Answer to ping: the last position visible to this reader, for each chat it named that is behind; all of them are current when empty. */
export const Pong = v.object({
  type: v.literal('pong'),
  ref,
  behind: v.array(v.object({ chat: ChatIdField, position: Position })),
});
export const Pushed = v.object({ type: v.literal('event'), chat: ChatIdField, event: WireEvent });
export const TypingShown = v.object({
  type: v.literal('typing'),
  chat: ChatIdField,
  from: From,
  on: v.boolean(),
  preview: v.optional(v.string()),
});
/** The other side has read on. */
export const ReadShown = v.object({ type: v.literal('read'), chat: ChatIdField, read: ReadUpTo });
/** The agent opened or closed another desk: whether to ask for `echo`. */
export const Desks = v.object({ type: v.literal('desks'), count: v.number() });

/** Every frame a server sends, by its `type`. */
export const ServerFrame = v.variant('type', [
  Ack,
  ErrorFrame,
  HelloOk,
  Page,
  Pong,
  Pushed,
  TypingShown,
  ReadShown,
  Desks,
]);
export type ServerFrame = v.InferOutput<typeof ServerFrame>;
/** The frame of one type. */
export type FrameOf<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>;

import * as v from 'valibot';
import { ChatIdField, ClientCommandId, MessageText, MessageType, Position, Ref } from './fields.ts';
import { DESK_CHATS_MAX, TYPING_PREVIEW_CHARS_MAX } from './limits.ts';

/** Positions of several chats, by chat id: what a desk has caught up to. */
const Positions = v.pipe(
  v.record(ChatIdField, Position),
  v.check((chats) => Object.keys(chats).length <= DESK_CHATS_MAX, `must name at most ${DESK_CHATS_MAX} chats`),
);

/** Customers may leave `chat` out: their socket belongs to one chat. Agents must name it. */
const chat = v.optional(ChatIdField);
/** `echo` asks for delivery to the author's other desks too; a customer's other tabs always get it. */
const command = { id: ClientCommandId, seen: Position, chat, echo: v.optional(v.boolean()) };

/** First frame on a socket. A customer names the position it has caught up to; a desk those of its chats. */
export const Hello = v.strictObject({
  op: v.literal('hello'),
  v: v.number(),
  ref: v.optional(Ref),
  after: v.optional(Position),
  chats: v.optional(Positions),
});

export const Post = v.strictObject({
  op: v.literal('post'),
  ...command,
  text: MessageText,
  messageType: v.optional(MessageType),
  visibility: v.optional(v.picklist(['ALL', 'INT'])),
});

/** Agents only. */
export const Join = v.strictObject({ op: v.literal('join'), ...command });
/** Agents only: leave; when the last agent leaves, the chat sleeps. */
export const Leave = v.strictObject({ op: v.literal('leave'), ...command });
/** Agents only: leave and put the chat on hold. */
export const Hold = v.strictObject({ op: v.literal('hold'), ...command });
export const Close = v.strictObject({ op: v.literal('close'), ...command });

export const CatchUp = v.strictObject({
  op: v.literal('catch-up'),
  ref: v.optional(Ref),
  chat,
  after: Position,
});

/** Heartbeat with what the client has caught up to. */
export const Ping = v.strictObject({
  op: v.literal('ping'),
  ref: v.optional(Ref),
  after: v.optional(Position),
  chats: v.optional(Positions),
});

/** Never stored, never answered, dropped under load. */
export const Typing = v.strictObject({
  op: v.literal('typing'),
  chat,
  on: v.boolean(),
  preview: v.optional(v.pipe(v.string(), v.maxLength(TYPING_PREVIEW_CHARS_MAX))),
});

/** Every frame a client may send, by its `op`. */
export const ClientFrame = v.variant('op', [Hello, Post, Join, Leave, Hold, Close, CatchUp, Ping, Typing]);
export type ClientFrame = v.InferOutput<typeof ClientFrame>;

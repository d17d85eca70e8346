import * as v from 'valibot';
import {
  ChatIdField,
  ClientCommandId,
  MessageText,
  MessageType,
  Nickname,
  PlaceName,
  Position,
  Ref,
} from './fields.ts';
import {
  DESK_CHATS_MAX,
  NOTICE_BYTES_MAX,
  TYPING_PREVIEW_CHARS_MAX,
  USER_DATA_BYTES_MAX,
  USER_DATA_KEY_CHARS_MAX,
} from './limits.ts';
import { keptKeys } from './kept-keys.ts';
import { isPushable } from './pushable.ts';
import { utf8Bytes } from './text-size.ts';

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

/** What a notice may say. */
export type NoticeKind = v.InferOutput<typeof Notice>['notice'];

/** Something that is no message: `text` is the address of a page, words for the application, or the new nickname. */
export const Notice = v.pipe(
  v.strictObject({
    op: v.literal('notice'),
    ...command,
    notice: v.picklist(['pushed-url', 'custom', 'nickname-changed']),
    text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxBytes(NOTICE_BYTES_MAX)),
    visibility: v.optional(v.picklist(['ALL', 'INT'])),
  }),
  v.forward(
    v.check(({ notice, text }) => notice !== 'pushed-url' || isPushable(text), 'must be an http or https URL'),
    ['text'],
  ),
  v.forward(
    v.check(({ notice, text }) => notice !== 'nickname-changed' || v.is(Nickname, text), 'must be a nickname'),
    ['text'],
  ),
);

/** User data to set by key; null deletes. */
export const UserDataWish = v.pipe(
  keptKeys,
  v.record(v.pipe(v.string(), v.minLength(1), v.maxLength(USER_DATA_KEY_CHARS_MAX)), v.nullable(v.string())),
  v.check((data) => Object.keys(data).length > 0, 'must name at least one key'),
  v.check(
    (data) => utf8Bytes(JSON.stringify(data)) <= USER_DATA_BYTES_MAX,
    `must take at most ${USER_DATA_BYTES_MAX} bytes`,
  ),
);

/** Sets user data by key; null deletes. */
export const UserDataFrame = v.strictObject({ op: v.literal('user-data'), ...command, userData: UserDataWish });

/** Agents only. */
export const Join = v.strictObject({ op: v.literal('join'), ...command });
/** Agents only: leave; when the last agent leaves, the chat sleeps. */
export const Leave = v.strictObject({ op: v.literal('leave'), ...command });
/** Agents only: leave and put the chat on hold, if wanted into a queue or a workbin that is named. */
export const Hold = v.pipe(
  v.strictObject({
    op: v.literal('hold'),
    ...command,
    queue: v.optional(PlaceName),
    workbin: v.optional(PlaceName),
  }),
  v.forward(
    v.check(({ queue, workbin }) => queue === undefined || workbin === undefined, 'must be left out beside queue'),
    ['workbin'],
  ),
);
/** Agents only: leave and put the chat into a queue, for another agent. */
export const Transfer = v.strictObject({ op: v.literal('transfer'), ...command, queue: PlaceName });
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

/** How far a person has read, by what their client says of them. Kept outside the log, never answered. */
export const Read = v.strictObject({ op: v.literal('read'), chat, upTo: Position });

/** Every frame a client may send, by its `op`. */
export const ClientFrame = v.variant('op', [
  Hello,
  Post,
  Notice,
  UserDataFrame,
  Join,
  Leave,
  Hold,
  Transfer,
  Close,
  CatchUp,
  Ping,
  Typing,
  Read,
]);
export type ClientFrame = v.InferOutput<typeof ClientFrame>;

import * as v from 'valibot';
import { UserDataWish } from './client-frames.ts';
import { ChatIdField, MessageText, MessageType, Nickname, Position } from './fields.ts';
import { NOTICE_BYTES_MAX, WORKFLOW_ID_CHARS_MAX } from './limits.ts';
import { isPushable } from './pushable.ts';

/** A command's id: chosen by its caller, the same on every try. */
export const WorkflowCommandId = v.pipe(
  v.string(),
  v.minLength(8),
  v.maxLength(WORKFLOW_ID_CHARS_MAX),
  v.regex(/^[A-Za-z0-9._-]+$/, 'must consist of A-Z, a-z, 0-9, dot, dash and underscore'),
);

/**
 * What every command says of its author. `id` may come as the header `Idempotency-Key` instead. `seen` is a position that
 * the caller knew before its first try. `style` is Genesys' `GCTI_Chat_PartyStyle`.
 */
const author = {
  id: v.optional(WorkflowCommandId),
  seen: v.optional(Position, 0),
  nickname: v.optional(Nickname),
  style: v.optional(v.literal('BOT')),
};
const visibility = v.optional(v.picklist(['ALL', 'INT', 'VIP']));

/** `POST /service/chats/{chatId}/messages` */
export const WorkflowMessage = v.strictObject({
  ...author,
  text: MessageText,
  messageType: v.optional(MessageType),
  visibility,
});

/** `POST /service/chats/{chatId}/notices`; `USER_PUSHED_URL` is Genesys' name of `pushed-url`. */
export const WorkflowNotice = v.pipe(
  v.strictObject({
    ...author,
    noticeType: v.picklist(['USER_PUSHED_URL', 'pushed-url', 'custom']),
    text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxBytes(NOTICE_BYTES_MAX)),
    visibility,
  }),
  v.forward(
    v.check(({ noticeType, text }) => noticeType === 'custom' || isPushable(text), 'must be an http or https URL'),
    ['text'],
  ),
);

/** `PATCH /service/chats/{chatId}/user-data` */
export const WorkflowUserData = v.strictObject({ ...author, userData: UserDataWish });

/** `POST /service/chats/{chatId}/close` */
export const WorkflowClose = v.strictObject(author);

/** The answer to a command: it stands in the log at `index`. `repeated`: an earlier try of it does. */
export const WorkflowAnswer = v.object({ chatId: ChatIdField, index: Position, repeated: v.boolean() });

/** `GET /service/chats/{chatId}` (Genesys: GetSessionInfo): the chat as of `index`. Times are epoch milliseconds. */
export const SessionAnswer = v.object({
  chatId: ChatIdField,
  service: v.string(),
  phase: v.picklist(['open', 'closed']),
  /** The position of the newest event, and when it happened. */
  index: Position,
  at: v.number(),
  openedAt: v.number(),
  /** `GCTI_Chat_AsyncStatus`, since when, and `GCTI_Chat_AsyncCheckAt`. */
  status: v.number(),
  statusAt: v.number(),
  checkAt: v.number(),
  /** The last activity, and the alert that followed it. */
  activeAt: v.number(),
  alertedAt: v.optional(v.number()),
  customer: v.object({
    nickname: v.string(),
    presence: v.picklist(['connected', 'absent', 'removed']),
    /** Since when they are absent. */
    absentSince: v.optional(v.number()),
    /** The position they have caught up to. */
    seen: Position,
    /** Whether they can be told of what they miss. */
    push: v.boolean(),
  }),
  agents: v.array(v.object({ agentId: v.string(), nickname: v.string(), joinedAt: v.number() })),
  queue: v.optional(v.string()),
  workbin: v.optional(v.string()),
  /** What the opening gave, with all that was set or deleted since. */
  userData: v.record(v.string(), v.string()),
  /** What falls due when, soonest first. */
  deadlines: v.array(v.object({ kind: v.string(), at: v.number() })),
  /** What induced restoration came to, if it was asked for; `allowed`: whether `session-restore-extend-by` lets workflows. */
  restored: v.optional(
    v.object({
      allowed: v.boolean(),
      overdue: v.array(v.object({ kind: v.string(), lateMs: v.number() })),
      reissued: v.number(),
      customerRestored: v.boolean(),
    }),
  ),
});
export type SessionAnswer = v.InferOutput<typeof SessionAnswer>;

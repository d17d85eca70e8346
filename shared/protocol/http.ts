import * as v from 'valibot';
import { ChatIdField, Nickname, Position } from './fields.ts';
import { keptKeys } from './kept-keys.ts';
import {
  FILE_NAME_GIVEN_CHARS_MAX,
  SUBJECT_CHARS_MAX,
  USER_DATA_BYTES_MAX,
  USER_DATA_KEY_CHARS_MAX,
} from './limits.ts';
import { WireEvent } from './server-frames.ts';
import { utf8Bytes } from './text-size.ts';

/** A secret of 128 bits or more that the opener made and keeps: the chat's id is a hash of it, so a repeat opens nothing twice. */
export const OpenSecret = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{22,64}$/, 'must be 22 to 64 characters of base64url'),
);

const UserData = v.pipe(
  keptKeys,
  v.record(v.pipe(v.string(), v.minLength(1), v.maxLength(USER_DATA_KEY_CHARS_MAX)), v.string()),
  v.check(
    (data) => utf8Bytes(JSON.stringify(data)) <= USER_DATA_BYTES_MAX,
    `must take at most ${USER_DATA_BYTES_MAX} bytes`,
  ),
);

export const ServiceName = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be 1 to 32 characters a-z, 0-9 or dash'),
);

/** Longer than any key that was ever given out. */
const SECURE_KEY_CHARS_MAX = 200;

/** A closed chat that the new one continues, with its secure key as proof, whole or from one of its events on. */
const Continues = v.strictObject({
  chatId: ChatIdField,
  secureKey: v.pipe(v.string(), v.maxLength(SECURE_KEY_CHARS_MAX)),
  from: v.optional(v.pipe(Position, v.minValue(1))),
});

/** `POST /chats` */
export const OpenRequest = v.strictObject({
  secret: OpenSecret,
  service: v.optional(ServiceName, 'default'),
  nickname: Nickname,
  subject: v.optional(v.pipe(v.string(), v.maxLength(SUBJECT_CHARS_MAX))),
  userData: v.optional(UserData, {}),
  continues: v.optional(Continues),
});
export const OpenAnswer = v.object({ chatId: ChatIdField, secureKey: v.string(), created: v.boolean() });

/** `POST /chats/{chatId}/ticket` and `POST /desk/ticket` */
export const TicketAnswer = v.object({ ticket: v.string(), socketUrl: v.string(), expiresInSec: v.number() });

/** `GET /chats/{chatId}/transcript?after=n&past=chatId` and the desk's */
export const TranscriptAnswer = v.object({
  chatId: ChatIdField,
  events: v.array(WireEvent),
  position: Position,
  more: v.boolean(),
});

/** A file's id: 16 characters of base64url. */
export const FileIdField = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{16}$/, 'must be 16 characters A-Z, a-z, 0-9, dash or underscore'),
);

/** `POST /chats/{chatId}/files` and the desk's, where `visibility` INT is for agents only. */
export const UploadRequest = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(FILE_NAME_GIVEN_CHARS_MAX)),
  sizeBytes: v.pipe(v.number(), v.integer(), v.minValue(1)),
  visibility: v.optional(v.picklist(['ALL', 'INT'])),
});
/** `fields` go before the file, which is the form's last field and is called `file`. */
export const UploadAnswer = v.object({
  fileId: FileIdField,
  name: v.string(),
  contentType: v.string(),
  url: v.string(),
  fields: v.record(v.string(), v.string()),
  expiresInSec: v.number(),
});

/** `POST /chats/{chatId}/files/{fileId}/confirm` and `/delete`, and the desk's; `seen` as in a frame. */
export const FileRequest = v.strictObject({ seen: Position });
/** `index` is the event's; none when nothing had to change. */
export const FileChanged = v.object({ fileId: FileIdField, index: v.optional(Position), repeated: v.boolean() });

/** `POST /chats/{chatId}/files/{fileId}/download` and the desk's */
export const DownloadAnswer = v.object({
  url: v.string(),
  expiresInSec: v.number(),
  name: v.string(),
  sizeBytes: v.number(),
  contentType: v.string(),
});

/** `GET /chats/{chatId}/files/limits`, under the names of the options; `used` is what the customer has had of them. */
export const FileLimitsAnswer = v.object({
  'upload-max-files': v.number(),
  'upload-max-file-size': v.number(),
  'upload-max-total-size': v.number(),
  'upload-file-types': v.string(),
  'upload-need-agent': v.boolean(),
  'delete-file': v.string(),
  'download-attempts': v.number(),
  used: v.object({
    'upload-max-files': v.number(),
    'upload-max-total-size': v.number(),
    'download-attempts': v.number(),
  }),
});

/** One chat in a list. */
export const ListedChat = v.object({
  chatId: ChatIdField,
  service: v.string(),
  nickname: v.string(),
  status: v.number(),
  statusAt: v.number(),
  openedAt: v.number(),
  agents: v.array(v.string()),
  regular: v.optional(v.boolean()),
  queue: v.optional(v.string()),
  workbin: v.optional(v.string()),
});
/** `GET /desk/chats?service=name` */
export const DeskChatsAnswer = v.object({ waiting: v.array(ListedChat), mine: v.array(ListedChat) });

const OptionValue = v.union([v.number(), v.string(), v.boolean()]);
const Changed = { version: v.number(), at: v.number(), by: v.object({ id: v.string(), name: v.string() }) };
const Steps = v.array(v.object({ name: v.string(), from: v.nullable(OptionValue), to: v.nullable(OptionValue) }));

/** `GET /services/{service}/options`; `allowed` goes on from "must be". */
export const OptionsAnswer = v.object({
  service: v.string(),
  version: v.number(),
  options: v.array(
    v.object({
      name: v.string(),
      section: v.string(),
      value: OptionValue,
      default: OptionValue,
      allowed: v.string(),
      unit: v.optional(v.string()),
      meaning: v.string(),
      inForce: v.boolean(),
      changed: v.optional(v.object(Changed)),
    }),
  ),
});

const walk = {
  walk: v.number(),
  startedAt: v.number(),
  finishedAt: v.optional(v.number()),
  chats: v.number(),
  changed: v.number(),
  failed: v.number(),
};
/** A walk that brings options to open chats: how many were looked at, changed, and could not be reached. */
export const ShownWalk = v.object(walk);

/** `GET` and `POST /services/{service}/options/apply`: the newest walk. */
export const WalkAnswer = v.object({ service: v.string(), ...walk });

/** `PATCH /services/{service}/options`; null is the default. `apply`: the walk that brings the change to sleeping chats. */
export const OptionsChanged = v.object({
  service: v.string(),
  version: v.number(),
  changes: Steps,
  apply: v.optional(ShownWalk),
});

/** `GET /services/{service}/options/history?before=version&limit=n`, newest first; `next` is the `before` of the next page. */
export const OptionsHistory = v.object({
  service: v.string(),
  changes: v.array(v.object({ ...Changed, changes: Steps })),
  next: v.optional(v.number()),
});

/** `GET /services/{service}/figures`; counts that are not `complete` are lower bounds. */
export const FiguresAnswer = v.object({
  service: v.string(),
  at: v.number(),
  complete: v.boolean(),
  open: v.number(),
  waiting: v.number(),
  handled: v.number(),
  dormant: v.number(),
  alerted: v.number(),
  byStatus: v.record(v.string(), v.number()),
  longestWaitMs: v.nullable(v.number()),
  agentsConnected: v.number(),
});

/** Errors over HTTP: `application/problem+json` with the same codes as on the socket. */
export const Problem = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  code: v.string(),
  detail: v.string(),
  /** Options that cannot be set so: name, value as JSON, and what they must be. */
  options: v.optional(v.array(v.object({ name: v.string(), value: v.string(), allowed: v.string() }))),
});

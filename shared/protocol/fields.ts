import * as v from 'valibot';
import {
  CLIENT_ID_CHARS_MAX,
  MESSAGE_TYPE_CHARS_MAX,
  NICKNAME_CHARS_MAX,
  PLACE_CHARS_MAX,
  TEXT_BYTES_MAX,
} from './limits.ts';

/** A position in a chat: 0 before everything, else the index of an event. */
export const Position = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A chat's id: 26 characters of lower-case base32. */
export const ChatIdField = v.pipe(v.string(), v.regex(/^[a-z2-7]{26}$/, 'must be 26 characters a-z or 2-7'));

/**
 * A command's id, made by the client and the same on every repeat: unguessable enough that no two clients of one person
 * make the same (for example eight random characters, a dot and a counter).
 */
export const ClientCommandId = v.pipe(
  v.string(),
  v.minLength(8),
  v.maxLength(CLIENT_ID_CHARS_MAX),
  v.regex(/^[A-Za-z0-9._-]+$/, 'must consist of A-Z, a-z, 0-9, dot, dash and underscore'),
);

/** Echoed in the answer to a frame that is no command. */
export const Ref = v.pipe(v.string(), v.maxLength(CLIENT_ID_CHARS_MAX));

/** What a person writes: not empty, at most 16,384 bytes. */
export const MessageText = v.pipe(v.string(), v.minLength(1), v.maxBytes(TEXT_BYTES_MAX));

export const MessageType = v.pipe(v.string(), v.minLength(1), v.maxLength(MESSAGE_TYPE_CHARS_MAX));
export const Nickname = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(NICKNAME_CHARS_MAX));

/** The name of a queue or a workbin. */
export const PlaceName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(PLACE_CHARS_MAX));

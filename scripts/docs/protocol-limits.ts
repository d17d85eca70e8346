import * as limits from '../../shared/protocol/limits.ts';
import type { Generator } from './blocks.ts';

const WORDS: Readonly<Record<keyof typeof limits, string>> = {
  FRAME_BYTES_MAX: 'bytes of one frame from a client; the gateway closes the socket with 1009 above it',
  TEXT_BYTES_MAX: 'bytes of the text of one message, in UTF-8',
  PAGE_BYTES_MAX: 'bytes of events in one answer to a hello or a catch-up; at least one event is always in it',
  USER_DATA_BYTES_MAX:
    'bytes of the user data that a chat is opened with, and of all that was changed since, each as JSON',
  USER_DATA_KEY_CHARS_MAX: 'characters of a key of user data',
  NICKNAME_CHARS_MAX: 'characters of a nickname',
  NOTICE_BYTES_MAX: 'bytes of the text of a notice, in UTF-8',
  URL_CHARS_MAX: 'characters of a pushed URL',
  PLACE_CHARS_MAX: 'characters of the name of a queue or a workbin',
  SUBJECT_CHARS_MAX: 'characters of a subject',
  MESSAGE_TYPE_CHARS_MAX: 'characters of a message type',
  TYPING_PREVIEW_CHARS_MAX: 'characters of a typing preview',
  CLIENT_ID_CHARS_MAX: 'characters of a command id or a reference',
  WORKFLOW_ID_CHARS_MAX: "characters of the id of a workflow's command, over HTTP",
  DESK_CHATS_MAX: 'chats that one frame of a desk may name',
  PING_VISIBLE_SEC: 'seconds between heartbeats while somebody looks',
  PING_HIDDEN_SEC: 'seconds between heartbeats while nobody looks',
  ROTATE_AFTER_SEC: 'seconds after which a client replaces its socket',
  UPLOAD_SEC: 'seconds in which the form of an upload is taken',
  DOWNLOAD_SEC: 'seconds in which the address of a download gives the file',
  FILE_NAME_GIVEN_CHARS_MAX: 'characters of the name of a file as a client gives it; at most 100 are kept',
  TICKET_SEC: 'seconds in which a ticket opens a socket',
};

/** Every size and time that clients and servers share. A limit without words does not compile. */
export const protocolLimits: Generator = {
  name: 'protocol-limits',
  generate: () =>
    [
      '| limit | value | of |',
      '| --- | ---: | --- |',
      ...Object.entries(limits).map(
        ([name, value]) => `| \`${name}\` | ${value.toLocaleString('en')} | ${wordsOf(name)} |`,
      ),
    ].join('\n'),
};

const wordsOf = (name: string): string => Object.entries(WORDS).find(([known]) => known === name)?.[1] ?? '';

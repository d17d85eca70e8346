/** Sizes and times of protocol v1 that clients and servers share; the table in docs/PROTOCOL.md is made from this file. */

/** A frame from a client; API Gateway closes the socket (1009) when a single frame is larger. */
export const FRAME_BYTES_MAX = 32_768;

/** The text of one message, in UTF-8 bytes. */
export const TEXT_BYTES_MAX = 16_384;

/** Events in one page of a catch-up, in bytes of the whole frame. */
export const PAGE_BYTES_MAX = 30_000;

/** User data of a chat, keys and values together, in UTF-8 bytes. */
export const USER_DATA_BYTES_MAX = 8_192;
export const USER_DATA_KEY_CHARS_MAX = 128;
export const NICKNAME_CHARS_MAX = 64;
export const SUBJECT_CHARS_MAX = 200;
/** The text of a notice, in UTF-8 bytes; a pushed URL is shorter. */
export const NOTICE_BYTES_MAX = 4_096;
export const URL_CHARS_MAX = 2_048;
/** The name of a queue or a workbin. */
export const PLACE_CHARS_MAX = 64;
export const MESSAGE_TYPE_CHARS_MAX = 50;
export const TYPING_PREVIEW_CHARS_MAX = 500;
export const CLIENT_ID_CHARS_MAX = 40;
/** A workflow's ids are longer: they come from their cause, such as an event of the bus. */
export const WORKFLOW_ID_CHARS_MAX = 80;

/** Chats that one desk may name in a frame. */
export const DESK_CHATS_MAX = 100;

/** How often a client pings while its page is visible, and while it is hidden. Both stay below API Gateway's ten idle minutes. */
export const PING_VISIBLE_SEC = 30;
export const PING_HIDDEN_SEC = 480;

/** When a client opens its next socket: well before API Gateway's two hours are over. */
export const ROTATE_AFTER_SEC = 6_600;

/** How long the form of an upload and the address of a download are good for. */
export const UPLOAD_SEC = 300;
export const DOWNLOAD_SEC = 60;
/** A name as a client gives it; the one that is kept is shorter. */
export const FILE_NAME_GIVEN_CHARS_MAX = 255;

/** How long a socket's ticket is good for. */
export const TICKET_SEC = 60;

import type { ErrorCode } from './error-codes.ts';

/** What a client should do about each code. Apart from the codes, because every function carries those. */
export const ERROR_MEANINGS: Readonly<Record<ErrorCode, string>> = {
  'bad-json': 'The frame is not JSON. Mend the client.',
  'bad-frame': 'A field is missing, of the wrong type or out of range; the message names it. Mend the client.',
  'unknown-operation': 'No such `op`. Mend the client.',
  'unsupported-version': 'The hello names a protocol version that is not spoken here. Update the client.',
  'too-long': 'The text, frame or event is too large. Shorten it; nothing was stored.',
  'wrong-chat': 'The frame names a chat that this socket may not touch.',
  'not-allowed': 'This role may not do that.',
  'not-in-chat': 'The agent is not in the chat. Join first.',
  'chat-not-found': 'There is no such chat.',
  'chat-closed': 'The chat is closed and takes nothing more. Open a new one.',
  'bad-user-data':
    'A key of the user data has a value that is not allowed, or lacks another key; the message names each.',
  'too-many-agents': 'The chat has as many agents as it can take.',
  'catch-up-first':
    'Whether the command is new cannot be told yet. Catch up, look for it among your own events, then send it again.',
  'rate-limited':
    'Too many commands for this chat, or frames on this socket, in too short a time. The frame was not looked at any further: send the same with the same id again, after a second.',
  'over-limit':
    'The service has as many open chats as it takes. Nothing was opened: try the same again after the time in `Retry-After`, with growing pauses.',
  'too-many-files':
    'The customer has uploaded as many files as the service takes, or the chat has as many as it can hold.',
  'file-too-large': 'The file, or all files of the customer together, would be larger than the service takes.',
  'bad-file-type':
    'Files of this ending are not taken, or the bytes are not what the ending says. Choose another file.',
  'file-not-found': 'The chat has no such file for you: it was never uploaded, or it was deleted.',
  'too-many-downloads': 'The customer has downloaded as often as the service allows in one chat.',
  'say-hello': 'The socket has not said hello, or the chat no longer lists it. Send hello.',
  expired:
    'What the socket was opened with is no longer valid: get a new ticket. Over HTTP: the transcript of the chat is not kept any more.',
  unauthorized: 'The key or token is missing, wrong or expired.',
  'bad-option':
    'An option does not exist, is not in force, or cannot have that value; the message names each, and none was changed.',
  'bad-rule':
    'A masking rule cannot be as it is; the message names rule, field and what is allowed, and none was changed.',
  'stale-version': 'Somebody else changed it meanwhile. Read it again, then decide.',
  'not-found': 'There is no such resource.',
  'try-again': 'Nothing is known to be stored. Send the same command with the same id again, after a pause.',
};

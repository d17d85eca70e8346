/** Every line that functions write: a stable code, and what an operator should make of it. Alarms and dashboards use the codes. */
export const LOG_CODES = {
  CHAT_UNREADABLE: 'A desk named or owns a chat that could not be read now; it was answered about its others.',
  DELIVERY_UNKNOWN: 'An event could not be shown to everybody, because of a fault on the way; the reader catches up.',
  DESK_CHECK_FAILED: 'The tick could not deal with one desk and went on with the others.',
  EFFECT_FAILED: 'An effect failed and was handed to the retry queue.',
  EFFECT_GAVE_UP: 'An effect from the retry queue failed again; the queue will bring it back or dead-letter it.',
  FILE_MISSING:
    'The store has no file that the chat still has: it was removed past this system, or its upload was kept too late.',
  FRAME_REFUSED: 'A frame from a client broke the protocol.',
  LOAD_LIMIT_REACHED:
    'A service has as many open chats as it takes: new ones are refused until the next count. At most every 15 seconds.',
  OPTION_REFUSED: 'A service has an option whose value is not allowed; its default is in force.',
  OPTIONS_NOT_APPLIED: 'Changed options could not be brought to one sleeping chat now; the walk tries it three times.',
  PUSH_FAILED: 'A push was not acknowledged; it is sent again unless the opening or the service says otherwise.',
  PUSH_GAVE_UP: 'A push was given up: it lies in the dead-letter queue, or its device is gone.',
  PUSH_NOWHERE: 'A push went nowhere: the service has no callback URL, or there is no provider of that type.',
  REPORT_FAILED: 'The row of a chat that has ended could not be written; the queue brings it back.',
  REQUEST_FAILED: 'A request failed at the edge of the cloud; the client was told to try again.',
  SOCKET_FLOODED: 'A socket sent ten times more frames than it may, and was closed.',
  STUCK_CHAT_FOUND: 'The stuck-check found something overdue: a wake-up was lost. It was done now.',
  SWEEP_DONE: 'The sweep finished its round.',
  SWEEP_ROW_FAILED: 'The sweep could not deal with one row and went on with the others.',
  WAKE_UP_FAILED: 'A wake-up failed; the queue brings it back.',
} as const satisfies Record<string, string>;

/** Any one of the codes. */
export type LogCode = keyof typeof LOG_CODES;

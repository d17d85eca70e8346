/** Why a command was not allowed: stable codes, the same on the wire (docs/PROTOCOL.md). */
export type RejectionCode =
  | 'chat-not-found'
  | 'chat-closed'
  | 'not-in-chat'
  | 'not-allowed'
  | 'too-long'
  | 'bad-user-data'
  | 'too-many-agents'
  | 'catch-up-first'
  | 'rate-limited'
  | 'over-limit'
  | 'too-many-files'
  | 'file-too-large'
  | 'bad-file-type'
  | 'file-not-found'
  | 'too-many-downloads';

/** An expected refusal: plain data, never thrown. */
export interface Rejection {
  readonly kind: 'rejected';
  readonly code: RejectionCode;
  /** "unable to <do>; <reason>", without any text of the chat. */
  readonly detail: string;
}

/** Makes a refusal. */
export const reject = (code: RejectionCode, detail: string): Rejection => ({ kind: 'rejected', code, detail });

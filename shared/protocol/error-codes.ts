/** Every code that an `error` frame or a problem answer can carry. */
export const ERROR_CODES = [
  'bad-json',
  'bad-frame',
  'unknown-operation',
  'unsupported-version',
  'too-long',
  'wrong-chat',
  'not-allowed',
  'not-in-chat',
  'chat-not-found',
  'chat-closed',
  'bad-user-data',
  'too-many-agents',
  'catch-up-first',
  'rate-limited',
  'over-limit',
  'too-many-files',
  'file-too-large',
  'bad-file-type',
  'file-not-found',
  'too-many-downloads',
  'say-hello',
  'expired',
  'unauthorized',
  'bad-option',
  'bad-rule',
  'stale-version',
  'not-found',
  'try-again',
] as const;

/** Any one of the codes. */
export type ErrorCode = (typeof ERROR_CODES)[number];

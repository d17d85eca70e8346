import * as v from 'valibot';
import type { ErrorCode, Problem } from '../protocol/index.ts';
import { complaintOf } from '../protocol/issue-words.ts';
import type { RejectionCode } from '../domain/rejections.ts';

/** An answer in the payload format 2.0 of an HTTP API. */
export interface HttpReply {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer as JSON that nobody keeps. */
export const ok = (body: unknown, statusCode = 200): HttpReply => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

const STATUS: Readonly<Partial<Record<ErrorCode, number>>> = {
  unauthorized: 401,
  'not-allowed': 403,
  'wrong-chat': 403,
  'chat-not-found': 404,
  'not-found': 404,
  'file-not-found': 404,
  'stale-version': 412,
  expired: 410,
  'chat-closed': 409,
  'not-in-chat': 409,
  'catch-up-first': 409,
  'too-many-agents': 409,
  'too-many-files': 409,
  'too-long': 413,
  'file-too-large': 413,
  'bad-file-type': 415,
  'too-many-downloads': 403,
  'rate-limited': 429,
  'over-limit': 503,
  'try-again': 503,
};

/** A service that takes no more chats will not before the next count. */
const OVER_LIMIT_SEC = '15';

/** An error as `application/problem+json`, with the same stable code as on the socket (PROTO-3). */
export const problem = (
  code: ErrorCode | RejectionCode,
  detail: string,
  more: Pick<v.InferOutput<typeof Problem>, 'options'> = {},
): HttpReply => {
  const status = STATUS[code] ?? 400;
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(status === 503 || status === 429 ? { 'retry-after': code === 'over-limit' ? OVER_LIMIT_SEC : '1' } : {}),
    },
    body: JSON.stringify({
      type: `urn:dormouse:error:${code}`,
      title: code,
      status,
      code,
      detail,
      ...more,
    } satisfies v.InferOutput<typeof Problem>),
  };
};

/** The same answer with more headers. */
export const withHeaders = (reply: HttpReply, headers: HttpReply['headers']): HttpReply => ({
  ...reply,
  headers: { ...reply.headers, ...headers },
});

/** So many mistakes are named at once: an answer is never longer than what caused it. */
const MISTAKES_SHOWN = 5;

/** A field's name may be the client's own invention. */
const FIELD_CHARS_MAX = 80;

/** What is wrong with a body, by field, without quoting anybody's text. */
export const invalid = (
  what: string,
  issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]],
): HttpReply => {
  const named = issues.slice(0, MISTAKES_SHOWN).map((issue) => {
    const field = (v.getDotPath(issue) ?? 'body').slice(0, FIELD_CHARS_MAX);
    return `${field}: ${complaintOf(issue)}`;
  });
  return problem('bad-frame', `unable to ${what}; ${named.join('; ')}`);
};

import { FRAME_BYTES_MAX } from '../protocol/index.ts';
import { utf8Bytes } from '../protocol/text-size.ts';
import type { HttpRequest } from './http-event.ts';
import { problem, type HttpReply } from './http-reply.ts';

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What a body says, or why it is not looked at. `doing` goes on from "unable to". */
export const readBody = (
  request: HttpRequest,
  doing: string,
): { readonly kind: 'read'; readonly value: unknown } | { readonly kind: 'refused'; readonly reply: HttpReply } => {
  const refused = (code: 'too-long' | 'bad-json', why: string) =>
    ({ kind: 'refused', reply: problem(code, `unable to ${doing}; ${why}`) }) as const;
  // A text has no more characters than bytes: of the 6 MB that Lambda would take, nothing is read.
  if (request.body.length > FRAME_BYTES_MAX || utf8Bytes(request.body) > FRAME_BYTES_MAX) {
    return refused('too-long', `the body takes more than ${FRAME_BYTES_MAX} bytes`);
  }
  const value = parseJson(request.body);
  return value === undefined ? refused('bad-json', 'the body is not JSON') : { kind: 'read', value };
};

import * as v from 'valibot';
// Not from the index: the schemas of what the server sends would come along, and make every cold start longer.
import { ClientFrame } from '../../shared/protocol/client-frames.ts';
import { CLIENT_ID_CHARS_MAX, FRAME_BYTES_MAX } from '../../shared/protocol/limits.ts';
import { complaintOf } from '../../shared/protocol/issue-words.ts';
import type { FrameOf } from '../../shared/protocol/server-frames.ts';
import { utf8Bytes } from '../../shared/protocol/text-size.ts';
import { errorFrame } from '../../shared/app/frames/frame-deps.ts';

const SCHEMAS: ReadonlyMap<unknown, (typeof ClientFrame.options)[number]> = new Map(
  ClientFrame.options.map((option) => [option.entries.op.literal, option]),
);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the answer can refer to, however broken the frame is. */
const refOf = (value: Record<string, unknown>): string | undefined => {
  const ref = value['id'] ?? value['ref'];
  return typeof ref === 'string' && ref.length <= CLIENT_ID_CHARS_MAX ? ref : undefined;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A field's name may be the client's own invention. */
const FIELD_CHARS_MAX = 80;

const fieldOf = (issue: v.BaseIssue<unknown>): string => (v.getDotPath(issue) ?? 'frame').slice(0, FIELD_CHARS_MAX);

/** A frame, or the error that says what is wrong with it: its field, and what is allowed, never its text (PROTO-2). */
export const readFrame = (text: string): ClientFrame | FrameOf<'error'> => {
  if (utf8Bytes(text) > FRAME_BYTES_MAX) {
    return errorFrame('too-long', `unable to read the frame; it takes more than ${FRAME_BYTES_MAX} bytes`);
  }
  const value = parseJson(text);
  if (value === undefined) return errorFrame('bad-json', 'unable to read the frame; it is not JSON');
  if (!isRecord(value)) return errorFrame('bad-frame', 'unable to read the frame; it must be an object');
  const ref = refOf(value);
  const schema = SCHEMAS.get(value['op']);
  if (schema === undefined) {
    const allowed = [...SCHEMAS.keys()].join(', ');
    return errorFrame('unknown-operation', `unable to read the frame; op must be one of ${allowed}`, ref);
  }
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  const code = issue.type === 'max_bytes' ? 'too-long' : 'bad-frame';
  return errorFrame(code, `unable to read the frame; ${fieldOf(issue)}: ${complaintOf(issue)}`, ref);
};

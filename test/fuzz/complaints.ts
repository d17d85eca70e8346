import * as v from 'valibot';
import { ERROR_CODES, Problem, ServerFrame } from '../../shared/protocol/index.ts';
import { CANARY } from './junk.ts';

/** The largest message that the gateway lets out. */
export const OUT_BYTES_MAX = 131_072;

const CODES: ReadonlySet<string> = new Set(ERROR_CODES);

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const looksInside = (text: string): boolean => /\bat \S+ \(|\.ts:\d|node:internal|TypeError|RangeError/.test(text);

/** What is wrong with a frame that went out; undefined when nothing is. */
export const frameComplaint = (text: string): string | undefined => {
  if (Buffer.byteLength(text) > OUT_BYTES_MAX) return `a frame of ${Buffer.byteLength(text)} bytes`;
  const frame = v.safeParse(ServerFrame, jsonOf(text));
  if (!frame.success) return `a frame that is none: ${text.slice(0, 200)}`;
  const { output } = frame;
  if (output.type !== 'error') return undefined;
  if (output.message.includes(CANARY)) return `an error that quotes its cause: ${output.message.slice(0, 200)}`;
  return looksInside(output.message) ? `an error that shows code: ${output.message.slice(0, 200)}` : undefined;
};

/** What is wrong with an answer of the HTTP function; undefined when nothing is. */
export const answerComplaint = (reply: {
  statusCode: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}): string | undefined => {
  const { statusCode, headers, body } = reply;
  if (Buffer.byteLength(body) > OUT_BYTES_MAX) return `an answer of ${Buffer.byteLength(body)} bytes`;
  if (statusCode === 200 || statusCode === 201) {
    return jsonOf(body) === undefined ? `an answer that is not JSON: ${body.slice(0, 200)}` : undefined;
  }
  if (statusCode < 400 || statusCode > 499) return `status ${statusCode}`;
  const problem = v.safeParse(Problem, jsonOf(body));
  if (!problem.success || !headers['content-type']?.includes('problem+json'))
    return `no problem: ${body.slice(0, 200)}`;
  const { code, detail, status } = problem.output;
  if (!CODES.has(code) || status !== statusCode) return `an unknown problem: ${body.slice(0, 200)}`;
  if (detail.includes(CANARY)) return `a problem that quotes its cause: ${detail.slice(0, 200)}`;
  return looksInside(detail) ? `a problem that shows code: ${detail.slice(0, 200)}` : undefined;
};

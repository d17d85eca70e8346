import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { AwsResponse } from '../contracts.ts';
import { AwsError } from './aws-error.ts';

/**
 * How a service speaks JSON: AWS JSON 1.0 and 1.1 put the operation into `X-Amz-Target` and the error's name into the
 * body; REST-JSON has paths, and the error's name in `X-Amzn-ErrorType`.
 */
export interface JsonDialect {
  readonly contentType: 'application/x-amz-json-1.0' | 'application/x-amz-json-1.1' | 'application/json';
  /** Put before an error's name in `__type`, e.g. `com.amazonaws.sqs#`; empty for REST-JSON. */
  readonly errorNamespace: string;
  /** The member that carries an error's text: services differ in its first letter. */
  readonly messageMember: 'message' | 'Message';
  /** Older names of errors, sent in `X-Amzn-Query-Error` by services that used to speak the Query protocol. */
  readonly queryErrorCodes?: Readonly<Record<string, string>>;
}

/** The operation that `X-Amz-Target` names behind `prefix`, e.g. `PutItem` in `DynamoDB_20120810.PutItem`. */
export function targetOperation(headers: Readonly<Record<string, string>>, prefix: string): string | undefined {
  const target = headers['x-amz-target'] ?? '';
  return target.startsWith(`${prefix}.`) ? target.slice(prefix.length + 1) : undefined;
}

/** A successful answer. */
function jsonResponse(dialect: JsonDialect, value: unknown): AwsResponse {
  return {
    status: 200,
    headers: { 'content-type': dialect.contentType, 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(value),
  };
}

/** An error's answer, in the form from which an SDK makes its typed exception. */
function errorResponse(dialect: JsonDialect, error: AwsError): AwsResponse {
  const queryCode = dialect.queryErrorCodes?.[error.code];
  const type = dialect.errorNamespace === '' ? {} : { __type: `${dialect.errorNamespace}${error.code}` };
  return {
    status: error.status,
    headers: {
      'content-type': dialect.contentType,
      'x-amzn-requestid': randomUUID(),
      'x-amzn-errortype': error.code,
      ...(queryCode === undefined ? {} : { 'x-amzn-query-error': `${queryCode};Sender` }),
    },
    body: JSON.stringify({ ...type, [dialect.messageMember]: error.message, ...error.members }),
  };
}

/** Runs `work` and answers with its value, or with the `AwsError` that it throws. Any other error is a bug and passes. */
export async function respond(dialect: JsonDialect, work: () => unknown): Promise<AwsResponse> {
  try {
    return jsonResponse(dialect, (await work()) ?? {});
  } catch (error) {
    if (error instanceof AwsError) return errorResponse(dialect, error);
    throw error;
  }
}

/** The answer that an SDK turns into `AccessDeniedException`. */
export function deniedResponse(dialect: JsonDialect, message: string, status = 400): AwsResponse {
  return errorResponse(dialect, new AwsError('AccessDeniedException', message, status));
}

/** A request's body as an object. Throws `SerializationException` for anything else. */
export function parseJsonObject(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The request body is not JSON');
  }
  if (!isObject(value)) throw new AwsError('SerializationException', 'The request body is not an object');
  return value;
}

/** The body for finding out which grants a call needs; empty when unreadable, which `handle` then says. */
export function readableJsonObject(body: Buffer): Record<string, unknown> {
  try {
    return parseJsonObject(body);
  } catch {
    return {};
  }
}

/** The input as `schema` describes it. Throws `ValidationException`, naming the first wrong member. */
export function parseInput<Schema extends v.GenericSchema>(schema: Schema, input: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new AwsError('ValidationException', `${v.getDotPath(issue) ?? 'request'}: ${issue.message}`);
}

/** The value when it is text, else nothing. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Whether a value is a JSON object (neither null nor an array). */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

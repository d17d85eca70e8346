import * as v from 'valibot';
import { readEvent } from '../app/read-event.ts';

const StringMap = v.record(v.string(), v.optional(v.string()));

const HttpEvent = v.object({
  routeKey: v.string(),
  headers: v.optional(StringMap, {}),
  queryStringParameters: v.optional(StringMap, {}),
  pathParameters: v.optional(StringMap, {}),
  body: v.optional(v.string()),
  isBase64Encoded: v.optional(v.boolean(), false),
  requestContext: v.object({
    authorizer: v.optional(
      v.object({
        jwt: v.optional(v.object({ claims: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])) })),
        iam: v.optional(v.object({ callerId: v.string() })),
      }),
    ),
  }),
});

/** A request as the HTTP API hands it over, header names in lower case. */
export interface HttpRequest {
  /** e.g. `POST /chats/{chatId}/ticket` */
  readonly routeKey: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** The claims of a checked identity token, on routes that demand one. */
  readonly claims: Readonly<Record<string, string | number | boolean>> | undefined;
  /** IAM's id of whoever signed the request, on routes that demand a signature: `<role's id>:<session>`. */
  readonly callerId: string | undefined;
}

/**
 * Reads what the HTTP API hands over.
 * @throws when the event is not one of an HTTP API: that is a mistake in the stack.
 */
export const readHttpEvent = (event: unknown): HttpRequest => {
  const parsed = readEvent(HttpEvent, event);
  const { routeKey, headers, queryStringParameters, pathParameters, isBase64Encoded } = parsed;
  const body = parsed.body ?? '';
  return {
    routeKey,
    headers,
    query: queryStringParameters,
    path: pathParameters,
    body: isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body,
    claims: parsed.requestContext.authorizer?.jwt?.claims,
    callerId: parsed.requestContext.authorizer?.iam?.callerId,
  };
};

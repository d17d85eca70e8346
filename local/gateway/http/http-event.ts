import { randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { REGION, URL_SUFFIX } from '../../template/identifiers.ts';
import type { HttpApiModel } from '../../template/model.ts';
import type { SignedBy } from './signer.ts';
import { commonLogTime } from '../websocket/socket-events.ts';
import type { RouteMatch } from './match-route.ts';

/** An HTTP request as a gateway sees it. */
export interface HttpCall {
  readonly method: string;
  /** Path with query, percent-encoded as it came. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly sourceIp: string;
  /** The target as its sender signed it, where that was another one than the gateway sees. */
  readonly signedTarget?: string;
}

/** Who makes a request, as far as the route's authorizer found out. */
export type Authorized = { readonly jwt: JWTPayload } | { readonly iam: SignedBy } | undefined;

/** The event of payload format 2.0. */
export function httpEvent(
  api: HttpApiModel,
  { route, pathParameters }: RouteMatch,
  call: HttpCall,
  authorized: Authorized,
  nowMs: number,
): object {
  const [rawPath = '/', rawQueryString = ''] = splitTarget(call.target);
  const query = new URLSearchParams(rawQueryString);
  const names = [...new Set(query.keys())];
  const { cookie, ...headers } = call.headers;
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath,
    rawQueryString,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/; */) }),
    headers,
    ...(names.length === 0
      ? {}
      : { queryStringParameters: Object.fromEntries(names.map((name) => [name, query.getAll(name).join(',')])) }),
    requestContext: {
      accountId: api.arn.split(':')[4],
      apiId: api.id,
      ...(authorized ? { authorizer: authorizerContext(authorized) } : {}),
      domainName: `${api.id}.execute-api.${REGION}.${URL_SUFFIX}`,
      domainPrefix: api.id,
      http: {
        method: call.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: call.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: route.key,
      stage: api.stage,
      time: commonLogTime(nowMs),
      timeEpoch: nowMs,
    },
    ...(Object.keys(pathParameters).length === 0 ? {} : { pathParameters: decodeAll(pathParameters) }),
    ...bodyFields(call),
  };
}

function authorizerContext(authorized: NonNullable<Authorized>): object {
  if ('jwt' in authorized) return { jwt: { claims: claimTexts(authorized.jwt), scopes: null } };
  const { accessKey, accountId, callerId, userArn } = authorized.iam;
  return {
    iam: { accessKey, accountId, callerId, cognitoIdentity: null, principalOrgId: null, userArn, userId: callerId },
  };
}

/** Splits a request target at its query. */
export function splitTarget(target: string): readonly [string, string] {
  const at = target.indexOf('?');
  return at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)];
}

/** Text types arrive as text; forms, multipart and everything else arrive as base64. */
function bodyFields({ body, headers }: HttpCall): object {
  if (body.length === 0) return { isBase64Encoded: false };
  const type = headers['content-type'] ?? '';
  const isText = /^(text\/|application\/(json|xml|javascript|[\w.-]+\+json))/i.test(type);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

/** Claims reach the function as texts; lists look like `[a b]`. */
function claimTexts(claims: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
    ]),
  );
}

function decodeAll(parameters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, decode(value)]));
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

import { randomUUID } from 'node:crypto';
import type { SocketApiModel } from '../../template/model.ts';
import { REGION, URL_SUFFIX } from '../../template/identifiers.ts';
import type { Peer } from './connection.ts';

/** A handshake, as authorizer and `$connect` events carry it. */
export interface Handshake {
  readonly connectionId: string;
  readonly connectedAtMs: number;
  readonly peer: Peer;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

interface RequestFacts {
  readonly connectionId: string;
  readonly connectedAtMs: number;
  readonly peer: Peer;
  readonly nowMs: number;
  readonly authorizer?: Readonly<Record<string, string>> | undefined;
}

type EventType = 'CONNECT' | 'MESSAGE' | 'DISCONNECT';

/** Event for a REQUEST authorizer of `$connect`. */
export function authorizerEvent(api: SocketApiModel, handshake: Handshake, nowMs: number): object {
  return {
    type: 'REQUEST',
    methodArn: `${api.arn}/${api.stage}/$connect`,
    ...handshakeFields(handshake),
    requestContext: requestContext(api, '$connect', 'CONNECT', { ...handshake, nowMs }),
  };
}

/** Event for the integration of `$connect`. */
export function connectEvent(
  api: SocketApiModel,
  handshake: Handshake,
  nowMs: number,
  authorizer: Readonly<Record<string, string>> | undefined,
): object {
  return {
    ...handshakeFields(handshake),
    requestContext: requestContext(api, '$connect', 'CONNECT', { ...handshake, nowMs, authorizer }),
    isBase64Encoded: false,
  };
}

/** Event for a frame on a route. */
export function messageEvent(api: SocketApiModel, routeKey: string, facts: RequestFacts, body: string): object {
  const context = requestContext(api, routeKey, 'MESSAGE', facts);
  return { requestContext: { ...context, messageId: token() }, body, isBase64Encoded: false };
}

/** Event for a socket that is gone. */
export function disconnectEvent(api: SocketApiModel, facts: RequestFacts, code: number, reason: string): object {
  const headers = { Host: domainName(api), 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' };
  const context = requestContext(api, '$disconnect', 'DISCONNECT', facts);
  return {
    headers,
    multiValueHeaders: multiValue(headers),
    requestContext: { ...context, disconnectStatusCode: code, disconnectReason: reason },
    isBase64Encoded: false,
  };
}

/** A short id in the form of API Gateway's request and connection ids. */
export function token(): string {
  return `${randomUUID().replaceAll('-', '').slice(0, 15)}=`;
}

function handshakeFields({ headers, query }: Handshake): object {
  const names = [...new Set(query.keys())];
  return {
    headers,
    multiValueHeaders: multiValue(headers),
    ...(names.length === 0
      ? {}
      : {
          queryStringParameters: Object.fromEntries(names.map((name) => [name, query.getAll(name).at(-1)])),
          multiValueQueryStringParameters: Object.fromEntries(names.map((name) => [name, query.getAll(name)])),
        }),
  };
}

function requestContext(api: SocketApiModel, routeKey: string, eventType: EventType, facts: RequestFacts): object {
  const requestId = token();
  return {
    routeKey,
    ...(facts.authorizer ? { authorizer: facts.authorizer } : {}),
    eventType,
    extendedRequestId: requestId,
    requestTime: commonLogTime(facts.nowMs),
    messageDirection: 'IN',
    stage: api.stage,
    connectedAt: facts.connectedAtMs,
    requestTimeEpoch: facts.nowMs,
    identity: { userAgent: facts.peer.userAgent, sourceIp: facts.peer.sourceIp },
    requestId,
    domainName: domainName(api),
    connectionId: facts.connectionId,
    apiId: api.id,
  };
}

/** e.g. `22/Nov/2026:18:30:00 +0000`. */
export function commonLogTime(ms: number): string {
  const [, day, month, year, time] = new Date(ms).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}

function domainName(api: SocketApiModel): string {
  return `${api.id}.execute-api.${REGION}.${URL_SUFFIX}`;
}

function multiValue(headers: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
}

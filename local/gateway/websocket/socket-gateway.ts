import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { RawData, WebSocket } from 'ws';
import type { Activity, CloudClock, FunctionInvoker } from '../../contracts.ts';
import { flatHeaders } from '../../endpoint/read-body.ts';
import type { Faults } from '../../endpoint/faults.ts';
import type { InvokePermission, SocketApiModel, SocketRoute } from '../../template/model.ts';
import { requireInvokePermission } from '../invoke-permission.ts';
import { DeadlineExceeded, within } from '../within.ts';
import { authorize } from './authorize.ts';
import type { Authorization } from './authorize.ts';
import { openConnection } from './connection.ts';
import type { Connection } from './connection.ts';
import { connectEvent, disconnectEvent, messageEvent, token } from './socket-events.ts';
import type { Handshake } from './socket-events.ts';

/** API Gateway's limit for one frame from a client; a larger one ends the socket with 1009. */
const LARGEST_FRAME_BYTES = 32 * 1024;
/** How long an integration may take. */
const INTEGRATION_TIMEOUT_MS = 29_000;

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  500: 'Internal Server Error',
};

export interface SocketGatewayParts {
  readonly api: SocketApiModel;
  readonly permissions: readonly InvokePermission[];
  readonly invoker: FunctionInvoker;
  readonly clock: CloudClock;
  readonly activity: Activity;
  readonly faults: Faults;
  readonly onError: (error: unknown) => void;
}

/** API Gateway's WebSocket side for one API. */
export interface SocketGateway {
  readonly api: SocketApiModel;
  /** Open sockets by connection id. */
  readonly connections: ReadonlyMap<string, Connection>;
  /** Takes over an HTTP upgrade: asks authorizer and `$connect`, then opens or refuses the socket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  stop(): void;
}

/** Makes the gateway. Fails when the stack does not let API Gateway invoke what its routes name. */
export function createSocketGateway(parts: SocketGatewayParts): SocketGateway {
  requirePermissions(parts);
  return new WebSocketApi(parts);
}

class WebSocketApi implements SocketGateway {
  readonly api: SocketApiModel;
  readonly connections = new Map<string, Connection>();
  readonly #parts: SocketGatewayParts;
  readonly #routes: ReadonlyMap<string, SocketRoute>;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_FRAME_BYTES,
    perMessageDeflate: false,
    // Only a $connect integration could accept a subprotocol.
    handleProtocols: () => false,
  });

  constructor(parts: SocketGatewayParts) {
    this.api = parts.api;
    this.#parts = parts;
    this.#routes = new Map(parts.api.routes.map((route) => [route.key, route]));
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A peer that resets the connection during the handshake is nobody's error.
    socket.on('error', () => socket.destroy());
    const { activity, onError } = this.#parts;
    activity.track(this.#handshake(request, socket, head)).catch((error: unknown) => {
      onError(error);
      refuse(socket, 500);
    });
  }

  stop(): void {
    for (const client of this.#server.clients) client.terminate();
    this.#server.close();
  }

  async #handshake(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const handshake = this.#read(request);
    const authorization = await this.#admit(handshake);
    if (!authorization.allowed) return refuse(socket, authorization.status);
    if (socket.destroyed) return;
    const hasAuthorizer = this.#routes.get('$connect')?.authorizer !== undefined;
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = openConnection({
        id: handshake.connectionId,
        socket: webSocket,
        clock: this.#parts.clock,
        peer: handshake.peer,
        authorizer: hasAuthorizer ? authorization.context : undefined,
      });
      this.connections.set(connection.id, connection);
      this.#listen(webSocket, connection);
    });
  }

  #read(request: IncomingMessage): Handshake {
    const headers = flatHeaders(request);
    return {
      connectionId: token(),
      connectedAtMs: this.#parts.clock.now(),
      peer: { sourceIp: request.socket.remoteAddress ?? '127.0.0.1', userAgent: headers['user-agent'] ?? '' },
      headers,
      query: new URL(request.url ?? '/', 'http://local').searchParams,
    };
  }

  /** Authorizer first, then the integration of `$connect`: whatever does not succeed refuses the socket. */
  async #admit(handshake: Handshake): Promise<Authorization | { readonly allowed: false; readonly status: number }> {
    const { invoker, clock } = this.#parts;
    const route = this.#routes.get('$connect');
    const authorization: Authorization = route?.authorizer
      ? await authorize(invoker, this.api, route.authorizer, handshake, clock.now())
      : { allowed: true, context: {} };
    if (!authorization.allowed || route?.functionArn === undefined) return authorization;
    const context = route.authorizer ? authorization.context : undefined;
    const event = connectEvent(this.api, handshake, clock.now(), context);
    try {
      const result = await within(invoker.invoke(route.functionArn, event), INTEGRATION_TIMEOUT_MS);
      const status = statusOf(result);
      return status >= 200 && status < 300 ? authorization : { allowed: false, status };
    } catch {
      return { allowed: false, status: 500 };
    }
  }

  #listen(webSocket: WebSocket, connection: Connection): void {
    const { activity, onError } = this.#parts;
    webSocket.on('message', (data, isBinary) => {
      connection.touch();
      if (isBinary) return connection.close(1003, 'Binary frames are not supported');
      activity.track(this.#route(connection, textOf(data))).catch(onError);
    });
    // Protocol errors, e.g. a frame over the limit: ws closes the socket with the right code itself.
    webSocket.on('error', () => undefined);
    webSocket.on('close', (code, reason) => {
      this.connections.delete(connection.id);
      activity.track(this.#disconnected(connection, code, reason.toString())).catch(onError);
    });
  }

  /** Frames of one socket run at the same time: API Gateway promises no order between them. */
  async #route(connection: Connection, body: string): Promise<void> {
    const { invoker } = this.#parts;
    const route = this.#routes.get(selectRoute(this.api.routeSelection, body)) ?? this.#routes.get('$default');
    if (!route) return this.#answer(connection, gatewayFrame('Forbidden', connection.id));
    if (route.functionArn === undefined) return;
    const event = messageEvent(this.api, route.key, this.#facts(connection), body);
    try {
      const result = await within(invoker.invoke(route.functionArn, event), INTEGRATION_TIMEOUT_MS);
      const answer = bodyOf(result);
      if (route.responds && answer !== undefined) await this.#answer(connection, answer);
    } catch (error) {
      const message = error instanceof DeadlineExceeded ? 'Endpoint request timed out' : 'Internal server error';
      await this.#answer(connection, gatewayFrame(message, connection.id));
    }
  }

  async #answer(connection: Connection, frame: string): Promise<void> {
    // The peer may have gone while its frame was handled; then nobody is left to answer.
    await connection.send(frame).catch(() => undefined);
  }

  async #disconnected(connection: Connection, code: number, reason: string): Promise<void> {
    const route = this.#routes.get('$disconnect');
    if (route?.functionArn === undefined || this.#parts.faults.suppressDisconnects) return;
    const event = disconnectEvent(this.api, this.#facts(connection), code, reason);
    // Best effort, as on AWS: the invoker has reported a failure, and nobody tries again.
    await this.#parts.invoker.invoke(route.functionArn, event).catch(() => undefined);
  }

  #facts({ id, connectedAtMs, peer, authorizer }: Connection) {
    return { connectionId: id, connectedAtMs, peer, authorizer, nowMs: this.#parts.clock.now() };
  }
}

/** A frame's text, in whichever form `ws` hands it over. */
export function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.from(data instanceof ArrayBuffer ? new Uint8Array(data) : data).toString('utf8');
}

/** The route key that an expression such as `$request.body.op` picks; `$default` when the body has none. */
function selectRoute(expression: string, body: string): string {
  const path = /^\$request\.body\.(.+)$/.exec(expression)?.[1]?.split('.');
  if (!path) throw new Error(`unable to select a route; the local cloud does not know the expression ${expression}`);
  try {
    let value: unknown = JSON.parse(body);
    for (const name of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    const isKey = (typeof value === 'string' && !value.startsWith('$')) || typeof value === 'number';
    return isKey ? String(value) : '$default';
  } catch {
    return '$default';
  }
}

function requirePermissions({ api, permissions }: SocketGatewayParts): void {
  for (const { key, functionArn, authorizer } of api.routes) {
    if (functionArn !== undefined) requireInvokePermission(permissions, functionArn, `${api.arn}/${api.stage}/${key}`);
    if (authorizer)
      requireInvokePermission(permissions, authorizer.functionArn, `${api.arn}/authorizers/${authorizer.id}`);
  }
}

function gatewayFrame(message: string, connectionId: string): string {
  return JSON.stringify({ message, connectionId, requestId: token() });
}

function refuse(socket: Duplex, status: number): void {
  const text = STATUS_TEXTS[status] ?? 'Refused';
  const body = JSON.stringify({ message: status === 500 ? null : text });
  socket.end(
    `HTTP/1.1 ${status} ${text}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function statusOf(result: unknown): number {
  const status: unknown = typeof result === 'object' && result !== null ? Reflect.get(result, 'statusCode') : undefined;
  return typeof status === 'number' ? status : 500;
}

function bodyOf(result: unknown): string | undefined {
  const body: unknown = typeof result === 'object' && result !== null ? Reflect.get(result, 'body') : undefined;
  return typeof body === 'string' && body !== '' ? body : undefined;
}

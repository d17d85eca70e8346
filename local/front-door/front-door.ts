import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { flatHeaders, readBody } from '../endpoint/read-body.ts';
import type { HttpAnswer, HttpGateway } from '../gateway/http/http-gateway.ts';
import { splitTarget } from '../gateway/http/http-event.ts';
import type { SocketGateway } from '../gateway/websocket/socket-gateway.ts';
import { API_PATH } from '../template/local-addresses.ts';
import type { BucketModel, DistributionModel } from '../template/model.ts';
import { chooseDestination } from './distribution.ts';
import type { Destination } from './distribution.ts';
import { readPage } from './pages.ts';

/** API Gateway's limit for the body of an HTTP request. */
const LARGEST_BODY_BYTES = 10 * 1024 * 1024;

/** What stands behind the front door. */
export interface FrontDoorContents {
  readonly distribution: DistributionModel | undefined;
  readonly buckets: readonly BucketModel[];
  readonly httpGateways: readonly HttpGateway[];
  readonly socketGateways: readonly SocketGateway[];
  /** Answers paths below `/_local/`; undefined for those it does not know. */
  readonly control: (method: string, path: string, body: Buffer) => Promise<HttpAnswer | undefined>;
}

/** The one port that browsers and other clients use. */
export interface FrontDoor {
  /** e.g. `http://localhost:4480`. */
  readonly url: string;
  /** Puts something behind the door; until then everything is answered 503. */
  open(contents: FrontDoorContents): void;
  stop(): Promise<void>;
}

/** Listens on the loopback interface; port 0 takes any free one. Rejects with Node's error when the port is taken. */
export async function startFrontDoor(port: number, onError: (error: unknown) => void): Promise<FrontDoor> {
  let contents: FrontDoorContents | undefined;
  const server = createServer((request, response) => {
    const answer = contents
      ? answerRequest(contents, request)
      : Promise.resolve(plain(503, 'The local cloud is starting'));
    answer
      .catch((error: unknown) => {
        onError(error);
        return plain(502, 'The local cloud failed');
      })
      .then((final) => write(response, request, final))
      .catch(onError);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!contents || !upgrade(contents, request, socket, head))
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
  });
  const taken = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address) resolve(address.port);
      else reject(new Error('unable to open the front door; it has no port'));
    });
  });
  return {
    url: `http://localhost:${taken}`,
    open(behind) {
      contents = behind;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answerRequest(contents: FrontDoorContents, request: IncomingMessage): Promise<HttpAnswer> {
  const method = request.method ?? 'GET';
  const [path, query] = splitTarget(request.url ?? '/');
  const body = await readBody(request, LARGEST_BODY_BYTES);
  if (!body) return { status: 413, headers: JSON_TYPE, body: '{"message":"Request Entity Too Large"}' };
  if (path.startsWith('/_local/')) {
    return (await contents.control(method, path, body)) ?? plain(404, `The local cloud has nothing at ${path}`);
  }
  const destination = find(contents, method, path, query);
  switch (destination?.kind) {
    case undefined:
      return plain(404, 'The stack has no distribution');
    case 'respond':
      return {
        status: destination.status,
        headers: destination.location ? { location: destination.location } : {},
        body: '',
      };
    case 'bucket':
      return answerPage(contents, destination);
    case 'api':
      return answerApi(contents, destination, request, body);
  }
}

/** Which origin a path leads to: an API under its own domain's stand-in, or whatever the distribution says. */
function find(contents: FrontDoorContents, method: string, path: string, query: string): Destination | undefined {
  if (!path.startsWith(API_PATH)) {
    const { distribution, buckets } = contents;
    return distribution && chooseDestination(distribution, buckets, method, path, query);
  }
  const [apiId = '', ...rest] = path.slice(API_PATH.length).split('/');
  const target = `/${rest.join('/')}${query === '' ? '' : `?${query}`}`;
  return { kind: 'api', apiId, target, behavior: DIRECT, originHeaders: {} };
}

/** An API reached under its own domain: nothing in between. */
const DIRECT = {
  pathPattern: '*',
  originId: '',
  allowedMethods: [],
  forwardsViewer: true,
  viewerRequestCode: undefined,
  responseHeaders: {},
};

async function answerPage(
  { distribution }: FrontDoorContents,
  { bucket, path, behavior }: Extract<Destination, { kind: 'bucket' }>,
): Promise<HttpAnswer> {
  const found = await readPage(bucket, path);
  if (found) {
    const headers = { 'content-type': found.contentType, 'cache-control': 'no-store', ...behavior.responseHeaders };
    return { status: 200, headers: overPlainHttp(headers), body: found.body };
  }
  // A private bucket answers 403 for what it does not have.
  const errorPage = distribution?.errorPages.find(({ status }) => status === 403 || status === 404);
  const replacement = errorPage && (await readPage(bucket, errorPage.pagePath));
  if (!errorPage || !replacement) return plain(403, 'Access Denied');
  const headers = { 'content-type': replacement.contentType, ...behavior.responseHeaders };
  return { status: errorPage.asStatus, headers: overPlainHttp(headers), body: replacement.body };
}

async function answerApi(
  { httpGateways }: FrontDoorContents,
  { apiId, target, behavior, originHeaders }: Extract<Destination, { kind: 'api' }>,
  request: IncomingMessage,
  body: Buffer,
): Promise<HttpAnswer> {
  const gateway = httpGateways.find(({ api }) => api.id === apiId);
  if (!gateway) return { status: 403, headers: JSON_TYPE, body: '{"message":"Forbidden"}' };
  const headers = flatHeaders(request);
  const forwarded = behavior.forwardsViewer ? headers : withoutViewerOnly(headers);
  const answer = await gateway.handle({
    method: request.method ?? 'GET',
    target,
    headers: { ...forwarded, ...originHeaders },
    body,
    sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
    signedTarget: request.url ?? '/',
  });
  return { ...answer, headers: overPlainHttp({ ...answer.headers, ...behavior.responseHeaders }) };
}

/** What CloudFront keeps from the origin unless a policy says otherwise. */
function withoutViewerOnly({
  authorization: _authorization,
  cookie: _cookie,
  ...rest
}: Record<string, string>): Record<string, string> {
  return rest;
}

/** Hands an upgrade to its WebSocket API; false when nothing there takes sockets. */
function upgrade(contents: FrontDoorContents, request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
  const [path, query] = splitTarget(request.url ?? '/');
  const destination = find(contents, 'GET', path, query);
  if (destination?.kind !== 'api') return false;
  const gateway = contents.socketGateways.find(({ api }) => api.id === destination.apiId);
  if (!gateway) return false;
  const [originPath] = splitTarget(destination.target);
  // A WebSocket API has one path, its stage.
  if (originPath.replace(/\/$/, '') !== `/${gateway.api.stage}`) return false;
  request.url = destination.target;
  gateway.upgrade(request, socket, head);
  return true;
}

/** Policies written for HTTPS, made to fit a plain local port. */
function overPlainHttp(headers: HttpAnswer['headers']): HttpAnswer['headers'] {
  const policy = headers['content-security-policy'];
  if (typeof policy !== 'string') return headers;
  const relaxed = policy.replaceAll('wss:', 'ws:').replace(/;?\s*upgrade-insecure-requests/, '');
  return { ...headers, 'content-security-policy': relaxed };
}

function write(response: ServerResponse, request: IncomingMessage, { status, headers, body }: HttpAnswer): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.writeHead(status);
  response.end(request.method === 'HEAD' ? undefined : body);
}

const JSON_TYPE = { 'content-type': 'application/json' };

function plain(status: number, text: string): HttpAnswer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${text}\n` };
}

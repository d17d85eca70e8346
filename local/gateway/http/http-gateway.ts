import type { JWTPayload } from 'jose';
import type { Activity, CloudClock, FunctionInvoker } from '../../contracts.ts';
import type { Identity } from '../../identity/identity.ts';
import type { HttpApiModel, HttpRoute, InvokePermission, JwtAuthorizerModel } from '../../template/model.ts';
import { signedBy, type IamParts } from './signed-by.ts';
import { requireInvokePermission } from '../invoke-permission.ts';
import { DeadlineExceeded, within } from '../within.ts';
import { answerCors } from './cors.ts';
import { httpEvent, splitTarget } from './http-event.ts';
import type { Authorized, HttpCall } from './http-event.ts';
import { matchRoute } from './match-route.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
}

export interface HttpGatewayParts extends IamParts {
  readonly api: HttpApiModel;
  readonly permissions: readonly InvokePermission[];
  readonly invoker: FunctionInvoker;
  readonly identity: Identity;
  readonly clock: CloudClock;
  readonly activity: Activity;
}

/** API Gateway's HTTP side for one API. */
export interface HttpGateway {
  readonly api: HttpApiModel;
  /** Never rejects: failures are answers, as API Gateway's are. */
  handle(call: HttpCall): Promise<HttpAnswer>;
}

/** Makes the gateway. Fails when the stack does not let API Gateway invoke what its routes name. */
export function createHttpGateway(parts: HttpGatewayParts): HttpGateway {
  const { api, activity } = parts;
  for (const { key, functionArn } of api.routes) {
    const place = key === '$default' ? '$default' : key.replace(' ', '');
    requireInvokePermission(parts.permissions, functionArn, `${api.arn}/${api.stage}/${place}`);
  }
  return { api, handle: (call) => activity.track(answer(parts, call)) };
}

async function answer(parts: HttpGatewayParts, call: HttpCall): Promise<HttpAnswer> {
  const { api } = parts;
  const cors = answerCors(api.cors, call.method, call.headers);
  if (cors.isPreflight) return { status: 204, headers: cors.headers, body: '' };
  const reply = await route(parts, call);
  return { ...reply, headers: { ...reply.headers, ...cors.headers } };
}

async function route(parts: HttpGatewayParts, call: HttpCall): Promise<HttpAnswer> {
  const { api, clock } = parts;
  const match = matchRoute(api.routes, call.method, splitTarget(call.target)[0]);
  if (!match) return message(404, 'Not Found');
  const { authorizer } = match.route;
  const authorized = authorizer && (await authorize(parts, authorizer, call));
  if (authorized && 'status' in authorized) return authorized;
  return invoke(parts, match.route, httpEvent(api, match, call, authorized, clock.now()));
}

/** Who makes the request, or the answer that refuses it. */
async function authorize(
  parts: HttpGatewayParts,
  authorizer: JwtAuthorizerModel | 'iam',
  call: HttpCall,
): Promise<NonNullable<Authorized> | HttpAnswer> {
  if (authorizer === 'iam') {
    const iam = signedBy(parts, parts.api, call, parts.clock.now());
    return iam ? { iam } : message(403, 'Forbidden');
  }
  const claims = await verified(parts.identity, authorizer, call);
  if (!claims) return { ...message(401, 'Unauthorized'), headers: { ...JSON_TYPE, 'www-authenticate': 'Bearer' } };
  return hasScope(authorizer, claims) ? { jwt: claims } : message(403, 'Forbidden');
}

async function invoke(
  { invoker }: HttpGatewayParts,
  { functionArn, timeoutMs }: HttpRoute,
  event: object,
): Promise<HttpAnswer> {
  try {
    return toAnswer(await within(invoker.invoke(functionArn, event), timeoutMs));
  } catch (error) {
    if (error instanceof DeadlineExceeded) return message(503, 'Service Unavailable');
    return message(500, 'Internal Server Error');
  }
}

async function verified(
  identity: Identity,
  { issuer, audience, identitySource }: JwtAuthorizerModel,
  call: HttpCall,
): Promise<JWTPayload | undefined> {
  const [, kind, name = ''] = /^\$request\.(header|querystring)\.(.+)$/.exec(identitySource) ?? [];
  const query = new URLSearchParams(splitTarget(call.target)[1]);
  const source = kind === 'querystring' ? query.get(name) : call.headers[name.toLowerCase()];
  if (!source) return undefined;
  try {
    return await identity.verify(source.replace(/^bearer /i, ''), issuer, audience);
  } catch {
    return undefined;
  }
}

function hasScope({ scopes }: JwtAuthorizerModel, claims: JWTPayload): boolean {
  const held = (typeof claims['scope'] === 'string' ? claims['scope'] : '').split(' ');
  return scopes.length === 0 || scopes.some((scope) => held.includes(scope));
}

/** What a function returned, as an HTTP answer: format 2.0 takes anything without a status code as a JSON body for 200. */
function toAnswer(result: unknown): HttpAnswer {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    return { status: 200, headers: JSON_TYPE, body: typeof result === 'string' ? result : JSON.stringify(result) };
  }
  const status = Number(result.statusCode);
  if (!Number.isInteger(status)) return message(500, 'Internal Server Error');
  const body: unknown = Reflect.get(result, 'body') ?? '';
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const cookies: unknown = Reflect.get(result, 'cookies');
  const headers: Record<string, string | readonly string[]> = {};
  const own: unknown = Reflect.get(result, 'headers');
  if (typeof own === 'object' && own !== null) {
    for (const [name, value] of Object.entries(own)) headers[name.toLowerCase()] = String(value);
  }
  headers['content-type'] ??= 'text/plain;charset=UTF-8';
  if (Array.isArray(cookies)) headers['set-cookie'] = cookies.map(String);
  return {
    status,
    headers,
    body: Reflect.get(result, 'isBase64Encoded') === true ? Buffer.from(text, 'base64') : text,
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };

function message(status: number, text: string): HttpAnswer {
  return { status, headers: JSON_TYPE, body: JSON.stringify({ message: text }) };
}

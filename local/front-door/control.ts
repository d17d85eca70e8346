import * as v from 'valibot';
import type { CloudClock } from '../contracts.ts';
import type { Faults } from '../endpoint/faults.ts';
import type { HttpAnswer } from '../gateway/http/http-gateway.ts';
import type { SocketGateway } from '../gateway/websocket/socket-gateway.ts';
import { createOutsideRoles } from '../iam/outside-roles.ts';
import type { OutsideRoleParts } from '../iam/outside-roles.ts';
import type { Identity } from '../identity/identity.ts';
import { ISSUER_PATH } from '../template/local-addresses.ts';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Move = v.union([v.strictObject({ advanceMs: Count }), v.strictObject({ toMs: Count })]);
const SignIn = v.strictObject({
  sub: v.pipe(v.string(), v.minLength(1)),
  name: v.pipe(v.string(), v.minLength(1)),
  groups: v.optional(v.array(v.string()), []),
});
const AccessKeyWish = v.strictObject({
  role: v.pipe(v.string(), v.regex(/^[\w+=,.@-]{1,64}$/, 'must be the name of a role')),
  policies: v.optional(v.array(v.string()), []),
});
const FaultSettings = v.strictObject({
  clear: v.optional(v.boolean(), false),
  suppressDisconnects: v.optional(v.boolean()),
  shuffleStreams: v.optional(v.boolean()),
  dropPosts: v.optional(Count),
  failCalls: v.optional(
    v.array(
      v.strictObject({
        service: v.string(),
        operation: v.string(),
        count: Count,
        when: v.optional(v.picklist(['before', 'after']), 'before'),
      }),
    ),
    [],
  ),
});

export interface ControlParts extends OutsideRoleParts {
  readonly clock: CloudClock;
  readonly identity: Identity;
  readonly faults: Faults;
  readonly socketGateways: readonly SocketGateway[];
  readonly frontDoorUrl: string;
  readonly stats: () => unknown;
  readonly idle: () => Promise<void>;
}

type Route = (body: unknown) => HttpAnswer | Promise<HttpAnswer>;

/** The local cloud's own paths below `/_local/`: clock, sign-in, access keys, faults, counts. A deployed stack has none of them. */
export function createControl(
  parts: ControlParts,
): (method: string, path: string, body: Buffer) => Promise<HttpAnswer | undefined> {
  const { clock, identity, faults, socketGateways, stats, idle } = parts;
  const outsideRoles = createOutsideRoles(parts);
  const time = (): HttpAnswer => json(200, { mode: clock.mode, nowMs: clock.now() });
  const routes: Readonly<Record<string, Route>> = {
    'GET /_local/health': () => json(200, { status: 'ok' }),
    'GET /_local/clock': time,
    'POST /_local/clock': (body) =>
      checked(Move, body, async (move) => {
        if (clock.mode === 'real') return problem(409, 'unable to move time; start with --clock virtual to do so');
        const toMs = 'toMs' in move ? move.toMs : clock.now() + move.advanceMs;
        if (toMs < clock.now()) return problem(409, `unable to move time to ${toMs}; it is ${clock.now()} already`);
        await clock.advanceTo(toMs);
        return time();
      }),
    'POST /_local/sign-in': (body) => checked(SignIn, body, async (who) => json(200, await identity.signIn(who))),
    'POST /_local/access-key': (body) =>
      checked(AccessKeyWish, body, ({ role, policies }) => {
        const given = outsideRoles.issue(role, policies);
        return typeof given === 'string' ? problem(400, given) : json(200, given);
      }),
    'GET /_local/stats': () => json(200, stats()),
    'POST /_local/idle': async () => {
      await idle();
      return json(200, { idle: true });
    },
    'GET /_local/connections': () => json(200, { connections: socketGateways.flatMap(listConnections) }),
    'POST /_local/faults': (body) => checked(FaultSettings, body, (settings) => applyFaults(faults, settings)),
  };
  return async (method, path, body) => {
    if (method === 'GET' && path.startsWith(ISSUER_PATH)) return issuerDocument(parts, path);
    const route = routes[`${method} ${path}`];
    if (!route) return undefined;
    return route(parsed(body));
  };
}

function issuerDocument({ identity, frontDoorUrl }: ControlParts, path: string): HttpAnswer | undefined {
  const [pool = '', ...rest] = path.slice(ISSUER_PATH.length).split('/');
  const document = identity.document(`${frontDoorUrl}${ISSUER_PATH}${pool}`, `/${rest.join('/')}`);
  return document && json(200, document);
}

function listConnections({ api, connections }: SocketGateway): readonly object[] {
  return [...connections.values()].map(({ id, connectedAtMs, lastActiveAtMs, authorizer }) => ({
    apiId: api.id,
    connectionId: id,
    connectedAtMs,
    lastActiveAtMs,
    authorizer: authorizer ?? null,
  }));
}

function applyFaults(faults: Faults, settings: v.InferOutput<typeof FaultSettings>): HttpAnswer {
  if (settings.clear) faults.clear();
  if (settings.suppressDisconnects !== undefined) faults.suppressDisconnects = settings.suppressDisconnects;
  if (settings.shuffleStreams !== undefined) faults.shuffleStreams = settings.shuffleStreams;
  if (settings.dropPosts !== undefined) faults.dropPosts = settings.dropPosts;
  for (const failure of settings.failCalls) faults.failCalls(failure);
  const { suppressDisconnects, shuffleStreams, dropPosts } = faults;
  return json(200, { suppressDisconnects, shuffleStreams, dropPosts });
}

async function checked<TSchema extends v.GenericSchema>(
  schema: TSchema,
  body: unknown,
  run: (input: v.InferOutput<TSchema>) => HttpAnswer | Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  const result = v.safeParse(schema, body);
  return result.success
    ? run(result.output)
    : problem(400, `unable to read the request; ${v.summarize(result.issues)}`);
}

function parsed(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function problem(status: number, detail: string): HttpAnswer {
  return { status, headers: { 'content-type': 'application/problem+json' }, body: JSON.stringify({ status, detail }) };
}

function json(status: number, value: unknown): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

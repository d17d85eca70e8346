import { exportSPKI, importJWK, SignJWT, UnsecuredJWT, type JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { makeWebFront, ROUTE_KEYS } from '../support/web-front.ts';
import { createHttpGateway } from '../../local/gateway/http/http-gateway.ts';
import { createCredentialBook } from '../../local/endpoint/credentials.ts';
import { createAuthority } from '../../local/iam/authority.ts';
import { createIdentity } from '../../local/identity/identity.ts';
import { testTime } from '../local-services/support/virtual-clock.ts';
import { openHouse } from '../support/house.ts';

const START = Date.UTC(2026, 0, 5, 9);
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:http';
const POOL = { id: 'desk', issuer: 'https://cognito-idp.us-east-1.amazonaws.com/desk', clientIds: ['desk-client'] };
const OTHER_POOL = {
  id: 'shop',
  issuer: 'https://cognito-idp.us-east-1.amazonaws.com/shop',
  clientIds: POOL.clientIds,
};
const DESK_ROUTES = ROUTE_KEYS.filter((route) => route.includes('/desk/'));

/** The desk's routes behind a JWT authorizer; `issued` are the pools of the issuer, of which the first one signs. */
const openDesk = async (...issued: readonly (typeof POOL)[]) => {
  const { clock, activity, pass } = testTime(START);
  const identity = await createIdentity(clock, issued);
  const http = makeWebFront(openHouse());
  const authorizer = {
    issuer: POOL.issuer,
    audience: POOL.clientIds,
    scopes: [],
    identitySource: '$request.header.Authorization',
  };
  const gateway = createHttpGateway({
    api: {
      id: 'api',
      arn: 'arn:aws:execute-api:us-east-1:000000000000:api',
      stage: '$default',
      routes: DESK_ROUTES.map((key) => ({ key, functionArn: FUNCTION, timeoutMs: 10_000, authorizer })),
      cors: undefined,
    },
    permissions: [{ functionArn: FUNCTION, principal: 'apigateway.amazonaws.com', sourceArn: undefined }],
    invoker: { invoke: (_arn, event) => http(event) },
    identity,
    credentials: createCredentialBook(),
    authority: createAuthority([]),
    onRefusal: () => undefined,
    clock,
    activity,
  });
  const ask = async (token: string, route = 'GET /desk/chats'): Promise<number> => {
    const [method = '', path = ''] = route.split(' ');
    const target = path.replace('{chatId}', 'a'.repeat(26));
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    return (await gateway.handle({ method, target, headers, body: Buffer.from(''), sourceIp: '127.0.0.1' })).status;
  };
  return { identity, ask, pass };
};

const publicKeyOf = ({ document }: Awaited<ReturnType<typeof createIdentity>>): JWK => {
  const jwks = document(POOL.issuer, '/.well-known/jwks.json');
  const [key] = (jwks as { keys: JWK[] }).keys;
  if (key === undefined) throw new Error('unable to find the key; the issuer shows none');
  return key;
};

const claims = { sub: 'eve', name: 'Eve', token_use: 'id', iss: POOL.issuer, aud: 'desk-client' };
const nowSec = START / 1000;

describe("an agent's identity token", () => {
  it('[AUTH-5] opens the desk for an hour', async () => {
    const { identity, ask, pass } = await openDesk(POOL);
    const { idToken } = await identity.signIn({ sub: 'ann', name: 'Ann' });
    expect(await ask(idToken)).toBe(200);
    await pass(3_599_000);
    expect(await ask(idToken)).toBe(200);
    await pass(2_000);
    expect(await ask(idToken)).toBe(401);
  });

  it('[AUTH-5] of another issuer or for another client opens nothing', async () => {
    const issuer = await openDesk(OTHER_POOL, POOL);
    expect(await issuer.ask((await issuer.identity.signIn({ sub: 'ann', name: 'Ann' })).idToken)).toBe(401);
    const client = await openDesk({ ...POOL, clientIds: ['shop-client'] });
    expect(await client.ask((await client.identity.signIn({ sub: 'ann', name: 'Ann' })).idToken)).toBe(401);
    const [one, two] = [await openDesk(POOL), await openDesk(POOL)];
    expect(await two.ask((await one.identity.signIn({ sub: 'ann', name: 'Ann' })).idToken)).toBe(401);
  });

  it('[AUTH-5] without a signature, or signed with the public key as a secret, opens nothing', async () => {
    const { identity, ask } = await openDesk(POOL);
    const key = publicKeyOf(identity);
    const imported = await importJWK({ ...key, ext: true }, 'RS256', { extractable: true });
    if (!('algorithm' in imported)) throw new Error('unable to read the key; it is no public key');
    const spki = await exportSPKI(imported);
    const secrets = [spki, spki.trim(), JSON.stringify(key), key.n ?? ''].map((text) => new TextEncoder().encode(text));
    for (const secret of secrets) {
      const forged = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'local' }).setIssuedAt(nowSec);
      expect(await ask(await forged.setExpirationTime(nowSec + 3600).sign(secret))).toBe(401);
    }
    const unsigned = new UnsecuredJWT(claims)
      .setIssuedAt(nowSec)
      .setExpirationTime(nowSec + 3600)
      .encode();
    expect(await ask(unsigned)).toBe(401);
    const { idToken } = await identity.signIn({ sub: 'ann', name: 'Ann' });
    const [header = '', payload = '', signature = ''] = idToken.split('.');
    const eve = Buffer.from(JSON.stringify({ ...claims, exp: nowSec + 3600 })).toString('base64url');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const forgeries = [`${header}.${eve}.${signature}`, `${none}.${payload}.`, `${none}.${payload}.${signature}`];
    for (const token of [...forgeries, `${header}.${payload}.`, `${header}.${payload}`, '', 'x.y.z']) {
      expect(await ask(token)).toBe(401);
    }
  });

  it.each(DESK_ROUTES)('[AUTH-4, AUTH-5] is demanded by %s', async (route) => {
    const { identity, ask } = await openDesk(POOL);
    expect(await ask('', route)).toBe(401);
    const { idToken } = await identity.signIn({ sub: 'ann', name: 'Ann' });
    const known = route.includes('transcript') || route.includes('{fileId}') ? 404 : 200;
    // A request without a body asks for no upload.
    expect(await ask(idToken, route)).toBe(route.endsWith('/files') ? 400 : known);
  });
});

import { SignJWT, createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import type { JSONWebKeySet, JWTPayload } from 'jose';
import type { CloudClock } from '../contracts.ts';
import type { UserPoolModel } from '../template/model.ts';

/** Cognito's default life of id and access tokens, in seconds. */
const TOKEN_LIFE_SEC = 3600;

/** Whom to sign in, without a password: the local cloud believes what it is told. */
export interface SignInRequest {
  readonly sub: string;
  readonly name: string;
  readonly groups?: readonly string[];
}

export interface SignedIn {
  readonly idToken: string;
  readonly accessToken: string;
  readonly expiresInSec: number;
}

/** Stand-in for Cognito user pools: an OIDC issuer per pool, all with one key made at the start. */
export interface Identity {
  /** Signs someone in at the first pool, for its first client. */
  signIn(who: SignInRequest): Promise<SignedIn>;
  /** The claims of a valid token; rejects when signature, issuer, audience or time is wrong. */
  verify(token: string, issuer: string, audience: readonly string[]): Promise<JWTPayload>;
  /** The document at a path below a pool's issuer, e.g. `/.well-known/jwks.json`. */
  document(issuer: string, path: string): object | undefined;
}

/** Makes the issuer. `issuers` are the pools with their issuer URLs as the stack's authorizers name them. */
export async function createIdentity(clock: CloudClock, issuers: readonly UserPoolModel[]): Promise<Identity> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwks: JSONWebKeySet = { keys: [{ ...(await exportJWK(publicKey)), kid: 'local', alg: 'RS256', use: 'sig' }] };
  const keySet = createLocalJWKSet(jwks);

  const sign = (claims: JWTPayload): Promise<string> => {
    const nowSec = Math.floor(clock.now() / 1000);
    const token = new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'local' });
    return token
      .setIssuedAt(nowSec)
      .setExpirationTime(nowSec + TOKEN_LIFE_SEC)
      .sign(privateKey);
  };

  return {
    async signIn({ sub, name, groups }) {
      const [pool] = issuers;
      const clientId = pool?.clientIds[0];
      if (!pool || clientId === undefined)
        throw new Error('unable to sign in; the stack has no user pool with a client');
      const common = {
        iss: pool.issuer,
        sub,
        'cognito:username': sub,
        ...(groups && groups.length > 0 ? { 'cognito:groups': [...groups] } : {}),
      };
      return {
        idToken: await sign({ ...common, aud: clientId, token_use: 'id', name }),
        accessToken: await sign({
          ...common,
          client_id: clientId,
          token_use: 'access',
          username: sub,
          scope: 'openid profile',
        }),
        expiresInSec: TOKEN_LIFE_SEC,
      };
    },
    async verify(token, issuer, audience) {
      const { payload } = await jwtVerify(token, keySet, { issuer, currentDate: new Date(clock.now()) });
      // API Gateway takes `client_id` where a token has no audience, as Cognito's access tokens do.
      const named = payload.aud ?? payload['client_id'];
      const audiences = Array.isArray(named) ? named : [named];
      if (audience.length > 0 && !audiences.some((one) => audience.includes(String(one)))) {
        throw new Error('unable to verify the token; it is meant for someone else');
      }
      return payload;
    },
    document(issuer, path) {
      if (!issuers.some((pool) => pool.issuer === issuer)) return undefined;
      if (path === '/.well-known/jwks.json') return jwks;
      if (path !== '/.well-known/openid-configuration') return undefined;
      return {
        issuer,
        jwks_uri: `${issuer}/.well-known/jwks.json`,
        id_token_signing_alg_values_supported: ['RS256'],
        response_types_supported: ['token'],
        subject_types_supported: ['public'],
      };
    },
  };
}

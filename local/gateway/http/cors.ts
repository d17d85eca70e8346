import { matchesWildcard } from '../../iam/evaluate.ts';
import type { CorsModel } from '../../template/model.ts';

/** What CORS says to a request: headers for its answer, and whether it is a preflight that is answered with nothing else. */
export interface CorsAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly isPreflight: boolean;
}

/** Applies an HTTP API's CORS configuration; API Gateway then overrides whatever the integration says about CORS. */
export function answerCors(
  cors: CorsModel | undefined,
  method: string,
  headers: Readonly<Record<string, string>>,
): CorsAnswer {
  const origin = headers['origin'];
  if (!cors || origin === undefined) return { headers: {}, isPreflight: false };
  const isPreflight = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
  const anyOrigin = cors.allowOrigins.includes('*') && !cors.allowCredentials;
  if (!cors.allowOrigins.some((pattern) => matchesWildcard(pattern, origin, false)))
    return { headers: {}, isPreflight };
  return {
    isPreflight,
    headers: {
      'access-control-allow-origin': anyOrigin ? '*' : origin,
      ...(anyOrigin ? {} : { vary: 'Origin' }),
      ...(cors.allowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
      ...(cors.exposeHeaders.length > 0 ? { 'access-control-expose-headers': cors.exposeHeaders.join(',') } : {}),
      ...(isPreflight ? preflightHeaders(cors) : {}),
    },
  };
}

function preflightHeaders({ allowMethods, allowHeaders, maxAgeSec }: CorsModel): Record<string, string> {
  return {
    ...(allowMethods.length > 0 ? { 'access-control-allow-methods': allowMethods.join(',') } : {}),
    ...(allowHeaders.length > 0 ? { 'access-control-allow-headers': allowHeaders.join(',') } : {}),
    ...(maxAgeSec === undefined ? {} : { 'access-control-max-age': String(maxAgeSec) }),
  };
}

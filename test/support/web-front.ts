import type { AdminDeps } from '../../functions/admin/admin-deps.ts';
import { makeHandler as makeAdmin, ROUTES as ADMIN_ROUTES } from '../../functions/admin/handler.ts';
import { makeHandler as makeHttp, ROUTES as HTTP_ROUTES } from '../../functions/http/handler.ts';
import type { HttpDeps } from '../../functions/http/http-deps.ts';
import type { HttpReply } from '../../shared/http/http-reply.ts';

/** The keys of all routes of the HTTP API, whichever function answers them. */
export const ROUTE_KEYS: readonly string[] = [...HTTP_ROUTES.keys(), ...ADMIN_ROUTES.keys()];

/** The function that the HTTP API asks on this route. */
export const answererOf = (
  routeKey: unknown,
): {
  readonly by: 'http' | 'admin';
  readonly make: (deps: HttpDeps & AdminDeps) => (event: unknown) => Promise<HttpReply>;
} =>
  typeof routeKey === 'string' && ADMIN_ROUTES.has(routeKey)
    ? { by: 'admin', make: makeAdmin }
    : { by: 'http', make: makeHttp };

/** The HTTP API in front of its two functions. */
export const makeWebFront =
  (deps: HttpDeps & AdminDeps) =>
  (event: unknown): Promise<HttpReply> =>
    answererOf(typeof event === 'object' && event !== null && 'routeKey' in event ? event.routeKey : '').make(deps)(
      event,
    );

import type { AdminDeps } from '../../functions/admin/admin-deps.ts';
import { makeHandler as makeAdmin, ROUTES as ADMIN_ROUTES } from '../../functions/admin/handler.ts';
import { makeHandler as makeHttp, ROUTES as HTTP_ROUTES } from '../../functions/http/handler.ts';
import type { HttpDeps } from '../../functions/http/http-deps.ts';
import type { HttpReply } from '../../shared/http/http-reply.ts';

/** The keys of all routes of the HTTP API, whichever function answers them. */
export const ROUTE_KEYS: readonly string[] = [...HTTP_ROUTES.keys(), ...ADMIN_ROUTES.keys()];

/** The HTTP API in front of its two functions. */
export const makeWebFront = (deps: HttpDeps & AdminDeps): ((event: unknown) => Promise<HttpReply>) => {
  const [http, admin] = [makeHttp(deps), makeAdmin(deps)];
  return (event) => {
    const routeKey = typeof event === 'object' && event !== null && 'routeKey' in event ? event.routeKey : undefined;
    return typeof routeKey === 'string' && ADMIN_ROUTES.has(routeKey) ? admin(event) : http(event);
  };
};

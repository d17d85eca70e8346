import type * as v from 'valibot';
import { beginWalk } from '../../shared/app/apply-options.ts';
import type { WalkAnswer } from '../../shared/protocol/index.ts';
import type { AdminDeps } from './admin-deps.ts';
import type { HttpRequest } from '../../shared/http/http-event.ts';
import { ok, problem, type HttpReply } from '../../shared/http/http-reply.ts';
import { visitOf } from './administering.ts';
import { shownWalk } from './shown-walk.ts';

/** `POST /services/{service}/options/apply`: begins a walk that brings the options to every open chat of the service. */
export const postWalk = async (deps: AdminDeps, request: HttpRequest): Promise<HttpReply> => {
  const visit = visitOf(request);
  if ('statusCode' in visit) return visit;
  const { service } = visit;
  const walk = await beginWalk(deps, service);
  return ok({ service, ...shownWalk(walk) } satisfies v.InferOutput<typeof WalkAnswer>, 202);
};

/** `GET /services/{service}/options/apply`: how far the newest walk has come. */
export const getWalk = async (deps: AdminDeps, request: HttpRequest): Promise<HttpReply> => {
  const visit = visitOf(request);
  if ('statusCode' in visit) return visit;
  const { service } = visit;
  const walk = await deps.walks.read(service);
  if (walk === undefined) return problem('not-found', 'unable to show how far it is; the options were never applied');
  return ok({ service, ...shownWalk(walk) } satisfies v.InferOutput<typeof WalkAnswer>);
};

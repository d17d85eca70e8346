import type * as v from 'valibot';
import { liveFigures } from '../../shared/app/live-figures.ts';
import type { FiguresAnswer } from '../../shared/protocol/index.ts';
import type { AdminDeps } from './admin-deps.ts';
import type { HttpRequest } from '../../shared/http/http-event.ts';
import { ok, type HttpReply } from '../../shared/http/http-reply.ts';
import { visitOf } from './administering.ts';

/** `GET /services/{service}/figures`: how a service stands at this moment (REP-13). */
export const getFigures = async (deps: AdminDeps, request: HttpRequest): Promise<HttpReply> => {
  const visit = visitOf(request);
  if ('statusCode' in visit) return visit;
  const { service } = visit;
  const { byStatus, ...figures } = await liveFigures(deps, service);
  const named = Object.fromEntries(Object.entries(byStatus).map(([status, count]) => [status, count]));
  return ok({ service, ...figures, byStatus: named } satisfies v.InferOutput<typeof FiguresAnswer>);
};

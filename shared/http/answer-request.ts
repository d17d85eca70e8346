import { Fault, type Journal } from '../app/ports.ts';
import { readHttpEvent, type HttpRequest } from './http-event.ts';
import { problem, type HttpReply } from './http-reply.ts';

/** Answers the requests of one route. */
export type Route<Deps> = (deps: Deps, request: HttpRequest) => Promise<HttpReply>;

/** Answers every request by its route key, e.g. `POST /chats/{chatId}/ticket`; a service that fails for a while is told as `try-again`. */
export const answering =
  <Deps extends { readonly journal: Journal }>(routes: ReadonlyMap<string, Route<Deps>>, deps: Deps) =>
  async (event: unknown): Promise<HttpReply> => {
    const request = readHttpEvent(event);
    const route = routes.get(request.routeKey);
    if (route === undefined) return problem('not-found', 'unable to answer; there is no such route');
    try {
      return await route(deps, request);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      deps.journal.note('REQUEST_FAILED', { route: request.routeKey, reason: error.message });
      return problem('try-again', 'unable to answer now; nothing is known to be stored');
    }
  };

import { Fault } from '../../shared/app/ports.ts';
import { getTranscript, postChat, postChatTicket } from './customer-routes.ts';
import { getDeskChats, getDeskTranscript, postDeskTicket } from './desk-routes.ts';
import { getFigures } from './figures-routes.ts';
import { FILE_ROUTES } from './file-routes.ts';
import type { HttpDeps } from './http-deps.ts';
import { readHttpEvent, type HttpRequest } from './http-event.ts';
import { problem, type HttpReply } from './http-reply.ts';
import { getMasking, getMaskingHistory, postMaskingTest, putMasking } from './masking-routes.ts';
import {
  getSession,
  patchWorkflowUserData,
  postWorkflowClose,
  postWorkflowMessage,
  postWorkflowNotice,
} from './workflow-routes.ts';
import { getOptions, getOptionsHistory, patchOptions } from './service-routes.ts';
import { getWalk, postWalk } from './walk-routes.ts';

type Route = (deps: HttpDeps, request: HttpRequest) => Promise<HttpReply>;

/** Every route of the HTTP API, by its key; the stack declares the same ones, which a test holds it to. */
export const ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['POST /chats', postChat],
  ['POST /chats/{chatId}/ticket', postChatTicket],
  ['GET /chats/{chatId}/transcript', getTranscript],
  ['POST /desk/ticket', postDeskTicket],
  ['GET /desk/chats', getDeskChats],
  ['GET /desk/chats/{chatId}/transcript', getDeskTranscript],
  ['GET /services/{service}/figures', getFigures],
  ['GET /services/{service}/options', getOptions],
  ['PATCH /services/{service}/options', patchOptions],
  ['GET /services/{service}/options/history', getOptionsHistory],
  ['GET /services/{service}/options/apply', getWalk],
  ['POST /services/{service}/options/apply', postWalk],
  ['GET /services/{service}/masking', getMasking],
  ['PUT /services/{service}/masking', putMasking],
  ['GET /services/{service}/masking/history', getMaskingHistory],
  ['POST /services/{service}/masking/test', postMaskingTest],
  ['GET /service/chats/{chatId}', getSession],
  ['POST /service/chats/{chatId}', getSession],
  ['POST /service/chats/{chatId}/messages', postWorkflowMessage],
  ['POST /service/chats/{chatId}/notices', postWorkflowNotice],
  ['PATCH /service/chats/{chatId}/user-data', patchWorkflowUserData],
  ['POST /service/chats/{chatId}/close', postWorkflowClose],
  ...FILE_ROUTES,
]);

export const makeHandler =
  (deps: HttpDeps) =>
  async (event: unknown): Promise<HttpReply> => {
    const request = readHttpEvent(event);
    const route = ROUTES.get(request.routeKey);
    if (route === undefined) return problem('not-found', 'unable to answer; there is no such route');
    try {
      return await route(deps, request);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      deps.journal.note('REQUEST_FAILED', { route: request.routeKey, reason: error.message });
      return problem('try-again', 'unable to answer now; nothing is known to be stored');
    }
  };

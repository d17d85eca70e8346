import { getTranscript, postChat, postChatTicket } from './customer-routes.ts';
import { getDeskChats, getDeskTranscript, postDeskTicket } from './desk-routes.ts';
import { FILE_ROUTES } from './file-routes.ts';
import type { HttpDeps } from './http-deps.ts';
import { answering, type Route } from '../../shared/http/answer-request.ts';
import type { HttpReply } from '../../shared/http/http-reply.ts';
import {
  getSession,
  patchWorkflowUserData,
  postWorkflowClose,
  postWorkflowMessage,
  postWorkflowNotice,
} from './workflow-routes.ts';

/** Every route of the HTTP API but those of administrators, by its key; the stack declares the same ones, which a test holds it to. */
export const ROUTES: ReadonlyMap<string, Route<HttpDeps>> = new Map<string, Route<HttpDeps>>([
  ['POST /chats', postChat],
  ['POST /chats/{chatId}/ticket', postChatTicket],
  ['GET /chats/{chatId}/transcript', getTranscript],
  ['POST /desk/ticket', postDeskTicket],
  ['GET /desk/chats', getDeskChats],
  ['GET /desk/chats/{chatId}/transcript', getDeskTranscript],
  ['GET /service/chats/{chatId}', getSession],
  ['POST /service/chats/{chatId}', getSession],
  ['POST /service/chats/{chatId}/messages', postWorkflowMessage],
  ['POST /service/chats/{chatId}/notices', postWorkflowNotice],
  ['PATCH /service/chats/{chatId}/user-data', patchWorkflowUserData],
  ['POST /service/chats/{chatId}/close', postWorkflowClose],
  ...FILE_ROUTES,
]);

export const makeHandler = (deps: HttpDeps): ((event: unknown) => Promise<HttpReply>) => answering(ROUTES, deps);

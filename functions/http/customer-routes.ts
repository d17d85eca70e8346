import * as v from 'valibot';
import { catchUp } from '../../shared/app/catch-up.ts';
import { isSecureKey, secureKeyFor, ticketFor } from '../../shared/app/credentials.ts';
import { openChat } from '../../shared/app/open-chat.ts';
import { continuationFor, pastOf, type Continuation, type PastRefusal } from '../../shared/app/past-chats.ts';
import type { Reader } from '../../shared/domain/readers.ts';
import { ChatIdField, OpenRequest, TICKET_SEC, type TranscriptAnswer } from '../../shared/protocol/index.ts';
import { readBody } from '../../shared/http/http-body.ts';
import type { HttpDeps } from './http-deps.ts';
import type { HttpRequest } from '../../shared/http/http-event.ts';
import { invalid, ok, problem, type HttpReply } from '../../shared/http/http-reply.ts';

/** `POST /chats`: opens a chat, or finds the one that the secret opened before (OPEN-2). */
export const postChat = async (deps: HttpDeps, request: HttpRequest): Promise<HttpReply> => {
  const body = readBody(request, 'open a chat');
  if (body.kind === 'refused') return body.reply;
  const parsed = v.safeParse(OpenRequest, body.value);
  if (!parsed.success) return invalid('open a chat', parsed.issues);
  const { continues, ...opening } = parsed.output;
  const continuation: Continuation | PastRefusal =
    continues === undefined ? {} : await continuationFor(deps, opening.secret, continues);
  if ('kind' in continuation) return problem(continuation.code, continuation.detail);
  const opened = await openChat(deps, { ...opening, continuation });
  if (opened.kind === 'rejected') return problem(opened.code, opened.detail);
  const { chatId, created } = opened;
  return ok({ chatId, secureKey: await secureKeyFor(deps.keys, chatId), created }, created ? 201 : 200);
};

/** The chat that the path names, if the request carries its secure key; nothing is read to find out (AUTH-1). */
export const ownChat = async (deps: HttpDeps, request: HttpRequest): Promise<string | HttpReply> => {
  const chatId = request.path['chatId'] ?? '';
  const [scheme, secureKey] = (request.headers['authorization'] ?? '').split(' ');
  const known = v.is(ChatIdField, chatId) && scheme?.toLowerCase() === 'bearer' && secureKey !== undefined;
  if (known && (await isSecureKey(deps.keys, chatId, secureKey))) return chatId;
  return problem('unauthorized', 'unable to open the chat; its secure key is missing or wrong');
};

/** `POST /chats/{chatId}/ticket`: what opens a socket, for a minute (AUTH-2). */
export const postChatTicket = async (deps: HttpDeps, request: HttpRequest): Promise<HttpReply> => {
  const chatId = await ownChat(deps, request);
  if (typeof chatId !== 'string') return chatId;
  const ticket = await ticketFor(deps.keys, { role: 'customer', chatId }, deps.clock.now());
  return ok({ ticket, socketUrl: deps.socketUrl, expiresInSec: TICKET_SEC });
};

/** A position from the query; undefined when it is none. */
export const afterOf = (request: HttpRequest): number | undefined => {
  const after = Number(request.query['after'] ?? '0');
  return Number.isSafeInteger(after) && after >= 0 ? after : undefined;
};

/** A past chat that the request asks for through a newer one; undefined when it asks for none. */
export const pastTranscript = async (
  deps: HttpDeps,
  request: HttpRequest,
  chatId: string,
  reader: Reader,
): Promise<HttpReply | undefined> => {
  const past = request.query['past'];
  if (past === undefined) return undefined;
  const after = afterOf(request) ?? 0;
  if (!v.is(ChatIdField, past))
    return problem('bad-frame', 'unable to read the transcript; past: must be 26 characters a-z or 2-7');
  const found = await pastOf(deps, chatId, past);
  if (found.kind === 'refused') return problem(found.code, found.detail);
  const { state, tail, from } = found;
  const eyes = { reader, customerNickname: state.customer.nickname };
  const { chat, ...missed } = await catchUp(deps.log, state, tail, Math.max(after, from - 1), eyes);
  return ok({ chatId: chat, ...missed } satisfies v.InferOutput<typeof TranscriptAnswer>);
};

/**
 * `GET /chats/{chatId}/transcript?after=n`: what the customer may see after n, and a sign of life (PRES-4); with `past` that of
 * a closed chat which the chat continues (CONT-3).
 */
export const getTranscript = async (deps: HttpDeps, request: HttpRequest): Promise<HttpReply> => {
  const chatId = await ownChat(deps, request);
  if (typeof chatId !== 'string') return chatId;
  const after = afterOf(request);
  if (after === undefined)
    return problem('bad-frame', 'unable to read the transcript; after: must be a whole number from 0');
  const past = await pastTranscript(deps, request, chatId, { type: 'CLIENT' });
  if (past !== undefined) return past;
  const loaded = await deps.log.load(chatId, 'strong');
  if (loaded === undefined) return problem('chat-not-found', 'unable to find the chat; its log is empty');
  const { state, tail } = loaded;
  if (state.phase === 'open' && state.customer.sockets.length === 0) {
    const thirdMs = Math.floor((state.periods.presenceSec * 1000) / 3);
    await deps.contacts.note(chatId, deps.clock.now(), thirdMs);
  }
  const eyes = { reader: { type: 'CLIENT' }, customerNickname: state.customer.nickname } as const;
  const { chat, ...missed } = await catchUp(deps.log, state, tail, after, eyes);
  return ok({ chatId: chat, ...missed } satisfies v.InferOutput<typeof TranscriptAnswer>);
};

import * as v from 'valibot';
import { catchUp } from '../../shared/app/catch-up.ts';
import { ticketFor } from '../../shared/app/credentials.ts';
import type { StoredRow } from '../../shared/app/ports.ts';
import {
  ChatIdField,
  ServiceName,
  TICKET_SEC,
  type DeskChatsAnswer,
  type ListedChat,
  type TranscriptAnswer,
} from '../../shared/protocol/index.ts';
import { afterOf, pastTranscript } from './customer-routes.ts';
import type { HttpDeps } from './http-deps.ts';
import type { HttpRequest } from '../../shared/http/http-event.ts';
import { ok, problem, type HttpReply } from '../../shared/http/http-reply.ts';
import { personOf } from '../../shared/http/identity.ts';

/** A desk's token that names nobody. */
export const noAgent = (): HttpReply =>
  problem('unauthorized', 'unable to tell who is at the desk; the token names nobody');

/** `POST /desk/ticket`: what opens a desk's socket, for a minute (AUTH-2). */
export const postDeskTicket = async (deps: HttpDeps, request: HttpRequest): Promise<HttpReply> => {
  const agent = personOf(request);
  if (agent === undefined) return noAgent();
  const ticket = await ticketFor(
    deps.keys,
    { role: 'agent', agentId: agent.id, nickname: agent.nickname },
    deps.clock.now(),
  );
  return ok({ ticket, socketUrl: deps.socketUrl, expiresInSec: TICKET_SEC });
};

const LISTED_MAX = 100;

const listed = (row: StoredRow): v.InferOutput<typeof ListedChat> => {
  const { chatId, service, nickname, status, statusAt, openedAt, agents, regular, queue, workbin } = row;
  return {
    chatId,
    service,
    nickname,
    status,
    statusAt,
    openedAt,
    agents: [...agents],
    ...(regular === undefined ? {} : { regular }),
    ...(queue === undefined ? {} : { queue }),
    ...(workbin === undefined ? {} : { workbin }),
  };
};

const isOpen = (row: StoredRow): boolean => row.phase === 'open';

/** `GET /desk/chats?service=name`: chats that wait for a person, longest first, and the agent's own. */
export const getDeskChats = async (deps: HttpDeps, request: HttpRequest): Promise<HttpReply> => {
  const agent = personOf(request);
  if (agent === undefined) return noAgent();
  const service = request.query['service'] ?? 'default';
  if (!v.is(ServiceName, service)) {
    return problem('bad-frame', 'unable to list chats; service: must be 1 to 32 characters a-z, 0-9 or dash');
  }
  const [waiting, chatIds] = await Promise.all([
    deps.rows.waiting(service, LISTED_MAX),
    deps.agentChats.list(agent.id),
  ]);
  const mine = await Promise.all(chatIds.slice(0, LISTED_MAX).map((chatId) => deps.rows.read(chatId)));
  const answer: v.InferOutput<typeof DeskChatsAnswer> = {
    waiting: waiting.map(listed),
    // The agent's entries are a superset of the chats they are in (AGENT-3).
    mine: mine
      .filter((row) => row !== undefined)
      .filter(isOpen)
      .map(listed),
  };
  return ok(answer);
};

/** `GET /desk/chats/{chatId}/transcript?after=n&past=chatId`: what an agent may see after n, of the chat or of one that it continues. */
export const getDeskTranscript = async (deps: HttpDeps, request: HttpRequest): Promise<HttpReply> => {
  const agent = personOf(request);
  if (agent === undefined) return noAgent();
  const chatId = request.path['chatId'] ?? '';
  const after = afterOf(request);
  if (after === undefined)
    return problem('bad-frame', 'unable to read the transcript; after: must be a whole number from 0');
  const reader = { type: 'AGENT', agentId: agent.id } as const;
  const past = v.is(ChatIdField, chatId) ? await pastTranscript(deps, request, chatId, reader) : undefined;
  if (past !== undefined) return past;
  const loaded = v.is(ChatIdField, chatId) ? await deps.log.load(chatId, 'strong') : undefined;
  if (loaded === undefined) return problem('chat-not-found', 'unable to find the chat; there is none of that id');
  const { state, tail } = loaded;
  const eyes = { reader, customerNickname: state.customer.nickname };
  const { chat, ...missed } = await catchUp(deps.log, state, tail, after, eyes);
  return ok({ chatId: chat, ...missed } satisfies v.InferOutput<typeof TranscriptAnswer>);
};

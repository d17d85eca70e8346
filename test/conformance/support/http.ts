import * as v from 'valibot';
import { OpenAnswer, TicketAnswer, TranscriptAnswer, DeskChatsAnswer } from '../../../shared/protocol/index.ts';
import type { Stack } from './stack.ts';

/** An answer of the HTTP API. */
interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Calls the HTTP API. */
export const call = async (
  { httpUrl, traffic }: Stack,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH',
  path: string,
  { bearer, body }: { readonly bearer?: string; readonly body?: object } = {},
): Promise<HttpAnswer> => {
  const answering = fetch(`${httpUrl}${path}`, {
    method,
    headers: {
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).then(async (answer) => ({ status: answer.status, body: await answer.json() }));
  return traffic.track(answering);
};

/** What somebody who opens a chat may say of it. */
export interface Opening {
  /** Left out: a new one. */
  readonly secret?: string;
  readonly service?: string;
  readonly nickname?: string;
  readonly subject?: string;
  readonly userData?: Readonly<Record<string, string>>;
  readonly continues?: { readonly chatId: string; readonly secureKey: string; readonly from?: number };
}

export type OpenedChat = v.InferOutput<typeof OpenAnswer>;

/** A secret as a page makes it: 128 bits. */
export const newSecret = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url');

/** Opens a chat, by default for Carla, and an asynchronous one unless its user data say otherwise. */
export const openChat = async (stack: Stack, opening: Opening = {}): Promise<OpenedChat> => {
  const userData = { GCTI_Chat_AsyncMode: 'true', ...opening.userData };
  const body = { secret: newSecret(), nickname: 'Carla', ...opening, userData };
  return v.parse(OpenAnswer, (await call(stack, 'POST', '/chats', { body })).body);
};

export type Ticket = v.InferOutput<typeof TicketAnswer>;

/** A ticket for a customer's socket. */
export const chatTicket = async (stack: Stack, { chatId, secureKey }: OpenedChat): Promise<Ticket> =>
  v.parse(TicketAnswer, (await call(stack, 'POST', `/chats/${chatId}/ticket`, { bearer: secureKey })).body);

/** A ticket for a desk's socket. */
export const deskTicket = async (stack: Stack, agent: Agent): Promise<Ticket> =>
  v.parse(TicketAnswer, (await call(stack, 'POST', '/desk/ticket', { bearer: await agent.token() })).body);

export type Transcript = v.InferOutput<typeof TranscriptAnswer>;

/** What the customer may read from `after` on, as far as one answer reaches. */
export const transcriptOf = async (
  stack: Stack,
  { chatId, secureKey }: OpenedChat,
  after = 0,
  past?: string,
): Promise<Transcript> => {
  const query = past === undefined ? `after=${after}` : `after=${after}&past=${past}`;
  const { body } = await call(stack, 'GET', `/chats/${chatId}/transcript?${query}`, { bearer: secureKey });
  return v.parse(TranscriptAnswer, body);
};

/** What an agent may read. */
export const deskTranscriptOf = async (stack: Stack, agent: Agent, chatId: string): Promise<Transcript> => {
  const { body } = await call(stack, 'GET', `/desk/chats/${chatId}/transcript`, { bearer: await agent.token() });
  return v.parse(TranscriptAnswer, body);
};

/** The lists of a desk: status by chat id, in the order in which they are shown. */
export const listsOf = async (
  stack: Stack,
  agent: Agent,
  service = 'default',
): Promise<{ readonly waiting: Record<string, number>; readonly mine: Record<string, number> }> => {
  const { body } = await call(stack, 'GET', `/desk/chats?service=${service}`, { bearer: await agent.token() });
  const { waiting, mine } = v.parse(DeskChatsAnswer, body);
  const byId = (chats: typeof waiting) => Object.fromEntries(chats.map(({ chatId, status }) => [chatId, status]));
  return { waiting: byId(waiting), mine: byId(mine) };
};

const Token = v.object({ idToken: v.string() });

/** Who sits at a desk. */
export interface Agent {
  readonly agentId: string;
  readonly nickname: string;
  /** A fresh identity token: they expire within hours. */
  readonly token: () => Promise<string>;
}

/**
 * Signs an agent in. A deployed stack believes nobody: there `DORMOUSE_DESK_TOKEN` must hold an identity token, and every
 * agent is its bearer.
 */
export const signIn = (stack: Stack, agentId: string, nickname: string, groups: readonly string[] = []): Agent => {
  if (stack.signInUrl === undefined) return bearerOf(process.env['DORMOUSE_DESK_TOKEN'] ?? '');
  const { signInUrl } = stack;
  const token = async (): Promise<string> => {
    const answer = await fetch(signInUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sub: agentId, name: nickname, groups }),
    });
    return v.parse(Token, await answer.json()).idToken;
  };
  return { agentId, nickname, token };
};

const Claims = v.object({ sub: v.string(), name: v.optional(v.string(), 'Agent') });

const bearerOf = (token: string): Agent => {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
  if (payload === '') throw new Error('unable to sign in; DORMOUSE_DESK_TOKEN must hold an identity token');
  const { sub, name } = v.parse(Claims, JSON.parse(payload));
  return { agentId: sub, nickname: name, token: () => Promise.resolve(token) };
};

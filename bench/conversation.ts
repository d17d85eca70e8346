import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { OpenAnswer, TicketAnswer } from '../shared/protocol/http.ts';
import { PROTOCOL_VERSION } from '../shared/protocol/version.ts';
import { openSocket, type BenchSocket } from './bench-socket.ts';
import { outputOf, type BenchStack } from './stack.ts';

/** 120 bytes: the length of an ordinary message. */
export const TEXT =
  'Dear Sir or Madam, my parcel was due on Monday and has not come; could you please look where it is and tell me? Thanks!!';

/** One side of a conversation: its socket, its position, and ids as a real client makes them. */
export interface Party {
  readonly socket: BenchSocket;
  /** Sends `TEXT` and resolves when it is acknowledged. */
  post(): Promise<void>;
  /** The highest index that this side knows of, by acknowledgement or push. */
  readonly position: () => number;
  /** Takes note that the chat has gone on by other ways. */
  moveTo(position: number): void;
}

/** A chat with both sides in it. */
export interface Conversation {
  readonly chatId: string;
  readonly agentId: string;
  readonly customer: Party;
  readonly agent: Party;
}

const SignedIn = v.object({ idToken: v.string() });

const request = async <S extends v.GenericSchema>(
  stack: BenchStack,
  schema: S,
  path: string,
  body: unknown,
  bearer?: string,
): Promise<v.InferOutput<S>> => {
  if (!path.startsWith('/_local/')) stack.wire.httpCalls += 1;
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${outputOf(stack, 'FrontDoorUrl')}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: bearer === undefined ? headers : { ...headers, authorization: `Bearer ${bearer}` },
  });
  if (!response.ok) throw new Error(`unable to POST ${path}; ${response.status} ${await response.text()}`);
  return v.parse(schema, await response.json());
};

const connect = async (stack: BenchStack, path: string, bearer: string): Promise<BenchSocket> => {
  const { ticket, socketUrl } = await request(stack, TicketAnswer, path, {}, bearer);
  return openSocket(`${socketUrl}?ticket=${encodeURIComponent(ticket)}`, stack.wire);
};

/** An id of a command as a client makes it: ten random characters of the instance, a dot and a counter. */
export const commandId = (instance: string, command: number): string => `${instance}.${command}`;

/** The part of command ids that tells clients apart. */
export const newInstance = (): string => randomBytes(5).toString('hex');

const partyOf = (socket: BenchSocket, chatId: string, startAt: number): Party => {
  const instance = newInstance();
  let commands = 0;
  let known = startAt;
  const position = (): number => Math.max(known, socket.pushed(chatId));
  return {
    socket,
    position,
    moveTo: (to) => {
      known = Math.max(known, to);
    },
    post: async () => {
      const id = commandId(instance, ++commands);
      const ack = await socket.ask('ack', { op: 'post', id, seen: position(), chat: chatId, text: TEXT });
      known = Math.max(known, ack.index ?? 0);
    },
  };
};

/** A chat that was opened over HTTP and has no socket yet. */
export interface OpenedChat {
  readonly chatId: string;
  readonly secureKey: string;
}

/** Opens a chat of a service. */
export const openChat = async (stack: BenchStack, service: string): Promise<OpenedChat> => {
  const secret = randomBytes(16).toString('base64url');
  return request(stack, OpenAnswer, '/chats', {
    secret,
    service,
    nickname: 'Casey',
    userData: { GCTI_Chat_AsyncMode: 'true' },
  });
};

/** Gets a ticket, opens a socket with it and says hello as the chat's customer. */
export const greetAsCustomer = async (stack: BenchStack, { chatId, secureKey }: OpenedChat): Promise<Party> => {
  const socket = await connect(stack, `/chats/${chatId}/ticket`, secureKey);
  const hello = await socket.ask('hello-ok', { op: 'hello', v: PROTOCOL_VERSION, after: 0 });
  return partyOf(socket, chatId, hello.chats[0]?.position ?? 0);
};

/** Signs an agent in and says hello as the agent's desk. */
export const openDesk = async (stack: BenchStack, agentId: string): Promise<BenchSocket> => {
  const { idToken } = await request(stack, SignedIn, '/_local/sign-in', { sub: agentId, name: 'Ann' });
  const socket = await connect(stack, '/desk/ticket', idToken);
  await socket.ask('hello-ok', { op: 'hello', v: PROTOCOL_VERSION, chats: {} });
  return socket;
};

/** Lets a desk into a chat that it knows up to `position`. */
export const joinAsAgent = async (desk: BenchSocket, chatId: string, position: number): Promise<Party> => {
  const join = { op: 'join', id: commandId(newInstance(), 0), seen: position, chat: chatId } as const;
  const { index } = await desk.ask('ack', join);
  return partyOf(desk, chatId, index ?? position);
};

/** A chat in which customer and agent are both present. */
export const startConversation = async (stack: BenchStack, service: string): Promise<Conversation> => {
  const agentId = `agent-${newInstance()}`;
  const opened = await openChat(stack, service);
  const customer = await greetAsCustomer(stack, opened);
  const desk = await openDesk(stack, agentId);
  const agent = await joinAsAgent(desk, opened.chatId, customer.position());
  return { chatId: opened.chatId, agentId, customer, agent };
};

/** Posts `count` messages, customer and agent in turns, the customer first. */
export const talk = async ({ customer, agent }: Conversation, count: number): Promise<void> => {
  for (let n = 0; n < count; n++) await (n % 2 === 0 ? customer : agent).post();
};

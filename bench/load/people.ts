import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { WebSocket } from 'ws';
import { OpenAnswer, TicketAnswer } from '../../shared/protocol/http.ts';
import type { WireEvent } from '../../shared/protocol/index.ts';
import { createChatClient, type ChatClient } from '../../web/client/chat-client.ts';
import { createDeskClient, type DeskClient } from '../../web/client/desk-client.ts';
import type { ClientPorts, OpenSocket } from '../../web/client/ports.ts';

const SignedIn = v.object({ idToken: v.string() });

const request = async <S extends v.GenericSchema>(
  url: string,
  schema: S,
  body: unknown,
  bearer?: string,
): Promise<v.InferOutput<S>> => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: bearer === undefined ? headers : { ...headers, authorization: `Bearer ${bearer}` },
  });
  if (!response.ok) throw new Error(`unable to POST ${new URL(url).pathname}; ${response.status}`);
  return v.parse(schema, await response.json());
};

/** The address of a new socket, with its ticket. */
export const socketUrl = async (ticketUrl: string, bearer: string): Promise<string> => {
  const { ticket, socketUrl: url } = await request(ticketUrl, TicketAnswer, {}, bearer);
  return `${url}?ticket=${encodeURIComponent(ticket)}`;
};

/** The client library's sockets over `ws`; `onSocket` sees each of them. */
const sockets =
  (ticketUrl: string, bearer: string, onSocket: (socket: WebSocket) => void): OpenSocket =>
  (listener) => {
    let socket: WebSocket | undefined;
    let closed = false;
    const open = (url: string): void => {
      if (closed) return;
      const made = new WebSocket(url, { perMessageDeflate: false });
      socket = made;
      onSocket(made);
      made.on('open', () => listener.opened());
      made.on('message', (data: Buffer) => listener.received(data.toString('utf8')));
      made.on('close', () => listener.closed());
      made.on('error', () => undefined);
    };
    socketUrl(ticketUrl, bearer).then(open, () => listener.closed());
    return {
      send: (text) => {
        if (socket?.readyState === WebSocket.OPEN) socket.send(text);
      },
      close: () => {
        closed = true;
        socket?.close();
      },
    };
  };

const portsOf = (openSocket: OpenSocket): ClientPorts => ({
  openSocket,
  timers: {
    now: () => performance.now(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  },
  random: () => Math.random(),
});

/** A chat as its customer keeps it. */
export interface OpenedChat {
  readonly chatId: string;
  readonly secureKey: string;
}

/** Opens a chat over HTTP. */
export const openChat = (url: string): Promise<OpenedChat> =>
  request(`${url}/chats`, OpenAnswer, {
    secret: randomBytes(16).toString('base64url'),
    nickname: 'Casey',
    userData: { GCTI_Chat_AsyncMode: 'true' },
  });

/** Where a customer's sockets get their tickets. */
export const ticketUrlOf = (url: string, chatId: string): string => `${url}/chats/${chatId}/ticket`;

/** A customer with the client library, live when this resolves. */
export const connectCustomer = (
  url: string,
  { chatId, secureKey }: OpenedChat,
  onEvents: (events: readonly WireEvent[]) => void,
): Promise<{ client: ChatClient; socket: () => WebSocket | undefined }> =>
  new Promise((resolve) => {
    let newest: WebSocket | undefined;
    const client = createChatClient({
      ...portsOf(sockets(ticketUrlOf(url, chatId), secureKey, (socket) => (newest = socket))),
      chatId,
      onEvents,
      onState: (state) => {
        if (state === 'live') resolve({ client, socket: () => newest });
      },
    });
    client.connect();
  });

/** An agent with the client library, live when this resolves. */
export const connectDesk = async (
  url: string,
  agentId: string,
  onEvents: (chatId: string, events: readonly WireEvent[]) => void,
): Promise<DeskClient> => {
  const { idToken } = await request(`${url}/_local/sign-in`, SignedIn, { sub: agentId, name: agentId });
  return new Promise((resolve) => {
    const client: DeskClient = createDeskClient({
      ...portsOf(sockets(`${url}/desk/ticket`, idToken, () => undefined)),
      agentId,
      nickname: agentId,
      onEvents,
      onState: (state) => {
        if (state === 'live') resolve(client);
      },
    });
    client.connect();
  });
};

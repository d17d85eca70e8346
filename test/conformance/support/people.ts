import type { WireEvent } from '../../../shared/protocol/index.ts';
import { createChatClient, type ChatClient } from '../../../web/client/chat-client.ts';
import { createDeskClient, type DeskClient } from '../../../web/client/desk-client.ts';
import type { ClientPorts } from '../../../web/client/ports.ts';
import { chatTicket, deskTicket, type Agent, type OpenedChat, type Ticket } from './http.ts';
import { socketsOf } from './sockets.ts';
import type { Stack } from './stack.ts';
import { Witness } from './witness.ts';

/** A customer's page: the client library on a real socket, and what it showed. */
export interface CustomerPage {
  readonly client: ChatClient;
  readonly shown: Witness<WireEvent>;
  readonly states: Witness<string>;
}

/** A desk: the same for an agent, events by chat. */
export interface DeskPage {
  readonly client: DeskClient;
  shownOf(chatId: string): Witness<WireEvent>;
  readonly states: Witness<string>;
}

const portsOf = (stack: Stack, getTicket: () => Promise<Ticket>): ClientPorts => ({
  openSocket: socketsOf(stack, getTicket),
  timers: stack.timers,
  random: Math.random,
});

/** Opens a customer's page from `after` on and waits until it is live. */
export const customerPage = async (stack: Stack, chat: OpenedChat, after = 0): Promise<CustomerPage> => {
  const shown = new Witness<WireEvent>();
  const states = new Witness<string>();
  const client = createChatClient({
    ...portsOf(stack, () => chatTicket(stack, chat)),
    chatId: chat.chatId,
    nickname: 'Carla',
    after,
    onEvents: (events) => shown.tell(...events),
    onState: (state) => states.tell(state),
  });
  client.connect();
  await states.until((seen) => seen.at(-1) === 'live');
  return { client, shown, states };
};

/** Opens an agent's desk and waits until it is live. */
export const deskPage = async (stack: Stack, agent: Agent): Promise<DeskPage> => {
  const chats = new Map<string, Witness<WireEvent>>();
  const shownOf = (chatId: string): Witness<WireEvent> => {
    const known = chats.get(chatId) ?? new Witness<WireEvent>();
    chats.set(chatId, known);
    return known;
  };
  const states = new Witness<string>();
  const client = createDeskClient({
    ...portsOf(stack, () => deskTicket(stack, agent)),
    agentId: agent.agentId,
    nickname: agent.nickname,
    onEvents: (chatId, events) => shownOf(chatId).tell(...events),
    onState: (state) => states.tell(state),
  });
  client.connect();
  await states.until((seen) => seen.at(-1) === 'live');
  return { client, shownOf, states };
};

/** An event in short: index, what, and the words or the cause. */
export const inShort = (event: WireEvent): string => {
  const detail =
    event.type === 'message-posted'
      ? event.text
      : 'cause' in event
        ? event.cause
        : 'subject' in event
          ? event.subject
          : '';
  const who = event.from.nickname ?? event.from.type;
  return `${event.index} ${who} ${event.type} ${detail ?? ''}`.trim();
};

/** Resolves when the page has shown everything up to `index`. */
export const upTo = (shown: Witness<WireEvent>, index: number): Promise<void> =>
  shown.until((seen) => (seen.at(-1)?.index ?? 0) >= index);

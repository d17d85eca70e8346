import type { WebSocket } from 'ws';
import type { WireEvent } from '../../shared/protocol/index.ts';
import type { ChatClient } from '../../web/client/chat-client.ts';
import type { DeskClient } from '../../web/client/desk-client.ts';
import { connectCustomer, connectDesk, openChat, type OpenedChat } from './people.ts';

/** Chats that one desk holds. */
const CHATS_OF_A_DESK = 20;

/** Openings under way at the same time. */
const AT_ONCE = 8;

/** A chat with its customer and its agent. */
export interface Pair {
  readonly opened: OpenedChat;
  readonly customer: ChatClient;
  readonly desk: DeskClient;
  /** The customer's newest socket. */
  readonly socket: () => WebSocket | undefined;
}

/** Everybody, and what each end was shown. */
export interface Crowd {
  readonly pairs: readonly Pair[];
  readonly sockets: number;
  /** Lets go of every socket. */
  leave(): void;
}

/** Which end of a chat was shown a message. */
export type End = 'customer' | 'agent';

/** Told of each message that an end was shown. */
export type Shown = (end: End, text: string) => void;

const tell = (end: End, events: readonly WireEvent[], shown: Shown): void => {
  for (const event of events) if (event.type === 'message-posted') shown(end, event.text);
};

const makePair = async (url: string, desk: DeskClient, shown: Shown): Promise<Pair> => {
  const opened = await openChat(url);
  const { client, socket } = await connectCustomer(url, opened, (events) => tell('customer', events, shown));
  await desk.join(opened.chatId);
  return { opened, customer: client, desk, socket };
};

/** Opens `chats` chats, each with a customer and one of the desks in it; nobody has said anything yet. */
export const gather = async (url: string, chats: number, name: string, shown: Shown): Promise<Crowd> => {
  const desks: DeskClient[] = [];
  for (let n = 0; n < Math.ceil(chats / CHATS_OF_A_DESK); n++) {
    desks.push(await connectDesk(url, `${name}-${n}`, (_chat, events) => tell('agent', events, shown)));
  }
  const pairs: Pair[] = [];
  const places = [...Array(chats).keys()].values();
  const openNext = async (): Promise<void> => {
    for (const place of places) {
      const desk = desks[place % desks.length];
      if (desk !== undefined) pairs.push(await makePair(url, desk, shown));
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, chats) }, openNext));
  return {
    pairs,
    sockets: chats + desks.length,
    leave: () => {
      for (const { customer } of pairs) customer.disconnect();
      for (const desk of desks) desk.disconnect();
    },
  };
};

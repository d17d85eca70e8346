import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  chatTicket,
  deskTicket,
  deskTranscriptOf,
  newSecret,
  openChat,
  signIn,
  transcriptOf,
  type Agent,
} from './support/http.ts';
import { customerPage, deskPage, upTo } from './support/people.ts';
import { RawSocket } from './support/sockets.ts';
import { startStack, type Stack } from './support/stack.ts';
import type { WireEvent } from '../../shared/protocol/index.ts';

let stack: Stack;
let agent: Agent;

beforeAll(async () => {
  stack = await startStack();
  agent = signIn(stack, 'races-agent', 'Ada');
});
afterAll(() => stack.stop());

const newId = (): string => `races.${crypto.randomUUID().slice(0, 18)}`;
const texts = (events: readonly WireEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'message-posted' ? [`${event.index} ${event.text}`] : []));
const indexesOf = (answers: readonly Readonly<Record<string, unknown>>[]): unknown[] =>
  answers.map(({ index }) => index);

describe('two tabs of a customer and an agent write at the same time', () => {
  it('[LOG-1, DLV-5] each message is acknowledged once, at an index of its own, and everybody ends with one list', async () => {
    const chat = await openChat(stack);
    const [left, right] = await Promise.all([customerPage(stack, chat), customerPage(stack, chat)]);
    const desk = await deskPage(stack, agent);
    await desk.client.join(chat.chatId);

    const posts = Array.from({ length: 20 }, (_, n) => {
      if (n % 3 === 0) return left.client.post(`left ${n}`);
      return n % 3 === 1 ? right.client.post(`right ${n}`) : desk.client.post(chat.chatId, `desk ${n}`);
    });
    const indexes = (await stack.flowing(Promise.all(posts))).map((index) => index ?? 0);

    const head = Math.max(...indexes);
    expect(new Set(indexes).size).toBe(20);
    const shown = [left.shown, right.shown, desk.shownOf(chat.chatId)];
    await stack.flowing(Promise.all(shown.map((reader) => upTo(reader, head))));
    const { events } = await deskTranscriptOf(stack, agent, chat.chatId);
    const log = texts(events);
    expect(log).toHaveLength(20);
    expect(texts(left.shown.seen)).toEqual(log);
    expect(texts(right.shown.seen)).toEqual(log);
    expect(texts(desk.shownOf(chat.chatId).seen)).toEqual(log);
    expect(texts((await transcriptOf(stack, chat)).events)).toEqual(log);
    // Opening, two hellos and the join take the first four places; nothing else but the messages is in the log.
    expect(indexes.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 5));
    for (const { client } of [left, right, desk]) client.disconnect();
  });

  it('[LOG-1, LOG-5] raw frames all at once: every ack has its own index, and a refused one can be sent again', async () => {
    const chat = await openChat(stack);
    const [one, two] = await Promise.all([
      RawSocket.greet(stack, await chatTicket(stack, chat)),
      RawSocket.greet(stack, await chatTicket(stack, chat)),
    ]);
    const frames = Array.from({ length: 20 }, (_, n) => ({ op: 'post', id: newId(), seen: 0, text: `message ${n}` }));
    const sendAll = (left: typeof frames) =>
      Promise.all(left.map((frame, n) => (n % 2 === 0 ? one : two).socket.ask(frame)));

    const acks = new Map<unknown, unknown>();
    for (let left = frames; left.length > 0; left = frames.filter(({ id }) => !acks.has(id))) {
      for (const { type, ref, index, code } of await sendAll(left)) {
        if (type === 'ack') acks.set(ref, index);
        else expect(code).toBe('try-again');
      }
    }

    const { events } = await transcriptOf(stack, chat);
    const stored = events.flatMap((event) => (event.type === 'message-posted' ? [event] : []));
    expect(stored.map(({ index }) => index)).toEqual(Array.from({ length: 20 }, (_, n) => n + 4));
    expect(stored.map(({ id, index }) => [id, index])).toEqual(
      expect.arrayContaining(frames.map(({ id }) => [id, acks.get(id)])),
    );
    one.socket.close();
    two.socket.close();
  });
});

describe('the same command twice', () => {
  it('[CMD-1] one after the other: one event, the same index', async () => {
    const chat = await openChat(stack);
    const { socket } = await RawSocket.greet(stack, await chatTicket(stack, chat));
    const frame = { op: 'post', id: newId(), seen: 0, text: 'once' };
    expect(await socket.ask(frame)).toMatchObject({ type: 'ack', index: 3, prev: 1 });
    expect(await socket.ask(frame)).toEqual({
      type: 'ack',
      ref: frame.id,
      chat: chat.chatId,
      index: 3,
      repeated: true,
    });
    expect(texts((await transcriptOf(stack, chat)).events)).toEqual(['3 once']);
    socket.close();
  });

  it('[CMD-1] at the same time, by two sockets: one event, the same index', async () => {
    const chat = await openChat(stack);
    const { socket: one } = await RawSocket.greet(stack, await chatTicket(stack, chat));
    const { socket: two } = await RawSocket.greet(stack, await chatTicket(stack, chat));
    const frame = { op: 'post', id: newId(), seen: 0, text: 'once' };
    const answers = await Promise.all([one.ask(frame), two.ask(frame), one.ask({ ...frame }), two.ask({ ...frame })]);
    expect(indexesOf(answers)).toEqual([4, 4, 4, 4]);
    expect(texts((await transcriptOf(stack, chat)).events)).toEqual(['4 once']);
    one.close();
    two.close();
  });

  it('[CMD-1, CMD-5] a join, by an agent whose ids are also a customer’s', async () => {
    const chat = await openChat(stack);
    const { socket: customer } = await RawSocket.greet(stack, await chatTicket(stack, chat));
    const desk = await RawSocket.open(stack, await deskTicket(stack, agent));
    await desk.ask({ op: 'hello', v: 1, chats: {} });
    const id = newId();
    expect(await customer.ask({ op: 'post', id, seen: 0, text: 'mine' })).toMatchObject({ type: 'ack', index: 3 });
    const join = { op: 'join', id, seen: 0, chat: chat.chatId };
    const answers = await Promise.all([desk.ask(join), desk.ask({ ...join })]);
    expect(indexesOf(answers)).toEqual([4, 4]);
    const joined = (await transcriptOf(stack, chat)).events.filter(({ type }) => type === 'agent-joined');
    expect(joined.map(({ index }) => index)).toEqual([4]);
    customer.close();
    desk.close();
  });
});

describe('the same opening', () => {
  it('[OPEN-2] ten times at once: one chat, one event', async () => {
    const secret = newSecret();
    const opened = await Promise.all(Array.from({ length: 10 }, () => openChat(stack, { secret })));
    expect(new Set(opened.map(({ chatId }) => chatId)).size).toBe(1);
    expect(opened.filter(({ created }) => created)).toHaveLength(1);
    const [chat] = opened;
    expect((await transcriptOf(stack, chat!)).events.map(({ index, type }) => [index, type])).toEqual([
      [1, 'chat-opened'],
    ]);
  });

  it('[OPEN-2] later, in other words: the chat it made, as it was', async () => {
    const secret = newSecret();
    const first = await openChat(stack, { secret, nickname: 'Carla', subject: 'My parcel' });
    const again = await openChat(stack, { secret, nickname: 'Karl', subject: 'Something else' });
    expect(first.created).toBe(true);
    expect(again).toEqual({ ...first, created: false });
    const { events } = await transcriptOf(stack, first);
    expect(events).toMatchObject([{ type: 'chat-opened', from: { nickname: 'Carla' }, subject: 'My parcel' }]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatTicket, deskTicket, openChat, signIn, transcriptOf, type Agent, type OpenedChat } from './support/http.ts';
import { RawSocket } from './support/sockets.ts';
import { startStack, type Stack } from './support/stack.ts';

let stack: Stack;
let chat: OpenedChat;
let agent: Agent;
let customer: RawSocket;
let desk: RawSocket;

beforeAll(async () => {
  stack = await startStack();
  chat = await openChat(stack);
  agent = signIn(stack, 'frames-agent', 'Ada');
  ({ socket: customer } = await RawSocket.greet(stack, await chatTicket(stack, chat)));
  desk = await RawSocket.open(stack, await deskTicket(stack, agent));
  await desk.ask({ op: 'hello', v: 1, chats: {} });
});
afterAll(() => stack.stop());

let commands = 0;
const newId = (): string => `frames.${crypto.randomUUID().slice(0, 8)}.${++commands}`;
const post = (text: string) => ({ op: 'post', id: newId(), seen: 0, text });

/** A socket is usable when a post on it is acknowledged. */
const expectUsable = async (): Promise<void> => {
  expect(await customer.ask(post('still here'))).toMatchObject({ type: 'ack', chat: chat.chatId });
};

describe('a frame that cannot be taken is answered with its error code, and the socket stays usable', () => {
  it.each([
    ['bad-json', 'hello there'],
    ['bad-frame', '[]'],
    ['bad-frame', '{"op":"post","id":"12345678","seen":0}'],
    ['bad-frame', '{"op":"post","id":"short","seen":0,"text":"x"}'],
    ['bad-frame', '{"op":"post","id":"12345678","seen":-1,"text":"x"}'],
    ['bad-frame', '{"op":"post","id":"12345678","seen":0,"text":"x","colour":"red"}'],
    ['unknown-operation', '{"op":"shout","text":"x"}'],
    ['unknown-operation', '{}'],
    ['unsupported-version', '{"op":"hello","v":2}'],
    ['too-long', JSON.stringify({ op: 'post', id: '12345678', seen: 0, text: 'x'.repeat(16_385) })],
    ['wrong-chat', JSON.stringify({ op: 'post', id: '12345678', seen: 0, text: 'x', chat: 'a'.repeat(26) })],
    ['wrong-chat', JSON.stringify({ op: 'catch-up', after: 0, chat: 'a'.repeat(26) })],
    ['not-allowed', '{"op":"join","id":"12345678","seen":0}'],
    ['not-allowed', '{"op":"post","id":"12345678","seen":0,"text":"x","visibility":"INT"}'],
  ])('[PROTO-2] %s from a customer: %s', async (code, text) => {
    const before = customer.frames.length;
    expect(await customer.complain(text)).toMatchObject({ type: 'error', code });
    await expectUsable();
    const errors = customer.frames.slice(before).filter(({ type }) => type === 'error');
    expect(errors).toHaveLength(1);
    expect(JSON.stringify(errors)).not.toContain('xxx');
  });

  it.each([
    ['bad-frame', () => post('to nobody')],
    ['not-in-chat', () => ({ ...post('from outside'), chat: chat.chatId })],
    ['not-in-chat', () => ({ op: 'hold', id: newId(), seen: 0, chat: chat.chatId })],
    ['chat-not-found', () => ({ op: 'join', id: newId(), seen: 0, chat: 'a'.repeat(26) })],
    ['chat-not-found', () => ({ op: 'catch-up', after: 0, chat: 'a'.repeat(26) })],
  ])('[PROTO-2] %s at a desk', async (code, frame) => {
    expect(await desk.ask(frame())).toMatchObject({ type: 'error', code });
    expect(await desk.ask({ op: 'ping' })).toMatchObject({ type: 'pong', behind: [] });
  });

  it('[PROTO-2] names the command that it refuses', async () => {
    const frame = post('');
    expect(await customer.ask(frame)).toMatchObject({ type: 'error', code: 'bad-frame', ref: frame.id });
  });

  it('[BEAT-2] say-hello, for a heartbeat before the hello', async () => {
    const silent = await RawSocket.open(stack, await chatTicket(stack, chat));
    expect(await silent.ask({ op: 'ping', after: 0 })).toMatchObject({ type: 'error', code: 'say-hello' });
    expect(await silent.ask({ op: 'hello', v: 1, after: 0 })).toMatchObject({ type: 'hello-ok', role: 'customer' });
    silent.close();
  });

  it('[CMD-2] catch-up-first, for an unknown command after forgotten ones', async () => {
    const other = await openChat(stack);
    const { socket } = await RawSocket.greet(stack, await chatTicket(stack, other));
    const named = { chat: other.chatId, seen: 0 };
    await desk.ask({ op: 'join', id: newId(), ...named });
    // From both sides: neither may fill the window alone in so short a time.
    for (let n = 0; n < 16; n++) {
      await socket.ask(post(`filler ${n}`));
      await desk.ask({ ...post(`filler ${n}`), ...named });
    }
    expect(await socket.ask(post('late'))).toMatchObject({ type: 'error', code: 'catch-up-first' });
    const { position } = await transcriptOf(stack, other);
    expect(await socket.ask({ ...post('in time'), seen: position })).toMatchObject({
      type: 'ack',
      index: position + 1,
    });
    socket.close();
  });

  it('[CLOSE-3] chat-closed, for everything after the close that is no repeat', async () => {
    const other = await openChat(stack);
    const { socket } = await RawSocket.greet(stack, await chatTicket(stack, other));
    const close = { op: 'close', id: newId(), seen: 0 };
    const { index } = await socket.ask(close);
    expect(await socket.ask(post('too late'))).toMatchObject({ type: 'error', code: 'chat-closed' });
    expect(await socket.ask(close)).toEqual({ type: 'ack', ref: close.id, chat: other.chatId, index, repeated: true });
    socket.close();
  });
});

describe('a socket ends at once', () => {
  it('with 1009 after a frame of more than 32 KB', async () => {
    const { socket } = await RawSocket.greet(stack, await chatTicket(stack, chat));
    socket.send('x'.repeat(32_769));
    expect((await socket.closed).code).toBe(1009);
    await expectUsable();
  });

  it('with 1003 after a binary frame', async () => {
    const { socket } = await RawSocket.greet(stack, await chatTicket(stack, chat));
    socket.send(Buffer.from('{"op":"ping"}'));
    expect((await socket.closed).code).toBe(1003);
    await expectUsable();
  });
});

describe('whoever is not authorized gets no socket', () => {
  it('[AUTH-3] without a ticket, with one that is none, and with a forged one', async () => {
    const good = await chatTicket(stack, chat);
    const cut = good.ticket.indexOf('.');
    const [payload, signature] = [good.ticket.slice(0, cut), good.ticket.slice(cut + 1)];
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const stolen = Buffer.from(JSON.stringify({ ...Object(claims), chatId: 'a'.repeat(26) })).toString('base64url');
    await expect(RawSocket.open(stack, good.socketUrl)).rejects.toThrow(/^refused 40[13]$/);
    for (const ticket of ['', 'ticket', `${stolen}.${signature}`, `${payload}.${signature.slice(0, -3)}AAA`, payload]) {
      await expect(RawSocket.open(stack, { ...good, ticket })).rejects.toThrow('refused 403');
    }
  });

  it('[AUTH-1] with the secure key in place of a ticket', async () => {
    const { socketUrl } = await chatTicket(stack, chat);
    const ticket = { socketUrl, ticket: chat.secureKey, expiresInSec: 60 };
    await expect(RawSocket.open(stack, ticket)).rejects.toThrow('refused 403');
  });

  it('[ROLE-2] beyond what the ticket is for: a customer may not sit at a desk, nor a desk in a customer’s chat', async () => {
    const { socket, greeting } = await RawSocket.greet(stack, await chatTicket(stack, chat));
    expect(greeting).toMatchObject({ role: 'customer' });
    const hold = { op: 'hold', id: newId(), seen: 0 };
    expect(await socket.ask(hold)).toMatchObject({ type: 'error', code: 'not-allowed' });
    expect(await desk.ask(post('as a customer'))).toMatchObject({ type: 'error', code: 'bad-frame' });
    socket.close();
  });
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { chatTicket, deskTicket, openChat, signIn } from './support/http.ts';
import { RawSocket } from './support/sockets.ts';
import { startStack, type Stack } from './support/stack.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.stop());

const command = (seen: number) => ({ id: `reading.${crypto.randomUUID().slice(0, 8)}`, seen });

it('[READ-1, READ-2, READ-3] what one side has read is shown to the other, and known to a desk that is opened anew', async () => {
  const opened = await openChat(stack);
  const ada = signIn(stack, 'reading-agent', 'Ada');
  const chat = opened.chatId;
  const { socket: customer } = await RawSocket.greet(stack, await chatTicket(stack, opened));
  const desk = await RawSocket.open(stack, await deskTicket(stack, ada));
  await desk.ask({ op: 'hello', v: 1, chats: {} });
  await desk.ask({ op: 'join', ...command(0), chat });
  const { index: asked } = await desk.ask({ op: 'post', ...command(3), chat, text: 'Which parcel?' });
  customer.send(JSON.stringify({ op: 'read', upTo: asked }));
  expect(await desk.hear('read')).toEqual({ type: 'read', chat, read: { CLIENT: asked } });
  desk.send(JSON.stringify({ op: 'read', chat, upTo: 1 }));
  expect(await customer.hear('read')).toEqual({ type: 'read', chat, read: { AGENT: 1 } });
  const again = await RawSocket.open(stack, await deskTicket(stack, ada));
  const hello = await again.ask({ op: 'hello', v: 1, chats: { [chat]: asked } });
  expect(hello).toMatchObject({ chats: [{ chat, read: { CLIENT: asked, AGENT: 1 } }] });
});

import { describe, expect, it } from 'vitest';
import { customerLine, deskLine, framesOf, openChat } from '../support/house-people.ts';
import { HOUSE_START, openHouse } from '../support/house.ts';

const hello = (after = 0) => ({ op: 'hello', v: 1, after });

describe('frames of a customer', () => {
  it('[HELLO-1] answers hello with what was missed', async () => {
    const house = openHouse();
    const line = customerLine(house, await openChat(house));
    const chat = line.bearer.role === 'customer' ? line.bearer.chatId : '';
    expect(await house.frame(line, { ...hello(), ref: 'r1' })).toEqual({
      type: 'hello-ok',
      ref: 'r1',
      v: 1,
      role: 'customer',
      chats: [
        {
          chat,
          closed: false,
          events: [
            {
              index: 1,
              prev: 0,
              at: HOUSE_START,
              from: { type: 'CLIENT', nickname: 'Mia' },
              id: 'open',
              type: 'chat-opened',
            },
          ],
          position: 2,
          more: false,
        },
      ],
      pingSec: 30,
      rotateSec: 6600,
    });
  });

  it('[CMD-2] acknowledges a repeat with the index of the first, and stores it once', async () => {
    const house = openHouse();
    const line = customerLine(house, await openChat(house));
    await house.frame(line, hello());
    const post = { op: 'post', id: 'device01.1', seen: 2, text: 'hello?' };
    const first = await house.frame(line, post);
    const again = await house.frame(line, post);
    expect(first).toMatchObject({ type: 'ack', ref: 'device01.1', index: 3, prev: 1 });
    expect(again).toMatchObject({ type: 'ack', ref: 'device01.1', index: 3, repeated: true });
  });

  it('[ISO-1] refuses to touch another chat, and goes on answering', async () => {
    const house = openHouse();
    const other = await openChat(house, 'another-secret-0123456789');
    const line = customerLine(house, await openChat(house));
    await house.frame(line, hello());
    const refused = await house.frame(line, { op: 'post', id: 'device01.1', seen: 2, text: 'hi', chat: other });
    expect(refused).toMatchObject({ type: 'error', ref: 'device01.1', code: 'wrong-chat' });
    expect(await house.frame(line, { op: 'ping', after: 2 })).toMatchObject({ type: 'pong', behind: [] });
  });

  it.each([
    ['not JSON', '{', 'bad-json'],
    ['not an object', '[]', 'bad-frame'],
    ['an unknown operation', { op: 'shout' }, 'unknown-operation'],
    ['a wrong type', { op: 'post', id: 'device01.1', seen: 'two', text: 'hi' }, 'bad-frame'],
    ['an unknown field', { op: 'ping', colour: 'red' }, 'bad-frame'],
    ['a text that is too long', { op: 'post', id: 'device01.1', seen: 0, text: 'x'.repeat(16_385) }, 'too-long'],
    ['a frame that is too long', { op: 'post', text: 'x'.repeat(33_000) }, 'too-long'],
    ['an operation of agents', { op: 'join', id: 'device01.1', seen: 0 }, 'not-allowed'],
    ['another protocol version', { op: 'hello', v: 99 }, 'unsupported-version'],
  ])('[PROTO-1, PROTO-2] refuses %s with a stable code and stays usable', async (_name, frame, code) => {
    const house = openHouse();
    const line = customerLine(house, await openChat(house));
    expect(await house.frame(line, frame)).toMatchObject({ type: 'error', code });
    expect(await house.frame(line, hello())).toMatchObject({ type: 'hello-ok' });
  });

  it('[PROTO-1, PRES-7] takes a message before the hello, and lists the socket by it', async () => {
    const house = openHouse();
    const line = customerLine(house, await openChat(house));
    const post = { op: 'post', id: 'device01.1', seen: 1, text: 'hi' };
    expect(await house.frame(line, post)).toMatchObject({ type: 'ack', ref: 'device01.1', index: 2 });
    expect(await house.frame(line, { op: 'ping', after: 2 })).toMatchObject({ type: 'pong', behind: [] });
  });

  it('[BEAT-2] tells a socket that the chat does not list to say hello', async () => {
    const house = openHouse();
    const line = customerLine(house, await openChat(house));
    expect(await house.frame(line, { op: 'ping', after: 0 })).toMatchObject({ type: 'error', code: 'say-hello' });
  });
});

describe('the sockets of a customer', () => {
  it('[BND-4, DLV-1] hear everything, all eight of them', async () => {
    const house = openHouse();
    const chat = await openChat(house);
    const lines = Array.from({ length: 8 }, (_, n) => customerLine(house, chat, `customer-${n}`));
    for (const line of lines) await house.frame(line, hello());
    const desk = deskLine(house);
    await house.frame(desk, { op: 'hello', v: 1 });
    await house.frame(desk, { op: 'join', id: 'desk0001.1', seen: 9, chat });
    await house.frame(desk, { op: 'post', id: 'desk0001.2', seen: 10, chat, text: 'hello!' });
    const heard = [
      { type: 'event', event: { index: 10, type: 'agent-joined' } },
      { type: 'event', event: { index: 11, prev: 10, type: 'message-posted', text: 'hello!' } },
    ];
    for (const line of lines) expect(framesOf(house, line)).toMatchObject(heard);
  });
});

describe('frames of a desk', () => {
  it('[DLV-1] delivers what one side writes to the other', async () => {
    const house = openHouse();
    const chat = await openChat(house);
    const customer = customerLine(house, chat);
    const desk = deskLine(house);
    await house.frame(customer, hello());
    await house.frame(desk, { op: 'hello', v: 1 });
    await house.frame(desk, { op: 'join', id: 'desk0001.1', seen: 2, chat });
    await house.frame(customer, { op: 'post', id: 'device01.1', seen: 3, text: 'hello?' });
    await house.frame(desk, { op: 'post', id: 'desk0001.2', seen: 4, chat, text: 'hello!' });
    const at = HOUSE_START;
    const from = { type: 'AGENT', nickname: 'ann' };
    expect(framesOf(house, customer)).toEqual([
      { type: 'event', chat, event: { index: 3, prev: 1, at, from, type: 'agent-joined', agent: from } },
      { type: 'event', chat, event: { index: 5, prev: 4, at, from, type: 'message-posted', text: 'hello!' } },
    ]);
    expect(framesOf(house, desk)).toEqual([
      {
        type: 'event',
        chat,
        event: {
          index: 4,
          prev: 3,
          at,
          from: { type: 'CLIENT', nickname: 'Mia' },
          type: 'message-posted',
          text: 'hello?',
        },
      },
    ]);
  });

  it('[AGENT-1, STAT-3, CATCH-1] opens a chat that sleeps in a workbin by its id, and reads it from its beginning', async () => {
    const house = openHouse();
    const chat = await openChat(house);
    const desk = deskLine(house);
    await house.frame(desk, { op: 'hello', v: 1 });
    await house.frame(desk, { op: 'join', id: 'desk0001.1', seen: 1, chat });
    await house.frame(desk, { op: 'post', id: 'desk0001.2', seen: 2, chat, text: 'I ask and come back.' });
    await house.frame(desk, { op: 'hold', id: 'desk0001.3', seen: 3, chat, workbin: 'my drafts' });
    expect((await house.log.load(chat, 'strong'))?.state).toMatchObject({
      status: -2,
      placed: { workbin: 'my drafts' },
    });

    const other = deskLine(house, 'bob', 'desk-2');
    await house.frame(other, { op: 'hello', v: 1 });
    expect(await house.frame(other, { op: 'join', id: 'desk0002.1', seen: 0, chat })).toMatchObject({ index: 5 });
    expect((await house.log.load(chat, 'strong'))?.state).toMatchObject({ status: -1 });
    expect(await house.frame(other, { op: 'catch-up', after: 0, chat })).toMatchObject({
      events: [
        { type: 'chat-opened' },
        { type: 'agent-joined', from: { nickname: 'ann' } },
        { type: 'message-posted', text: 'I ask and come back.' },
        { type: 'agent-left', cause: 'hold' },
        { type: 'agent-joined', from: { nickname: 'bob' } },
      ],
      position: 5,
    });
  });

  it('[DESK-1] hears of all chats of its agent on one socket', async () => {
    const house = openHouse();
    const chats = [await openChat(house), await openChat(house, 'another-secret-0123456789')];
    const desk = deskLine(house);
    await house.frame(desk, { op: 'hello', v: 1 });
    for (const [n, chat] of chats.entries()) {
      await house.frame(desk, { op: 'join', id: `desk0001.${n}`, seen: 1, chat });
      const line = customerLine(house, chat, `customer-${n}`);
      await house.frame(line, hello());
      await house.frame(line, { op: 'post', id: 'device01.1', seen: 3, text: `I am number ${n}` });
    }
    expect(framesOf(house, desk)).toMatchObject(
      chats.flatMap((chat, n) => [
        { chat, event: { type: 'customer-connected' } },
        { chat, event: { type: 'message-posted', text: `I am number ${n}` } },
      ]),
    );
  });

  it('[ROLE-1] refuses to write without having joined', async () => {
    const house = openHouse();
    const chat = await openChat(house);
    const desk = deskLine(house);
    const refused = await house.frame(desk, { op: 'post', id: 'desk0001.1', seen: 0, chat, text: 'hi' });
    expect(refused).toMatchObject({ type: 'error', code: 'not-in-chat' });
  });

  it('[AGENT-6] declares a desk lost after its grace, once, and tells it when it comes back', async () => {
    const house = openHouse();
    const chat = await openChat(house);
    const desk = deskLine(house);
    await house.frame(desk, { op: 'hello', v: 1 });
    await house.frame(desk, { op: 'join', id: 'desk0001.1', seen: 1, chat });
    await house.leave(desk);
    house.clock.advance(59_000);
    expect(await house.functions.sweep()).toMatchObject({ lostDesks: 0 });
    house.clock.advance(1_000);
    expect(await house.functions.sweep()).toMatchObject({ lostDesks: 1 });
    expect(await house.functions.sweep()).toMatchObject({ lostDesks: 0 });
    expect(house.log.events(chat).at(-1)).toMatchObject({ type: 'agent-left', cause: 'lost' });
    const back = await house.frame(deskLine(house, 'ann', 'desk-2'), { op: 'hello', v: 1, chats: { [chat]: 2 } });
    expect(back).toMatchObject({ type: 'hello-ok', declaredLost: true });
  });
});

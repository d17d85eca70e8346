import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatTicket, deskTicket, listsOf, openChat, signIn, transcriptOf } from './support/http.ts';
import { operatorOf, type Operator } from './support/operator.ts';
import { customerPage, deskPage, upTo } from './support/people.ts';
import { RawSocket } from './support/sockets.ts';
import { HOUR, MINUTE, SECOND, isElsewhere, startLocalStack, type LocalStack } from './support/stack.ts';

let stack: LocalStack;
let operator: Operator;

const startQuietly = async (): Promise<void> => {
  stack = await startLocalStack();
  operator = operatorOf(stack);
  await operator.setSweep('rate(60 days)');
  // No clock of the customer's presence interferes with what is watched here.
  await operator.setOptions('quiet', { 'flex-disconnect-timeout': 172_800 });
};
const stop = async (): Promise<void> => {
  operator.leave();
  await stack.stop();
};
const now = (): number => stack.cloud.clock.now();

describe.skipIf(isElsewhere)('a socket', () => {
  beforeAll(startQuietly);
  afterAll(stop);

  it('[AUTH-2] is refused a minute after its ticket was made, and not before', async () => {
    const chat = await openChat(stack);
    const ticket = await chatTicket(stack, chat);
    await stack.pass(59 * SECOND);
    (await RawSocket.open(stack, ticket)).close();
    await stack.pass(SECOND);
    await expect(RawSocket.open(stack, ticket)).rejects.toThrow('refused 403');
  });

  it('[DESK-3] is closed after ten minutes without a frame, and after two hours in any case', async () => {
    const chat = await openChat(stack);
    const openedAt = now();
    const { socket: idle } = await RawSocket.greet(stack, await chatTicket(stack, chat));
    const { socket: busy } = await RawSocket.greet(stack, await chatTicket(stack, chat));
    for (let minutes = 9; minutes < 120; minutes += 9) {
      await stack.pass(9 * MINUTE);
      expect(await busy.ask({ op: 'ping', after: 0 })).toMatchObject({ type: 'pong' });
    }
    await stack.pass(9 * MINUTE);
    expect(await idle.closed).toMatchObject({ code: 1001 });
    expect(await busy.closed).toMatchObject({ code: 1001 });
    const ends = (await operator.logOf(chat.chatId)).filter(({ type }) => type === 'customer-disconnected');
    expect(ends.map(({ at }) => at - openedAt)).toEqual([10 * MINUTE, 2 * HOUR]);
  });

  it('[PRES-6, DLV-3] that vanished unheard is found gone by the next message, and the customer is away then', async () => {
    const chat = await openChat(stack);
    const desk = await deskPage(stack, signIn(stack, 'ada', 'Ada'));
    await desk.client.join(chat.chatId);
    const { socket } = await RawSocket.greet(stack, await chatTicket(stack, chat));
    stack.cloud.faults.suppressDisconnects = true;
    socket.vanish();
    await socket.closed;
    await stack.settle();
    const index = (await desk.client.post(chat.chatId, 'Hello?')) ?? 0;
    await stack.settle();
    stack.cloud.faults.suppressDisconnects = false;
    expect((await operator.logOf(chat.chatId)).slice(index)).toMatchObject([
      { type: 'customer-disconnected', cause: 'gone', visibility: 'INT' },
    ]);
    const { greeting } = await RawSocket.greet(stack, await chatTicket(stack, chat), index - 1);
    expect(greeting).toMatchObject({ chats: [{ events: [{ index, text: 'Hello?' }] }] });
    desk.client.disconnect();
    await stack.settle();
  });

  it('[PRES-2] that vanished unheard in a silent chat ends with its lease', async () => {
    const chat = await openChat(stack);
    const { socket } = await RawSocket.greet(stack, await chatTicket(stack, chat));
    const greetedAt = now();
    stack.cloud.faults.suppressDisconnects = true;
    socket.vanish();
    await socket.closed;
    await stack.pass(130 * MINUTE - SECOND);
    const sinceThen = async () =>
      (await operator.logOf(chat.chatId)).slice(2).filter(({ type }) => type !== 'wake-up-moved');
    expect(await sinceThen()).toEqual([]);
    await stack.pass(2 * MINUTE);
    stack.cloud.faults.suppressDisconnects = false;
    const [ended] = await sinceThen();
    expect(ended).toMatchObject({ type: 'customer-disconnected', cause: 'lease-over' });
    expect((ended?.at ?? 0) - greetedAt).toBeGreaterThanOrEqual(130 * MINUTE);
    expect((ended?.at ?? 0) - greetedAt).toBeLessThanOrEqual(131 * MINUTE + SECOND);
  });
});

describe.skipIf(isElsewhere)('the client library', () => {
  beforeAll(startQuietly);
  afterAll(stop);

  it('[DLV-3, HELLO-1] rotates its sockets three times while people talk, and shows every message once and in order', async () => {
    const chat = await openChat(stack);
    const customer = await customerPage(stack, chat);
    const desk = await deskPage(stack, signIn(stack, 'ada', 'Ada'));
    await desk.client.join(chat.chatId);
    customer.client.setVisible(false);
    desk.client.setVisible(false);
    const indexes: (number | undefined)[] = [];
    for (let n = 0; n < 24; n++) {
      indexes.push(await (n % 2 === 0 ? desk.client.post(chat.chatId, `${n}`) : customer.client.post(`${n}`)));
      await stack.pass(15 * MINUTE);
    }
    await upTo(customer.shown, indexes.at(-1) ?? 0);
    await upTo(desk.shownOf(chat.chatId), indexes.at(-1) ?? 0);
    const numbered = Array.from({ length: 24 }, (_, n) => `${n}`);
    for (const shown of [customer.shown, desk.shownOf(chat.chatId)]) {
      expect(shown.seen.flatMap((event) => (event.type === 'message-posted' ? [event.text] : []))).toEqual(numbered);
    }
    const log = await operator.logOf(chat.chatId);
    const greetings = log.filter(({ type }) => type === 'customer-connected');
    expect(greetings.length).toBeGreaterThanOrEqual(4);
    // The new socket came before the old one went: nobody ever saw the customer leave.
    expect(log.filter(({ type, visibility }) => type === 'customer-disconnected' && visibility !== 'NONE')).toEqual([]);
    expect(customer.states.seen).toEqual(['connecting', 'live']);
    expect(desk.states.seen).toEqual(['connecting', 'live']);
    expect((await transcriptOf(stack, chat)).events.map(({ index }) => index)).toEqual(
      customer.shown.seen.map(({ index }) => index),
    );
    customer.client.disconnect();
    desk.client.disconnect();
    await stack.settle();
  });
});

describe.skipIf(isElsewhere)('a desk that vanishes', () => {
  beforeAll(startQuietly);
  afterAll(stop);

  it('[AGENT-6, AGENT-9, STAT-5] unheard: is declared lost after lease and grace, comes back, and joins again', async () => {
    const ada = signIn(stack, 'ada', 'Ada');
    const chat = await openChat(stack, { service: 'quiet' });
    const desk = await deskPage(stack, ada);
    await desk.client.join(chat.chatId);
    stack.cloud.faults.suppressDisconnects = true;
    desk.client.disconnect();
    const vanishedAt = now();
    await stack.pass(19 * MINUTE);
    await operator.setSweep('rate(1 minute)');
    await stack.pass(MINUTE + 59 * SECOND);
    stack.cloud.faults.suppressDisconnects = false;
    expect(await operator.rowOf(chat.chatId)).toMatchObject({ status: -1, agents: ['ada'] });
    await stack.pass(3 * MINUTE);
    await operator.setSweep('rate(60 days)');
    const left = (await operator.logOf(chat.chatId)).filter(({ type }) => type === 'agent-left');
    expect(left).toMatchObject([{ cause: 'lost', agentId: 'ada' }]);
    expect((left[0]?.at ?? 0) - vanishedAt).toBeGreaterThanOrEqual(21 * MINUTE);
    expect((left[0]?.at ?? 0) - vanishedAt).toBeLessThanOrEqual(23 * MINUTE);
    expect(await listsOf(stack, ada, 'quiet')).toEqual({ waiting: { [chat.chatId]: 4 }, mine: {} });

    desk.client.connect();
    await desk.shownOf(chat.chatId).until((seen) => seen.filter(({ type }) => type === 'agent-joined').length === 2);
    await stack.settle();
    expect(await listsOf(stack, ada, 'quiet')).toEqual({ waiting: {}, mine: { [chat.chatId]: -1 } });
    expect(await operator.deskOf('ada')).toMatchObject({ epoch: 2, lostEpoch: 1 });
    desk.client.disconnect();
    await stack.settle();
  });

  it('[AGENT-6] and is back within the grace: nothing happened', async () => {
    const bob = signIn(stack, 'bob', 'Bob');
    const chat = await openChat(stack);
    const desk = await deskPage(stack, bob);
    await desk.client.join(chat.chatId);
    desk.client.disconnect();
    await stack.pass(50 * SECOND);
    await operator.setSweep('rate(1 minute)');
    desk.client.connect();
    await desk.states.until((seen) => seen.filter((state) => state === 'live').length === 2);
    await stack.pass(5 * MINUTE);
    await operator.setSweep('rate(60 days)');
    expect((await operator.logOf(chat.chatId)).filter(({ type }) => type === 'agent-left')).toEqual([]);
    expect(await operator.deskOf('bob')).toMatchObject({ epoch: 1, absences: 1 });
    desk.client.disconnect();
    await stack.settle();
  });

  it('[DESK-1] one of two pages of an agent: the desk is still there', async () => {
    const eve = signIn(stack, 'eve', 'Eve');
    const first = await RawSocket.open(stack, await deskTicket(stack, eve));
    const second = await RawSocket.open(stack, await deskTicket(stack, eve));
    expect(await first.ask({ op: 'hello', v: 1 })).toMatchObject({ desks: 1 });
    expect(await second.ask({ op: 'hello', v: 1 })).toMatchObject({ desks: 2 });
    first.vanish();
    await first.closed;
    await stack.settle();
    expect(await operator.deskOf('eve')).toMatchObject({ absences: 0, sockets: [{}] });
    expect(second.frames.at(-1)).toEqual({ type: 'desks', count: 1 });
    second.close();
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  deskTranscriptOf,
  listsOf,
  openChat,
  signIn,
  transcriptOf,
  type Agent,
  type OpenedChat,
} from './support/http.ts';
import { operatorOf, type Operator } from './support/operator.ts';
import { customerPage, deskPage, inShort, upTo, type CustomerPage, type DeskPage } from './support/people.ts';
import { DAY, HOUR, MINUTE, SECOND, START_MS, isElsewhere, startLocalStack, type LocalStack } from './support/stack.ts';

describe.skipIf(isElsewhere)('a chat over three weeks', () => {
  let stack: LocalStack;
  let operator: Operator;
  let agent: Agent;
  let chat: OpenedChat;
  let customer: CustomerPage;
  let desk: DeskPage;

  const statusOf = async (): Promise<number | undefined> => (await operator.rowOf(chat.chatId))?.status;
  /** What happened in the chat from `index` on; how often a wake-up was moved meanwhile is its own affair. */
  const happenedFrom = async (index: number): Promise<string[]> =>
    (await operator.logOf(chat.chatId)).flatMap((event) =>
      event.index < index || event.type === 'wake-up-moved' ? [] : [event.type],
    );

  beforeAll(async () => {
    stack = await startLocalStack();
    operator = operatorOf(stack);
    await operator.setSweep('rate(6 hours)');
    await operator.setOptions('travel', {
      'async-idle-alert': (10 * DAY) / SECOND,
      'async-idle-close': DAY / SECOND,
      'message-alert': 'Still there?',
      'message-close': 'Goodbye.',
    });
    agent = signIn(stack, 'ada', 'Ada');
  });
  afterAll(async () => {
    operator.leave();
    await stack.stop();
  });

  it('[STAT-1, LIST-1] opens at status 1 and waits in the list of its service', async () => {
    chat = await openChat(stack, { service: 'travel', subject: 'Two seats to Oslo' });
    customer = await customerPage(stack, chat);
    expect(await customer.client.post('Hello?')).toBe(3);
    await stack.settle();
    expect(await listsOf(stack, agent, 'travel')).toEqual({ waiting: { [chat.chatId]: 2 }, mine: {} });
  });

  it('[AGENT-1, MSG-1] an agent joins, and both talk', async () => {
    desk = await deskPage(stack, agent);
    expect(await desk.client.join(chat.chatId)).toBe(4);
    expect(await desk.client.post(chat.chatId, 'Good day. Which date?')).toBe(5);
    await upTo(customer.shown, 5);
    expect(await customer.client.post('The tenth')).toBe(6);
    await upTo(desk.shownOf(chat.chatId), 6);
    expect(desk.shownOf(chat.chatId).seen.map(inShort)).toEqual([
      '1 Carla chat-opened Two seats to Oslo',
      '2 Carla customer-connected',
      '3 Carla message-posted Hello?',
      '4 Ada agent-joined',
      '5 Ada message-posted Good day. Which date?',
      '6 Carla message-posted The tenth',
    ]);
    await stack.settle();
    expect(await listsOf(stack, agent, 'travel')).toEqual({ waiting: {}, mine: { [chat.chatId]: -1 } });
  });

  it('[STAT-3] the agent puts it on hold, and the customer goes away', async () => {
    expect(await desk.client.hold(chat.chatId)).toBe(7);
    await upTo(customer.shown, 7);
    customer.client.disconnect();
    await stack.settle();
    expect(await listsOf(stack, agent, 'travel')).toEqual({ waiting: {}, mine: {} });
    expect(await statusOf()).toBe(-2);
    expect(await operator.chatsOf('ada')).toEqual([]);
    desk.client.disconnect();
  });

  it('[PRES-4, PRES-5, COST-1] sleeps for eight days: the customer is removed, then nothing happens', async () => {
    await stack.pass(5 * MINUTE);
    const gone = ['customer-disconnected', 'presence-doubted', 'customer-removed'];
    expect(await happenedFrom(8)).toEqual(gone);
    const head = (await operator.logOf(chat.chatId)).length;
    const before = stack.cloud.services.lambda.counts();
    await stack.pass(8 * DAY - 5 * MINUTE);
    expect((await operator.logOf(chat.chatId)).length).toBe(head);
    expect(stack.cloud.connections()).toEqual([]);
    expect(stack.cloud.services.lambda.counts()).toMatchObject({
      [functionNamed('Wake')]: before[functionNamed('Wake')],
      [functionNamed('Effects')]: before[functionNamed('Effects')],
      [functionNamed('Socket')]: before[functionNamed('Socket')],
    });
  });

  const functionNamed = (name: string): string =>
    Object.keys(stack.cloud.services.lambda.counts()).find((id) => id.startsWith(`${name}Function`)) ?? name;

  it('[PRES-9, CATCH-1, STAT-4] the customer returns, reads what was missed, writes, and waits at status 2', async () => {
    customer = await customerPage(stack, chat, 4);
    expect(customer.shown.seen.map((event) => inShort(event).replace(/^\d+ /, ''))).toEqual([
      'Ada message-posted Good day. Which date?',
      'Carla message-posted The tenth',
      'Ada agent-left hold',
      'SYSTEM customer-removed',
      'Carla customer-connected',
    ]);
    const head = customer.client.position;
    expect(await customer.client.post('Are you still there?')).toBe(head + 1);
    await stack.settle();
    expect(await listsOf(stack, agent, 'travel')).toEqual({ waiting: { [chat.chatId]: 2 }, mine: {} });
    expect(stack.cloud.clock.now()).toBe(START_MS + 8 * DAY);
  });

  it('[STAT-3] an agent joins and leaves: -2 again', async () => {
    desk = await deskPage(stack, agent);
    const joined = await desk.client.join(chat.chatId);
    const left = await desk.client.leave(chat.chatId);
    await upTo(customer.shown, left ?? 0);
    expect(customer.shown.seen.slice(-2).map(({ type, index }) => [type, index])).toEqual([
      ['agent-joined', joined],
      ['agent-left', left],
    ]);
    desk.client.disconnect();
    customer.client.disconnect();
    await stack.settle();
    expect(await statusOf()).toBe(-2);
  });

  it('[IDLE-1, STAT-6, WAKE-5] ten days later it is alerted, at the minute its schedule names: status 3', async () => {
    await stack.pass(10 * DAY);
    expect(await statusOf()).toBe(-2);
    const minutes = Object.values(await operator.schedulesOf(chat.chatId)).map((at) => Date.parse(`${at}Z`));
    const [alertAt] = minutes.filter((at) => at > stack.cloud.clock.now());
    expect(alertAt).toBeGreaterThan(START_MS + 18 * DAY);
    expect(alertAt).toBeLessThanOrEqual(START_MS + 18 * DAY + 6 * MINUTE);
    await stack.pass(10 * MINUTE);
    expect((await operator.logOf(chat.chatId)).at(-1)).toMatchObject({
      type: 'idle-alerted',
      text: 'Still there?',
      at: alertAt,
    });
    expect(await listsOf(stack, agent, 'travel')).toEqual({ waiting: { [chat.chatId]: 3 }, mine: {} });
  });

  it('[IDLE-2, CLOSE-2, EFF-6] and a day after that it is closed, once, and kept for 90 days', async () => {
    await stack.pass(DAY + 10 * MINUTE);
    const events = await operator.logOf(chat.chatId);
    const [alerted, closed] = events.slice(-2);
    expect(closed).toMatchObject({ type: 'chat-closed', cause: 'idle', text: 'Goodbye.' });
    expect((closed?.at ?? 0) - (alerted?.at ?? 0)).toBeGreaterThanOrEqual(DAY);
    expect((closed?.at ?? 0) - (alerted?.at ?? 0)).toBeLessThanOrEqual(DAY + 6 * MINUTE + SECOND);
    await stack.pass(2 * DAY);
    expect((await operator.logOf(chat.chatId)).length).toBe(events.length);
    expect(await operator.schedulesOf(chat.chatId)).toEqual({});
    expect(await listsOf(stack, agent, 'travel')).toEqual({ waiting: {}, mine: {} });
    expect((await transcriptOf(stack, chat)).events.at(-1)).toMatchObject({ type: 'chat-closed', text: 'Goodbye.' });
    expect((await deskTranscriptOf(stack, agent, chat.chatId)).events.at(-1)).toMatchObject({
      type: 'chat-closed',
    });
    expect(operator.announcedOf(chat.chatId)).toEqual([
      'chat-opened.v1',
      'status-changed.v1',
      'agent-joined.v1',
      'status-changed.v1',
      'agent-left.v1',
      'status-changed.v1',
      'customer-removed.v1',
      'customer-returned.v1',
      'status-changed.v1',
      'agent-joined.v1',
      'status-changed.v1',
      'agent-left.v1',
      'status-changed.v1',
      'customer-removed.v1',
      'status-changed.v1',
      'chat-closed.v1',
    ]);
    await operator.setSweep('rate(60 days)');
    await stack.pass(91 * DAY + HOUR);
    expect(await operator.logOf(chat.chatId)).toEqual([]);
  });

  it('[STUCK-2] nobody found it stuck on the way, and no call was refused', () => {
    expect(stack.lines.filter(({ kind }) => kind === 'refusal' || kind === 'failure')).toEqual([]);
    expect(stack.cloud.functionOutput().filter((line) => line.includes('STUCK_CHAT_FOUND'))).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listsOf, openChat, signIn, type Agent, type OpenedChat } from './support/http.ts';
import { operatorOf, type Operator } from './support/operator.ts';
import { customerPage, deskPage, inShort } from './support/people.ts';
import { isElsewhere, MINUTE, SECOND, startLocalStack, type LocalStack } from './support/stack.ts';

/** Control as a counter wants it: alerts after four and five minutes, the close a minute later. */
const COUNTER = { enabled: true, 'timeout-alert': 240, 'timeout-alert2': 60, 'timeout-close': 60 };
const REGULAR = { GCTI_Chat_AsyncMode: 'false' };

describe.skipIf(isElsewhere)('a regular chat', () => {
  let stack: LocalStack;
  let operator: Operator;
  let ada: Agent;

  beforeAll(async () => {
    stack = await startLocalStack();
    operator = operatorOf(stack);
    await operator.setOptions('counter', COUNTER);
    ada = signIn(stack, 'ada', 'Ada');
  });
  afterAll(async () => {
    operator.leave();
    await stack.stop();
  });

  const open = (service: string): Promise<OpenedChat> => openChat(stack, { service, userData: REGULAR });
  const storyOf = async ({ chatId }: OpenedChat): Promise<string[]> => {
    const events = await operator.logOf(chatId);
    return events.flatMap((event) => {
      if (event.visibility !== 'ALL') return [];
      if (event.type === 'idle-alerted') return [event.second === true ? 'alerted again' : 'alerted'];
      return event.type === 'chat-closed' ? [`closed: ${event.cause}`] : [event.type];
    });
  };

  it('[REG-1, REG-2, REG-3, REG-4, STAT-2] is alerted twice and closed while everybody is there and nobody speaks', async () => {
    const chat = await open('counter');
    const carla = await customerPage(stack, chat);
    await stack.pass(10 * MINUTE);
    expect(await storyOf(chat)).toEqual(['chat-opened']);
    expect(await operator.rowOf(chat.chatId)).toMatchObject({ status: 1, regular: true });
    const desk = await deskPage(stack, ada);
    await desk.client.join(chat.chatId);
    await stack.pass(5 * MINUTE + 20 * SECOND);
    expect(await storyOf(chat)).toEqual(['chat-opened', 'agent-joined', 'alerted', 'alerted again']);
    expect((await listsOf(stack, ada, 'counter')).mine).toEqual({ [chat.chatId]: -1 });
    await carla.client.post('Sorry, I was looking for my invoice.');
    await stack.pass(3 * MINUTE);
    expect((await storyOf(chat)).at(-1)).toBe('message-posted');
    await stack.pass(4 * MINUTE);
    expect((await storyOf(chat)).slice(-4)).toEqual(['message-posted', 'alerted', 'alerted again', 'closed: idle']);
    await carla.shown.until((seen) => seen.at(-1)?.type === 'chat-closed');
    expect(inShort(carla.shown.seen.at(-1)!)).toMatch(/chat-closed idle$/);
    await desk.shownOf(chat.chatId).until((seen) => seen.at(-1)?.type === 'chat-closed');
    carla.client.disconnect();
    desk.client.disconnect();
  });

  it('[REG-5, REG-6] ends when the customer has gone for good and the agent leaves, and not before', async () => {
    const chat = await open('quiet');
    const carla = await customerPage(stack, chat);
    const desk = await deskPage(stack, ada);
    await desk.client.join(chat.chatId);
    carla.client.disconnect();
    await stack.pass(30 * MINUTE);
    expect(await storyOf(chat)).toEqual(['chat-opened', 'agent-joined', 'customer-removed']);
    await desk.client.leave(chat.chatId);
    await stack.pass(10 * SECOND);
    expect((await storyOf(chat)).slice(-2)).toEqual(['agent-left', 'closed: abandoned']);
    expect(operator.announcedOf(chat.chatId)).toContain('chat-closed.v1');
    desk.client.disconnect();
  });

  it('[REG-6, PRES-5] that nobody ever came to is closed after two presence periods', async () => {
    const chat = await open('quiet');
    await stack.pass(80 * SECOND);
    expect(await storyOf(chat)).toEqual(['chat-opened']);
    await stack.pass(30 * SECOND);
    expect(await storyOf(chat)).toEqual(['chat-opened', 'customer-removed', 'closed: abandoned']);
  });
});

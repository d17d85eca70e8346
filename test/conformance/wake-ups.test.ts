import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../shared/domain/events.ts';
import { startWithout } from './support/altered-stack.ts';
import { chatTicket, openChat } from './support/http.ts';
import { operatorOf, type Operator } from './support/operator.ts';
import { RawSocket } from './support/sockets.ts';
import { HOUR, MINUTE, SECOND, isElsewhere, startLocalStack, type LocalStack } from './support/stack.ts';

/** Alert after an hour, close half an hour later; with jitter that is at most 12.5 s and 6.25 s more. */
const SHORT = { 'async-idle-alert': 3600, 'async-idle-close': 1800, 'flex-disconnect-timeout': 172_800 };
const ALERT_JITTER_MAX = 12_500;
/** Alert, close, both jitters, two minutes of slip and a tenth of the silence. */
const CHECK_AT = 90 * MINUTE + ALERT_JITTER_MAX + 6_250 + 2 * MINUTE + 9 * MINUTE;

let stack: LocalStack;
let operator: Operator;

const start = async (starting: Promise<LocalStack>): Promise<void> => {
  stack = await starting;
  operator = operatorOf(stack);
  await operator.setSweep('rate(60 days)');
  await operator.setOptions('short', SHORT);
};
const stop = async (): Promise<void> => {
  operator.leave();
  await stack.stop();
};
const now = (): number => stack.cloud.clock.now();

/** What happened in a chat, bookkeeping apart. */
const happened = async (chatId: string): Promise<readonly ChatEvent[]> =>
  (await operator.logOf(chatId)).filter(({ type }) => type !== 'wake-up-moved');
const typesIn = async (chatId: string): Promise<string[]> => (await happened(chatId)).map(({ type }) => type);
const lastOf = async (chatId: string): Promise<ChatEvent | undefined> => (await happened(chatId)).at(-1);

describe.skipIf(isElsewhere)('a wake-up is a hint', () => {
  beforeAll(() => start(startLocalStack()));
  afterAll(stop);

  it('[WAKE-1, IDLE-1] that comes early, five times, changes nothing; the alert comes in time and once', async () => {
    const { chatId } = await openChat(stack, { service: 'short' });
    const openedAt = now();
    await stack.pass(20 * MINUTE);
    for (const number of [1, 1, 2, 3, 99]) await operator.sendWakeUp(chatId, number);
    await stack.settle();
    expect(await typesIn(chatId)).toEqual(['chat-opened']);
    await stack.pass(45 * MINUTE);
    expect(await typesIn(chatId)).toEqual(['chat-opened', 'idle-alerted']);
    const alert = await lastOf(chatId);
    expect(alert?.at).toBeGreaterThanOrEqual(openedAt + HOUR);
    expect(alert?.at).toBeLessThanOrEqual(openedAt + HOUR + ALERT_JITTER_MAX + 61 * SECOND);
  });

  it('[WAKE-1, IDLE-1] that comes five times at the moment when something is due: it happens once', async () => {
    const { chatId } = await openChat(stack, { service: 'short' });
    await stack.pass(HOUR + ALERT_JITTER_MAX + SECOND);
    expect(await typesIn(chatId)).toEqual(['chat-opened']);
    await Promise.all([1, 1, 1, 2, 2].map((number) => operator.sendWakeUp(chatId, number)));
    await stack.settle();
    expect(await typesIn(chatId)).toEqual(['chat-opened', 'idle-alerted']);
    await stack.pass(10 * MINUTE);
    expect(await typesIn(chatId)).toEqual(['chat-opened', 'idle-alerted']);
    expect(operator.announcedOf(chatId)).toEqual(['chat-opened.v1', 'status-changed.v1']);
  });

  it('[IDLE-6, WAKE-1] that comes late: the alert then, and the close a full period after it', async () => {
    const { chatId } = await openChat(stack, { service: 'short' });
    await stack.settle();
    await operator.deleteSchedules(chatId);
    await stack.pass(85 * MINUTE);
    expect(await typesIn(chatId)).toEqual(['chat-opened']);
    await operator.sendWakeUp(chatId, 1);
    await stack.settle();
    expect(await lastOf(chatId)).toMatchObject({ type: 'idle-alerted', at: now() });
    const alertedAt = now();
    await stack.pass(30 * MINUTE - SECOND);
    expect(await typesIn(chatId)).toEqual(['chat-opened', 'idle-alerted']);
    await stack.pass(2 * MINUTE);
    const close = await lastOf(chatId);
    expect(close).toMatchObject({ type: 'chat-closed', cause: 'idle' });
    expect(close?.at).toBeGreaterThanOrEqual(alertedAt + 30 * MINUTE);
  });

  it('[WAKE-1, CLOSE-4] for a closed chat, and for one that does not exist: nothing, and nobody is bothered', async () => {
    const chat = await openChat(stack, { service: 'short' });
    const { socket } = await RawSocket.greet(stack, await chatTicket(stack, chat));
    expect(await socket.ask({ op: 'close', id: 'wake-ups.1', seen: 0 })).toMatchObject({ type: 'ack', index: 3 });
    socket.close();
    await stack.settle();
    for (const number of [1, 2, 77]) await operator.sendWakeUp(chat.chatId, number);
    for (const number of [1, 2]) await operator.sendWakeUp('a'.repeat(26), number);
    await stack.pass(2 * HOUR);
    expect((await operator.logOf(chat.chatId)).length).toBe(3);
    expect(await operator.logOf('a'.repeat(26))).toEqual([]);
    expect(await operator.depthOf('WakeQueueUrl')).toBe(0);
    expect(await operator.depthOf('WakeDeadLettersUrl')).toBe(0);
    expect(stack.lines.filter(({ kind }) => kind === 'failure')).toEqual([]);
  });
});

describe.skipIf(isElsewhere)('a chat whose wake-up was lost', () => {
  beforeAll(() => start(startLocalStack()));
  afterAll(stop);

  it('[STUCK-1, STUCK-3, CHK-1, IDLE-6] is found at its check-at, alerted late, and closed a full period later', async () => {
    const { chatId } = await openChat(stack, { service: 'short' });
    const openedAt = now();
    await stack.settle();
    expect(Object.keys(await operator.schedulesOf(chatId))).toHaveLength(1);
    await operator.deleteSchedules(chatId);
    await stack.pass(CHECK_AT - 3 * MINUTE);
    await operator.setSweep('rate(1 minute)');
    await stack.pass(2 * MINUTE);
    expect(await typesIn(chatId)).toEqual(['chat-opened']);
    await stack.pass(3 * MINUTE);
    const alert = await lastOf(chatId);
    expect(alert).toMatchObject({ type: 'idle-alerted', overdue: { kind: 'idle-alert' } });
    expect(alert?.at).toBeGreaterThan(openedAt + CHECK_AT);
    expect(alert?.at).toBeLessThanOrEqual(openedAt + CHECK_AT + MINUTE);
    expect(operator.announcedOf(chatId)).toEqual(['chat-opened.v1', 'status-changed.v1', 'stuck-chat-found.v1']);
    expect(Object.keys(await operator.schedulesOf(chatId))).toHaveLength(1);
    await operator.setSweep('rate(60 days)');

    await stack.pass(27 * MINUTE);
    expect(await typesIn(chatId)).toEqual(['chat-opened', 'idle-alerted']);
    await stack.pass(6 * MINUTE);
    const close = await lastOf(chatId);
    expect(close).toMatchObject({ type: 'chat-closed', cause: 'idle' });
    expect(close?.at).toBeGreaterThanOrEqual((alert?.at ?? 0) + 30 * MINUTE);
    expect(operator.announcedOf(chatId).filter((name) => name === 'stuck-chat-found.v1')).toHaveLength(1);
  });

  it('[STUCK-2, STUCK-4] is left alone when it lives: its row moves, and nothing is announced', async () => {
    const chat = await openChat(stack, { service: 'short' });
    await stack.pass(30 * MINUTE);
    const { socket } = await RawSocket.greet(stack, await chatTicket(stack, chat));
    await socket.ask({ op: 'post', id: 'wake-ups.2', seen: 0, text: 'still here' });
    await stack.settle();
    const postedAt = now();
    socket.close();
    await stack.pass(CHECK_AT - 28 * MINUTE);
    const before = await operator.logOf(chat.chatId);
    await operator.setSweep('rate(1 minute)');
    await stack.pass(2 * MINUTE);
    expect(await operator.logOf(chat.chatId)).toEqual(before);
    expect((await operator.rowOf(chat.chatId))?.lookAt).toBeGreaterThan(postedAt + HOUR);
    expect(operator.announcedOf(chat.chatId)).not.toContain('stuck-chat-found.v1');
    await operator.setSweep('rate(60 days)');
  });
});

describe.skipIf(isElsewhere)('a chat whose first effects were all lost', () => {
  beforeAll(() =>
    start(
      startWithout(
        { from: 'Effects', action: 'dynamodb:PutItem', on: 'TablesDeskTable' },
        { from: 'Effects', action: 'scheduler:CreateSchedule', on: 'TimersWakeGroup' },
        { from: 'Effects', action: 'events:PutEvents', on: 'ChatBus' },
        { from: 'Effects', action: 'sqs:SendMessage', on: 'EffectsRetryQueue' },
      ),
    ),
  );
  afterAll(stop);

  it('[STUCK-5, STUCK-6] is found at the first look: row, schedule and announcement are there then', async () => {
    const { chatId } = await openChat(stack, { service: 'short' });
    const openedAt = now();
    await stack.pass(14 * MINUTE);
    expect(await operator.depthOf('EffectsDeadLettersUrl')).toBe(1);
    expect(await operator.rowOf(chatId)).toMatchObject({ appliedIndex: 0 });
    expect(await operator.schedulesOf(chatId)).toEqual({});
    expect(operator.announcedOf(chatId)).toEqual([]);

    await operator.setSweep('rate(1 minute)');
    await stack.pass(2 * MINUTE);
    await operator.setSweep('rate(60 days)');
    expect(await operator.rowOf(chatId)).toMatchObject({ appliedIndex: 1, status: 1, lookAt: openedAt + CHECK_AT });
    expect(operator.announcedOf(chatId)).toEqual(['chat-opened.v1']);
    const times = Object.values(await operator.schedulesOf(chatId));
    expect(times).toHaveLength(1);
    const at = Date.parse(`${times[0]}Z`);
    expect(at).toBeGreaterThan(openedAt + HOUR);
    expect(at).toBeLessThanOrEqual(openedAt + HOUR + ALERT_JITTER_MAX + 61 * SECOND);
    await stack.pass(50 * MINUTE);
    expect(await typesIn(chatId)).toEqual(['chat-opened', 'idle-alerted']);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../shared/domain/events.ts';
import { call, listsOf, openChat, signIn, transcriptOf, type OpenedChat } from './support/http.ts';
import { operatorOf, type Operator } from './support/operator.ts';
import { customerPage, deskPage, upTo, type CustomerPage } from './support/people.ts';
import { HOUR, isElsewhere, MINUTE, SECOND, startLocalStack, type LocalStack } from './support/stack.ts';

const PUSH = { push_notification_deviceid: 'device', push_notification_type: 'customhttp' };
const ALERT = 20 * MINUTE;
const CLOSE = 15 * MINUTE;
/** Alert and close, the largest delay of each, two minutes of slip and a tenth of the silence (CHK-2). */
const CHECK_AT = ALERT + CLOSE + 4_166 + 3_125 + 2 * MINUTE + 210 * SECOND;

describe.skipIf(isElsewhere)('“This functionality can be tested by”', () => {
  let dataDir: string;
  let stack: LocalStack;
  let operator: Operator;
  let chat: OpenedChat;
  let page: CustomerPage;
  let activeAt: number;
  let foundAt: number;

  const happened = async (): Promise<readonly ChatEvent[]> =>
    (await operator.logOf(chat.chatId)).filter(({ visibility }) => visibility === 'ALL');
  const typesIn = async (): Promise<string[]> => (await happened()).map(({ type }) => type);

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'dormouse-stuck-'));
    stack = await startLocalStack({ dataDir });
    operator = operatorOf(stack);
  });
  afterAll(async () => {
    operator.leave();
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('[OPT-8] 1. setting smaller values for async-idle-alert and async-idle-close', async () => {
    const bearer = await signIn(stack, 'root', 'Rita', ['administrators']).token();
    const body = { 'async-idle-alert': ALERT / SECOND, 'async-idle-close': CLOSE / SECOND };
    expect(await call(stack, 'PATCH', '/services/stuck/options', { bearer, body })).toMatchObject({ status: 200 });
    await stack.pass(MINUTE);
  });

  it('[OPEN-1, PROV-2] 2. starting the async chat session', async () => {
    const userData = { GCTI_Chat_AsyncMode: 'true', ...PUSH };
    chat = await openChat(stack, { service: 'stuck', userData });
    page = await customerPage(stack, chat);
    await page.client.post('Is my parcel lost?');
    activeAt = stack.cloud.clock.now();
    expect(await typesIn()).toEqual(['chat-opened', 'message-posted']);
  });

  it('[PRES-3] 3. closing the widget', async () => {
    page.client.disconnect();
    await stack.settle();
    expect((await operator.logOf(chat.chatId)).at(-1)).toMatchObject({ type: 'customer-disconnected' });
  });

  it('[WAKE-1] 4. restarting the server before GCTI_Chat_AsyncCheckAt expires, with every timer lost', async () => {
    await stack.pass(10 * MINUTE);
    expect(Object.keys(await operator.schedulesOf(chat.chatId)).length).toBeGreaterThan(0);
    await operator.deleteSchedules(chat.chatId);
    const now = stack.cloud.clock.now();
    operator.leave();
    await stack.stop();
    stack = await startLocalStack({ dataDir, startMs: now });
    operator = operatorOf(stack);
    expect(await operator.schedulesOf(chat.chatId)).toEqual({});
    // Nobody gives the alert when it is due, nor the close.
    await stack.pass(activeAt + CHECK_AT - 3 * MINUTE - stack.cloud.clock.now());
    expect(await typesIn()).toEqual(['chat-opened', 'message-posted']);
  });

  it('[STUCK-1, STUCK-3, CHK-2] 5. as soon as it expires the chat is found stuck and restored: bus event, log line, timer', async () => {
    await stack.pass(5 * MINUTE);
    const found = (await happened()).at(-1);
    expect(found).toMatchObject({ type: 'idle-alerted', overdue: { kind: 'idle-alert' } });
    foundAt = found?.at ?? 0;
    expect(foundAt).toBeGreaterThan(activeAt + CHECK_AT);
    expect(foundAt).toBeLessThanOrEqual(activeAt + CHECK_AT + 2 * MINUTE);
    expect(operator.announcedOf(chat.chatId)).toContain('stuck-chat-found.v1');
    expect(stack.lines.filter((line) => JSON.stringify(line).includes('STUCK_CHAT_FOUND'))).toHaveLength(1);
    expect(Object.keys(await operator.schedulesOf(chat.chatId))).toHaveLength(1);
    expect((await listsOf(stack, signIn(stack, 'ada', 'Ada'), 'stuck')).waiting).toEqual({ [chat.chatId]: 3 });
  });

  it('[STUCK-9, IDLE-6] and nobody is closed unwarned: the close follows a full async-idle-close later, once', async () => {
    await stack.pass(foundAt + CLOSE - MINUTE - stack.cloud.clock.now());
    expect(await typesIn()).not.toContain('chat-closed');
    await stack.pass(4 * MINUTE);
    const closed = (await happened()).at(-1);
    expect(closed).toMatchObject({ type: 'chat-closed', cause: 'idle' });
    expect(closed).not.toHaveProperty('overdue');
    expect(closed?.at).toBeGreaterThanOrEqual(foundAt + CLOSE);
    expect(operator.announcedOf(chat.chatId).filter((name) => name === 'stuck-chat-found.v1')).toHaveLength(1);
    expect(await operator.depthOf('WakeDeadLettersUrl')).toBe(0);
  });
});

describe.skipIf(isElsewhere)('options, restoration and past, on the local cloud', () => {
  let stack: LocalStack;
  let operator: Operator;

  beforeAll(async () => {
    stack = await startLocalStack();
    operator = operatorOf(stack);
    // Hours and weeks pass here: a tick in each of their minutes has nothing to find.
    await operator.setSweep('rate(60 days)');
  });
  afterAll(async () => {
    operator.leave();
    await stack.stop();
  });
  const administer = async (method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<unknown> => {
    const bearer = await signIn(stack, 'root', 'Rita', ['administrators']).token();
    return (await call(stack, method, path, { bearer, ...(body === undefined ? {} : { body }) })).body;
  };
  const typesIn = async ({ chatId }: OpenedChat): Promise<string[]> =>
    (await operator.logOf(chatId)).filter(({ visibility }) => visibility === 'ALL').map(({ type }) => type);

  it('[RESTORE-4, RESTORE-5] an agent who joins takes back the customer who was removed', async () => {
    const options = {
      'flex-push-timeout': 600,
      'session-restore-extend-by': 'agent',
      'session-restore-push-send': true,
    };
    await administer('PATCH', '/services/back/options', options);
    await stack.pass(MINUTE);
    const chat = await openChat(stack, { service: 'back', userData: PUSH });
    await stack.pass(25 * MINUTE);
    expect(await typesIn(chat)).toEqual(['chat-opened', 'customer-removed']);
    const ada = await deskPage(stack, signIn(stack, 'ada', 'Ada'));
    await ada.client.join(chat.chatId);
    expect((await operator.logOf(chat.chatId)).at(-1)).toMatchObject({ type: 'agent-joined', restores: true, v: 3 });
    // Two full periods, counted from the restoration.
    await stack.pass(19 * MINUTE);
    expect(await typesIn(chat)).toEqual(['chat-opened', 'customer-removed', 'agent-joined']);
    await stack.pass(4 * MINUTE);
    expect((await typesIn(chat)).at(-1)).toBe('customer-removed');
    ada.client.disconnect();
  });

  it('[OPT-13, OPT-14, OPT-16] a shortened alert reaches a chat that sleeps, and warns before it closes', async () => {
    await administer('PATCH', '/services/soon/options', { 'flex-disconnect-timeout': 172_800 });
    await stack.pass(MINUTE);
    const chats = await Promise.all(Array.from({ length: 12 }, () => openChat(stack, { service: 'soon' })));
    const other = await openChat(stack, { service: 'later' });
    await stack.pass(10 * HOUR);
    const shorter = { 'async-idle-alert': 3_600, 'async-idle-close': 1_800 };
    expect(await administer('PATCH', '/services/soon/options', shorter)).toMatchObject({
      apply: { walk: 2, chats: 0 },
    });
    await stack.pass(2 * MINUTE);
    expect(await administer('GET', '/services/soon/options/apply')).toMatchObject({
      walk: 2,
      chats: 12,
      changed: 12,
      failed: 0,
    });
    for (const chat of chats) expect(await typesIn(chat)).toEqual(['chat-opened', 'idle-alerted']);
    expect(await typesIn(other)).toEqual(['chat-opened', 'customer-removed']);
    await stack.pass(27 * MINUTE);
    for (const chat of chats) expect(await typesIn(chat)).toEqual(['chat-opened', 'idle-alerted']);
    await stack.pass(4 * MINUTE);
    for (const chat of chats) expect(await typesIn(chat)).toEqual(['chat-opened', 'idle-alerted', 'chat-closed']);
    expect(await operator.depthOf('WakeDeadLettersUrl')).toBe(0);
  });

  it('[CONT-1, CONT-3, CONT-5] a customer comes back after weeks and goes on with the past in view', async () => {
    const first = await openChat(stack, { subject: 'A lamp' });
    const page = await customerPage(stack, first);
    await page.client.post('One lamp is broken');
    const ada = await deskPage(stack, signIn(stack, 'ada', 'Ada'));
    await ada.client.join(first.chatId);
    await ada.client.post(first.chatId, 'A new one is on its way');
    await ada.client.close(first.chatId);
    await upTo(page.shown, 6);
    page.client.disconnect();
    ada.client.disconnect();
    await stack.pass(21 * 24 * HOUR);
    const { chatId, secureKey } = first;
    const again = await openChat(stack, { subject: 'The lamp again', continues: { chatId, secureKey } });
    expect(again.chatId).not.toBe(chatId);
    const past = await transcriptOf(stack, again, 0, chatId);
    expect(past.events.flatMap((event) => ('text' in event && event.text !== '' ? [event.text] : []))).toEqual([
      'One lamp is broken',
      'A new one is on its way',
    ]);
    expect((await transcriptOf(stack, again)).events).toMatchObject([
      { type: 'chat-opened', subject: 'The lamp again', continues: [{ chat: chatId, from: 1 }] },
    ]);
    const stranger = await openChat(stack);
    const answer = await call(stack, 'GET', `/chats/${stranger.chatId}/transcript?past=${chatId}`, {
      bearer: stranger.secureKey,
    });
    expect(answer).toMatchObject({ status: 403, body: { code: 'wrong-chat' } });
  });
});

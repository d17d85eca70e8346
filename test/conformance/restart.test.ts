import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatTicket, listsOf, openChat, signIn } from './support/http.ts';
import { operatorOf } from './support/operator.ts';
import { customerPage, deskPage, inShort } from './support/people.ts';
import { RawSocket } from './support/sockets.ts';
import { DAY, HOUR, MINUTE, START_MS, isElsewhere, startLocalStack } from './support/stack.ts';

describe.skipIf(isElsewhere)('a local cloud with a folder for its data', () => {
  let dataDir: string;
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'dormouse-data-'));
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it('[END-1, AUTH-1, WAKE-1] keeps chats, keys, lists and wake-ups when it is stopped and started again', async () => {
    const before = await startLocalStack({ dataDir });
    const operatorBefore = operatorOf(before);
    await operatorBefore.setOptions('night', { 'flex-disconnect-timeout': 172_800 });
    const chat = await openChat(before, { service: 'night', subject: 'Over night' });
    const customer = await customerPage(before, chat);
    await customer.client.post('Good night');
    const ada = await deskPage(before, signIn(before, 'ada', 'Ada'));
    await ada.client.join(chat.chatId);
    await ada.client.hold(chat.chatId);
    await customer.client.post('One more thing');
    customer.client.disconnect();
    ada.client.disconnect();
    await before.settle();
    const schedules = await operatorBefore.schedulesOf(chat.chatId);
    operatorBefore.leave();
    await before.stop();

    const after = await startLocalStack({ dataDir, startMs: START_MS + HOUR });
    const operator = operatorOf(after);
    await operator.setSweep('rate(60 days)');
    expect(await operator.schedulesOf(chat.chatId)).toEqual(schedules);
    expect(Object.keys(schedules).length).toBeGreaterThan(0);
    expect(await listsOf(after, signIn(after, 'ada', 'Ada'), 'night')).toEqual({
      waiting: { [chat.chatId]: 2 },
      mine: {},
    });
    const { socket } = await RawSocket.greet(after, await chatTicket(after, chat));
    expect(await socket.ask({ op: 'post', id: 'restart.1', seen: 0, text: 'Good morning' })).toMatchObject({
      type: 'ack',
    });
    socket.close();
    const returned = await customerPage(after, chat);
    expect(returned.shown.seen.map((event) => inShort(event).replace(/^\d+ /, ''))).toEqual([
      'Carla chat-opened Over night',
      'Carla message-posted Good night',
      'Ada agent-joined',
      'Ada agent-left hold',
      'Carla message-posted One more thing',
      'Carla message-posted Good morning',
    ]);
    returned.client.disconnect();
    await after.pass(DAY + 10 * MINUTE);
    expect((await operator.logOf(chat.chatId)).map(({ type }) => type)).toContain('idle-alerted');
    operator.leave();
    await after.stop();
  });
});

import { describe, expect, it } from 'vitest';
import { openChat, signIn } from './support/http.ts';
import { operatorOf } from './support/operator.ts';
import { customerPage, deskPage } from './support/people.ts';
import { MINUTE, isElsewhere, startLocalStack, type LocalStack } from './support/stack.ts';

/** Two chats with the same secrets have the same ids in every stack, so that what became of them can be compared. */
const SECRETS = ['effects-are-statements-1', 'effects-are-statements-2'];

/** A conversation with every kind of effect; answers the state outside the logs half an hour later. */
const converse = async (stack: LocalStack) => {
  const operator = operatorOf(stack);
  await operator.setSweep('rate(60 days)');
  const ada = signIn(stack, 'ada', 'Ada');
  const desk = await deskPage(stack, ada);
  const chats = [];
  for (const secret of SECRETS) {
    const chat = await openChat(stack, { secret });
    const customer = await customerPage(stack, chat);
    await customer.client.post('one');
    await desk.client.join(chat.chatId);
    await desk.client.post(chat.chatId, 'two');
    await desk.client.hold(chat.chatId);
    await customer.client.post('three');
    await desk.client.join(chat.chatId);
    customer.client.disconnect();
    await stack.settle();
    chats.push(chat);
  }
  const [left, closed] = chats.map(({ chatId }) => chatId);
  await desk.client.leave(left ?? '');
  await desk.client.close(closed ?? '');
  desk.client.disconnect();
  await stack.pass(30 * MINUTE);
  const state = {
    logs: await Promise.all(
      [left, closed].map(async (chatId = '') =>
        (await operator.logOf(chatId)).flatMap(({ type }) => (type === 'wake-up-moved' ? [] : [type])),
      ),
    ),
    rows: await Promise.all([left, closed].map((chatId = '') => operator.rowOf(chatId))),
    schedules: await Promise.all(
      [left, closed].map(async (chatId = '') => Object.values(await operator.schedulesOf(chatId))),
    ),
    chatsOfAda: await operator.chatsOf('ada'),
    announced: [left, closed].map((chatId = '') => operator.announcedOf(chatId).toSorted()),
    waiting: await Promise.all([operator.depthOf('EffectsRetryQueueUrl'), operator.depthOf('EffectsDeadLettersUrl')]),
  };
  operator.leave();
  return state;
};

describe.skipIf(isElsewhere)('effects', () => {
  it('[EFF-1, EFF-3, LIST-4] shuffled, failing and tried again leave the same state as without faults', async () => {
    const calm = await startLocalStack();
    const expected = await converse(calm);
    await calm.stop();
    expect(expected.rows).toMatchObject([
      { phase: 'open', status: -2, agents: [] },
      { phase: 'closed', status: -1 },
    ]);
    expect(expected.waiting).toEqual([0, 0]);
    expect(expected.chatsOfAda).toEqual([]);
    expect(expected.schedules.map((times) => times.length)).toEqual([1, expected.schedules[1]?.length]);

    const rough = await startLocalStack();
    const { faults } = rough.cloud;
    faults.shuffleStreams = true;
    faults.failCalls({ service: 'events', operation: 'PutEvents', count: 30, when: 'before' });
    faults.failCalls({ service: 'sqs', operation: 'SendMessage', count: 12, when: 'before' });
    faults.failCalls({ service: 'scheduler', operation: 'CreateSchedule', count: 4, when: 'after' });
    const found = await converse(rough);
    const gaveUp = rough.cloud.functionOutput().filter((line) => line.includes('EFFECT_GAVE_UP'));
    const failed = rough.cloud.functionOutput().filter((line) => line.includes('EFFECT_FAILED'));
    await rough.stop();
    expect(failed.length).toBeGreaterThan(0);
    expect(gaveUp.length).toBeGreaterThan(0);
    expect(found).toEqual(expected);
  });
});

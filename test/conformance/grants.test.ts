import { afterEach, describe, expect, it } from 'vitest';
import { startWithout } from './support/altered-stack.ts';
import { chatTicket, openChat, transcriptOf } from './support/http.ts';
import { operatorOf } from './support/operator.ts';
import { RawSocket } from './support/sockets.ts';
import { HOUR, MINUTE, isElsewhere, type LocalStack } from './support/stack.ts';

let stack: LocalStack;
afterEach(() => stack.stop());

/** What the cloud said when it refused: who, which call, on what. */
const refusals = (): string[] =>
  stack.lines.flatMap(({ kind, text }) => {
    const said = /^refused (\S+) for LOCAL([A-Za-z]+)Function.*perform: (\S+) on resource: (\S+)/.exec(text);
    return kind === 'refusal' ? [said === null ? text : `${said[2]} ${said[1]} ${said[3]} ${resourceOf(said[4])}`] : [];
  });

const resourceOf = (arn = ''): string => /(ChatsTable|DeskTable|SchedulerRole|ChatBus|WakeQueue)/.exec(arn)?.[1] ?? arn;

describe.skipIf(isElsewhere)('without a grant exactly that call is refused', () => {
  it('dynamodb:PutItem of the socket function: the client is told to try again, and can read', async () => {
    stack = await startWithout({ from: 'Socket', action: 'dynamodb:PutItem', on: 'TablesChatsTable' });
    const chat = await openChat(stack);
    expect(chat.created).toBe(true);
    const socket = await RawSocket.open(stack, await chatTicket(stack, chat));
    expect(await socket.ask({ op: 'hello', v: 1, after: 0 })).toMatchObject({ type: 'error', code: 'try-again' });
    expect(await socket.ask({ op: 'post', id: 'grants.1', seen: 0, text: 'hello' })).toMatchObject({
      code: 'try-again',
    });
    expect(await socket.ask({ op: 'catch-up', after: 0 })).toMatchObject({ type: 'page', position: 1, more: false });
    expect((await transcriptOf(stack, chat)).position).toBe(1);
    socket.close();
    await stack.settle();
    expect(new Set(refusals())).toEqual(new Set(['Socket dynamodb.PutItem dynamodb:PutItem ChatsTable']));
  });

  it('[EFF-3] iam:PassRole of the effects function: no schedule, everything else done, then the dead-letter queue', async () => {
    stack = await startWithout({ from: 'Effects', action: 'iam:PassRole', on: 'SchedulerRole' });
    const operator = operatorOf(stack);
    // Without a presence clock of 45 s the first wake-up is far, so a schedule is asked for.
    await operator.setOptions('slow', { 'flex-disconnect-timeout': 86_400 });
    await operator.setSweep('rate(60 days)');
    const chat = await openChat(stack, { service: 'slow' });
    await stack.settle();
    expect(await operator.schedulesOf(chat.chatId)).toEqual({});
    expect(await operator.rowOf(chat.chatId)).toMatchObject({ status: 1, appliedIndex: 1 });
    expect(operator.announcedOf(chat.chatId)).toEqual(['chat-opened.v1']);
    expect(await operator.depthOf('EffectsRetryQueueUrl')).toBe(1);
    expect(new Set(refusals())).toEqual(new Set(['Effects scheduler.CreateSchedule iam:PassRole SchedulerRole']));
    // A hundred receives, one in six minutes.
    await stack.pass(10 * HOUR + 10 * MINUTE);
    expect(await operator.depthOf('EffectsRetryQueueUrl')).toBe(0);
    expect(await operator.depthOf('EffectsDeadLettersUrl')).toBe(1);
    expect(new Set(refusals()).size).toBe(1);
    operator.leave();
  });

  it('secretsmanager:GetSecretValue of the authorizer: nobody gets a socket', async () => {
    stack = await startWithout({ from: 'Authorize', action: 'secretsmanager:GetSecretValue', on: 'ChatKeys' });
    const chat = await openChat(stack);
    await expect(RawSocket.open(stack, await chatTicket(stack, chat))).rejects.toThrow('refused 500');
    expect(refusals()[0]).toMatch(/^Authorize secretsmanager.GetSecretValue secretsmanager:GetSecretValue /);
  });
});

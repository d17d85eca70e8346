import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, openChat, signIn } from './support/http.ts';
import { operatorOf, type Operator } from './support/operator.ts';
import { customerPage, deskPage, upTo } from './support/people.ts';
import { SECOND, isElsewhere, startLocalStack, type LocalStack } from './support/stack.ts';

const run = promisify(execFile);
const document = readFileSync(new URL('../../docs/MASKING.md', import.meta.url), 'utf8');

/** The first block of one language in the document. */
const blockOf = (language: string): string =>
  new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(document)?.[1] ?? '';

const parse = (line: string): unknown => JSON.parse(line);

describe.skipIf(isElsewhere)('masking rules of services', () => {
  let stack: LocalStack;
  let operator: Operator;

  beforeAll(async () => {
    stack = await startLocalStack();
    operator = operatorOf(stack);
  });
  afterAll(async () => {
    operator.leave();
    await stack.stop();
  });

  it('[MASK-5, MASK-6, MASK-9, MASK-11] answers the commands of docs/MASKING.md as it says', async () => {
    const door = (stack.cloud.outputs['FrontDoorUrl'] ?? '').replace(/\/$/, '');
    const { stdout } = await run('sh', ['-eu', '-c', blockOf('sh')], { env: { ...process.env, DOOR: door } });
    expect(stdout.trim().split('\n').map(parse)).toEqual(blockOf('json').trim().split('\n').map(parse));
  });

  it('[MASK-5] lets no agent in', async () => {
    const bearer = await signIn(stack, 'ada', 'Ada').token();
    const body = { rules: [] };
    const answer = await call(stack, 'PUT', '/services/travel/masking', { bearer, body });
    expect(answer).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    expect((await call(stack, 'GET', '/services/travel/masking')).status).toBe(401);
  });

  it('[MASK-1, MASK-8, MASK-9] keeps a card number out of the log and of every page within 30 s', async () => {
    const bearer = await signIn(stack, 'root', 'Rita', ['administrators']).token();
    const chat = await openChat(stack, { service: 'shop' });
    const customer = await customerPage(stack, chat);
    await customer.client.post('Hello?');
    const rules = [{ name: 'cards', priority: 1, builtIn: 'credit-card', replacement: '[card]' }];
    const answer = await call(stack, 'PUT', '/services/shop/masking', { bearer, body: { rules } });
    expect(answer).toMatchObject({ status: 200, body: { version: 1 } });
    await stack.pass(30 * SECOND);
    const desk = await deskPage(stack, signIn(stack, 'ann', 'Ann'));
    desk.client.watch(chat.chatId);
    await desk.client.join(chat.chatId);
    await customer.client.post('Take 4111 1111 1111 1111, order 4111111111111112');
    const noted = await desk.client.post(chat.chatId, 'I note 4111-1111-1111-1111', { visibility: 'INT' });
    await upTo(desk.shownOf(chat.chatId), noted ?? 0);
    await stack.pass(SECOND);
    const said = ['Hello?', 'Take [card], order 4111111111111112', 'I note [card]'];
    const texts = (await operator.logOf(chat.chatId)).flatMap((event) => ('text' in event ? [event.text] : []));
    expect(texts).toEqual(said);
    const shown = (events: readonly object[]): unknown[] =>
      events.flatMap((event) => ('text' in event ? [event.text] : []));
    expect(shown(customer.shown.seen)).toEqual(said.slice(0, 2));
    expect(shown(desk.shownOf(chat.chatId).seen)).toEqual(said);
    customer.client.disconnect();
    desk.client.disconnect();
  });
});

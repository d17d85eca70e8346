import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, openChat, signIn } from './support/http.ts';
import { operatorOf, type Operator } from './support/operator.ts';
import { customerPage } from './support/people.ts';
import { MINUTE, SECOND, isElsewhere, startLocalStack, type LocalStack } from './support/stack.ts';

const run = promisify(execFile);
const document = readFileSync(new URL('../../docs/OPTIONS.md', import.meta.url), 'utf8');

/** The first block of one language in the document. */
const blockOf = (language: string): string =>
  new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(document)?.[1] ?? '';

describe.skipIf(isElsewhere)('options of services', () => {
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

  it('[OPT-7, OPT-8, OPT-10, OPT-12] answers the commands of docs/OPTIONS.md as it says', async () => {
    const door = (stack.cloud.outputs['FrontDoorUrl'] ?? '').replace(/\/$/, '');
    const { stdout } = await run('sh', ['-eu', '-c', blockOf('sh')], { env: { ...process.env, DOOR: door } });
    expect(stdout.trim().split('\n').map(parse)).toEqual(blockOf('json').trim().split('\n').map(parse));
  });

  it('[OPT-7] lets no agent in', async () => {
    const bearer = await signIn(stack, 'ada', 'Ada').token();
    for (const method of ['GET', 'PATCH'] as const) {
      const answer = await call(stack, method, '/services/travel/options', {
        bearer,
        ...(method === 'PATCH' ? { body: { 'customer-rate': 0 } } : {}),
      });
      expect(answer).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    }
    expect((await call(stack, 'GET', '/services/travel/options')).status).toBe(401);
  });

  it('[OPT-3, OPT-5] is known to every function within 30 s, and to a chat with its next event', async () => {
    const bearer = await signIn(stack, 'root', 'Rita', ['administrators']).token();
    const chat = await openChat(stack, { service: 'quick' });
    const customer = await customerPage(stack, chat);
    await customer.client.post('Hello?');
    const body = { 'async-idle-alert': 120 };
    expect(await call(stack, 'PATCH', '/services/quick/options', { bearer, body })).toMatchObject({ status: 200 });
    await stack.pass(30 * SECOND);
    await customer.client.post('Anybody?');
    expect((await operator.logOf(chat.chatId)).at(-1)).toMatchObject({
      type: 'message-posted',
      periods: { idleAlertSec: 120 },
    });
    await stack.pass(3 * MINUTE);
    expect((await operator.logOf(chat.chatId)).map(({ type }) => type)).toContain('idle-alerted');
    customer.client.disconnect();
  });
});

const parse = (line: string): unknown => JSON.parse(line);

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, newSecret, openChat, signIn } from './support/http.ts';
import { customerPage } from './support/people.ts';
import { SECOND, isElsewhere, startLocalStack, type LocalStack } from './support/stack.ts';

describe.skipIf(isElsewhere)('load limits of services', () => {
  let stack: LocalStack;

  beforeAll(async () => {
    stack = await startLocalStack();
  });
  afterAll(async () => {
    await stack.stop();
  });

  const opening = (secret: string) =>
    call(stack, 'POST', '/chats', { body: { secret, service: 'shop', nickname: 'Carla' } });

  it('[LOAD-1, LOAD-2, LOAD-3] refuse what is too much, let go on what is open, and take chats again when some have closed', async () => {
    const bearer = await signIn(stack, 'root', 'Rita', ['administrators']).token();
    const body = { 'limits-control-enabled': true, 'limit-for-sessions': 2 };
    await call(stack, 'PATCH', '/services/shop/options', { bearer, body });
    const secret = newSecret();
    const first = await openChat(stack, { service: 'shop', secret });
    const second = await openChat(stack, { service: 'shop' });
    const late = newSecret();
    expect(await opening(late)).toMatchObject({ status: 503, body: { code: 'over-limit' } });
    expect(await opening(secret)).toMatchObject({ status: 200, body: { chatId: first.chatId, created: false } });
    const customer = await customerPage(stack, second);
    await customer.client.post('Is anybody there?');
    await stack.pass(20 * SECOND);
    expect(await opening(late)).toMatchObject({ status: 503, body: { code: 'over-limit' } });
    await customer.client.close();
    await stack.pass(20 * SECOND);
    expect(await opening(late)).toMatchObject({ status: 201, body: { created: true } });
    expect(await opening(newSecret())).toMatchObject({ status: 503 });
  });
});

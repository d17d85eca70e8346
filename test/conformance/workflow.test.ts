import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BUS_EVENTS, busEventSchema, type BusEventName } from '../../shared/protocol/bus-events.ts';
import type { SigningKey } from '../support/signed-request.ts';
import { call, openChat, signIn, transcriptOf } from './support/http.ts';
import { operatorOf, type Operator } from './support/operator.ts';
import { customerPage, deskPage, inShort, upTo } from './support/people.ts';
import { DAY, MINUTE, SECOND, isElsewhere, startLocalStack, type LocalStack } from './support/stack.ts';
import { callAs, workflowKey } from './support/workflow.ts';

/** Check-at of a chat of the service `short`, after its opening: both periods with their delays, and the margin. */
const CHECK_AT = 90 * MINUTE + 12_500 + 6_250 + 2 * MINUTE + 9 * MINUTE;

type Handler = (event: { readonly detail: unknown }) => Promise<string>;

/** The Lambda function of docs/WORKFLOW.md. */
const exampleOf = async (): Promise<Handler> => {
  const document = readFileSync(new URL('../../docs/WORKFLOW.md', import.meta.url), 'utf8');
  const code = /<!-- example:stuck -->\s*```js\n([^]*?)```/.exec(document)?.[1] ?? '';
  const module: unknown = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return (module as { handler: Handler }).handler;
};

let stack: LocalStack;
let operator: Operator;
let key: SigningKey;

const isBusEvent = (name: string): name is BusEventName => Object.hasOwn(BUS_EVENTS, name);

/** What the bus heard of a chat, repeats left out, in the order of indexes. */
const heardOf = (chatId: string) => {
  const events = stack.cloud.services.events.list().map(({ event }) => event);
  const own = new Map(
    events.filter(({ detail }) => detail['subject'] === chatId).map((one) => [one.detail['id'], one]),
  );
  const indexOf = ({ detail }: (typeof events)[number]): number =>
    Number(Reflect.get(detail['data'] as object, 'index'));
  return [...own.values()].toSorted((a, b) => indexOf(a) - indexOf(b));
};

describe.skipIf(isElsewhere)('a workflow', () => {
  beforeAll(async () => {
    stack = await startLocalStack();
    operator = operatorOf(stack);
    key = await workflowKey(stack, 'night-watch');
    await operator.setSweep('rate(60 days)');
    await operator.setOptions('short', {
      'async-idle-alert': 3_600,
      'async-idle-close': 1_800,
      'flex-disconnect-timeout': 86_400,
      'session-restore-extend-by': 'esp',
    });
  });
  afterAll(async () => {
    operator.leave();
    await stack.stop();
  });

  it('[FLOW-1, FLOW-2, FLOW-6, FLOW-8, FLOW-10, BUS-1] greets, warns, looks and ends a conversation of people', async () => {
    const chat = await openChat(stack, { userData: { Product: 'lamp' } });
    const path = `/service/chats/${chat.chatId}`;
    const customer = await customerPage(stack, chat);
    const hello = {
      body: { text: 'Hello! Somebody will be with you soon.', nickname: 'Welcome', seen: 1 },
      id: 'greeting.1',
    };
    const greeted = await callAs(stack, key, `POST ${path}/messages`, hello);
    expect(greeted).toMatchObject({ status: 200, body: { repeated: false } });
    expect(await callAs(stack, key, `POST ${path}/messages`, hello)).toEqual({
      status: 200,
      body: { ...greeted.body, repeated: true },
    });
    await upTo(customer.shown, Number(greeted.body['index']));
    expect(customer.shown.seen.map(inShort).at(-1)).toBe(
      '3 Welcome message-posted Hello! Somebody will be with you soon.',
    );

    const desk = await deskPage(stack, signIn(stack, 'ada', 'Ada'));
    await desk.client.join(chat.chatId);
    await callAs(stack, key, `POST ${path}/messages`, {
      body: { text: 'A good customer', visibility: 'INT' },
      id: 'note.0001',
    });
    await callAs(stack, key, `POST ${path}/messages`, {
      body: { text: 'Watch this one', visibility: 'VIP' },
      id: 'watch.001',
    });
    const data = await callAs(stack, key, `PATCH ${path}/user-data`, {
      body: { userData: { Tier: 'gold' } },
      id: 'data.0001',
    });
    const told = await callAs(stack, key, `GET ${path}`);
    expect(told).toMatchObject({
      status: 200,
      body: {
        phase: 'open',
        status: -1,
        index: data.body['index'],
        customer: { nickname: 'Carla', presence: 'connected' },
        agents: [{ agentId: 'ada', nickname: 'Ada' }],
        userData: { Product: 'lamp', Tier: 'gold' },
      },
    });
    const closed = await callAs(stack, key, `POST ${path}/close`, { id: 'close.001' });
    await upTo(desk.shownOf(chat.chatId), Number(closed.body['index']));
    const [atDesk, atHome] = [desk.shownOf(chat.chatId), customer.shown].map(({ seen }) =>
      seen.map(inShort).join('\n'),
    );
    expect(atDesk).toContain('A good customer');
    expect(atHome).not.toContain('A good customer');
    expect(`${atDesk}${atHome}${JSON.stringify(await transcriptOf(stack, chat))}`).not.toContain('Watch this one');
    expect(atHome).toContain('EXTERNAL chat-closed workflow');
    customer.client.disconnect();
    desk.client.disconnect();
    await stack.settle();
    expect(heardOf(chat.chatId).map((event) => event['detail-type'])).toEqual([
      'chat-opened.v1',
      'agent-joined.v1',
      'status-changed.v1',
      'user-data-changed.v1',
      'chat-closed.v1',
    ]);
  });

  it('[AUTH-6] is let in by the policy alone', async () => {
    const { chatId } = await openChat(stack);
    const stranger = await workflowKey(stack, 'stranger', []);
    const before = await operator.logOf(chatId);
    for (const route of [`GET /service/chats/${chatId}`, `POST /service/chats/${chatId}/close`]) {
      const refused = { status: 403, body: { message: 'Forbidden' } };
      expect(await callAs(stack, stranger, route, { id: 'stranger.1' })).toEqual(refused);
      expect(await callAs(stack, { ...key, secretAccessKey: 'guessed' }, route, { id: 'stranger.1' })).toEqual(refused);
      const bearer = await signIn(stack, 'root', 'Rita', ['administrators']).token();
      const [method = '', path = ''] = route.split(' ');
      expect(await call(stack, method === 'GET' ? 'GET' : 'POST', path, { bearer })).toEqual(refused);
    }
    expect(await operator.logOf(chatId)).toEqual(before);
    expect(stack.lines.some(({ kind, text }) => kind === 'refusal' && text.includes('role/outside/stranger'))).toBe(
      true,
    );
  });

  it('[FLOW-9, BUS-1, STUCK-3] of docs/WORKFLOW.md brings a stuck chat back', async () => {
    const handler = await exampleOf();
    vi.stubEnv('DORMOUSE_HTTP_URL', stack.httpUrl);
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', key.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', key.secretAccessKey);
    vi.stubEnv('AWS_SESSION_TOKEN', 'session');
    const { chatId } = await openChat(stack, { service: 'short', userData: { GCTI_Chat_AsyncMode: 'true' } });
    await stack.settle();
    await operator.deleteSchedules(chatId);
    await stack.pass(CHECK_AT - MINUTE);
    await operator.setSweep('rate(1 minute)');
    await stack.pass(3 * MINUTE);
    await operator.setSweep('rate(60 days)');
    const found = heardOf(chatId).find((event) => event['detail-type'] === 'stuck-chat-found.v1');
    if (found === undefined) throw new Error('the chat was not found stuck');
    vi.useFakeTimers({ toFake: ['Date'], now: stack.timers.now() });
    const run = () => stack.traffic.track(handler({ detail: found.detail }));
    const outcomes = [await run(), await run()];
    vi.useRealTimers();
    vi.unstubAllEnvs();
    const { phase } = (await callAs(stack, key, `GET /service/chats/${chatId}`)).body;
    // Found at its alert the chat still waits for an agent; run twice, nothing is there twice.
    if (phase === 'open') expect(outcomes).toEqual(['told', 'told']);
    const types = (await operator.logOf(chatId)).map(({ type, actor }) => `${actor.type} ${type}`);
    expect(types.filter((type) => type.startsWith('EXTERNAL'))).toEqual(
      phase === 'open' ? ['EXTERNAL message-posted', 'EXTERNAL user-data-updated'] : [],
    );
    expect(phase).toBe('open');
  });

  it('[BUS-2, BUS-3] hears what the schemas say, and no word of any chat', async () => {
    const chat = await openChat(stack, { userData: { Pin: '4711' } });
    const customer = await customerPage(stack, chat);
    const desk = await deskPage(stack, signIn(stack, 'ada', 'Ada'));
    await desk.client.join(chat.chatId);
    await customer.client.setUserData({ Pin: '4712' });
    await desk.client.transfer(chat.chatId, 'billing');
    await customer.client.post('my secret is 4711');
    customer.client.disconnect();
    desk.client.disconnect();
    await stack.settle();
    await stack.pass(5 * MINUTE);
    const back = await customerPage(stack, chat);
    back.client.disconnect();
    await stack.pass(2 * DAY + 10 * SECOND);
    const heard = heardOf(chat.chatId);
    const names = new Set(heard.map((event) => event['detail-type']));
    expect([...names].toSorted()).toEqual(
      Object.keys(BUS_EVENTS)
        .filter((name) => name !== 'stuck-chat-found.v1' && name !== 'chat-reported.v1')
        .toSorted(),
    );
    for (const event of stack.cloud.services.events.list().map(({ event: one }) => one)) {
      const name = event['detail-type'];
      if (!isBusEvent(name)) throw new Error(`${name} is not described`);
      expect(v.safeParse(busEventSchema(name, true), event.detail).issues, name).toBeUndefined();
      for (const word of ['4711', '4712', 'Carla', 'secret', 'Watch', 'Hello', 'gold'])
        expect(JSON.stringify(event)).not.toContain(word);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { OPTION_MEANINGS } from '../../shared/domain/option-meanings.ts';
import { OPTION_NAMES, specOf } from '../../shared/domain/option-schema.ts';
import { customerLine, deskLine, framesOf, openChat } from '../support/house-people.ts';
import { HOUSE_START, openHouse, type House, type HouseAnswer } from '../support/house.ts';

const RITA = { sub: 'rita-1', name: 'Rita', 'cognito:groups': '[desk administrators]' };
const path = { service: 'travel' };
const [GET, PATCH, HISTORY] = [
  'GET /services/{service}/options',
  'PATCH /services/{service}/options',
  'GET /services/{service}/options/history',
] as const;

const change = (house: House, body: unknown, headers: Record<string, string> = {}): Promise<HouseAnswer> =>
  house.http(PATCH, { path, claims: RITA, body, headers });

const optionOf = async (house: House, name: string): Promise<unknown> => {
  const { body } = await house.http(GET, { path, claims: RITA });
  const options: unknown = body['options'];
  return Array.isArray(options) ? options.find((option: { name: string }) => option.name === name) : undefined;
};

describe('who may', () => {
  it.each([GET, PATCH, HISTORY])('[OPT-7] %s: administrators, no agent, nobody without an identity', async (route) => {
    const house = openHouse();
    const body = { 'customer-rate': 3 };
    const statusFor = async (claims: Record<string, string> | undefined): Promise<number> =>
      (await house.http(route, { path, body, ...(claims === undefined ? {} : { claims }) })).status;
    expect(await statusFor(undefined)).toBe(401);
    for (const groups of ['', '[]', '[desk]', '[non-administrators]', 'administrators,desk', '[[administrators]]']) {
      expect([groups, await statusFor({ ...RITA, 'cognito:groups': groups })]).toEqual([groups, 403]);
    }
    expect(await house.serviceOptions.history('travel', 10)).toEqual([]);
    for (const groups of ['[administrators]', '[administrators desk]', 'administrators']) {
      expect([groups, await statusFor({ ...RITA, 'cognito:groups': groups })]).toEqual([groups, 200]);
    }
  });

  it.each(['', 'Travel', 'a b', 'x'.repeat(33), '../default'])(
    'names a service as chats do: not "%s"',
    async (service) => {
      const answer = await openHouse().http(GET, { path: { service }, claims: RITA });
      expect(answer).toMatchObject({ status: 400, body: { code: 'bad-frame' } });
    },
  );
});

describe('reading', () => {
  it('[OPT-6, OPT-9] shows every option of a service that nobody has touched', async () => {
    const { status, body } = await openHouse().http(GET, { path, claims: RITA });
    expect({ status, ...body }).toMatchObject({ status: 200, service: 'travel', version: 0 });
    expect(body['options']).toEqual(
      OPTION_NAMES.map((name) => {
        const { section, default: value, inForce } = specOf(name);
        const meaning = OPTION_MEANINGS[name];
        const shown: unknown = expect.objectContaining({ name, section, value, default: value, meaning, inForce });
        return shown;
      }),
    );
    expect(body['options']).toContainEqual({
      name: 'async-idle-alert',
      section: 'settings',
      value: 86_400,
      default: 86_400,
      allowed: 'a whole number from 1 to 1728000',
      unit: 's',
      meaning: 'silence before everybody is told that the chat will be closed',
      inForce: true,
    });
  });

  it('[OPT-12] names who changed an option last', async () => {
    const house = openHouse();
    await change(house, { 'async-idle-alert': 60 });
    house.clock.advance(1_000);
    await change(house, { 'customer-rate': 3 });
    expect(await optionOf(house, 'async-idle-alert')).toMatchObject({
      value: 60,
      default: 86_400,
      changed: { version: 1, at: HOUSE_START, by: { id: 'rita-1', name: 'Rita' } },
    });
    expect(await optionOf(house, 'async-idle-close')).not.toHaveProperty('changed');
  });
});

describe('changing', () => {
  it('[OPT-8] sets what it names, and null sets back', async () => {
    const house = openHouse();
    const steps = [
      { name: 'async-idle-alert', from: null, to: 60 },
      { name: 'message-alert', from: null, to: '' },
    ];
    expect(await change(house, { 'async-idle-alert': 60, 'message-alert': '' })).toEqual({
      status: 200,
      body: {
        service: 'travel',
        version: 1,
        changes: steps,
        apply: { walk: 1, startedAt: HOUSE_START, chats: 0, changed: 0, failed: 0 },
      },
    });
    expect(await house.options.of('travel')).toMatchObject({ idleAlertSec: 60, messageAlert: '' });
    expect((await house.options.of('default')).idleAlertSec).toBe(86_400);
    await change(house, { 'async-idle-alert': null });
    expect(await house.options.of('travel')).toMatchObject({ idleAlertSec: 86_400, messageAlert: '' });
  });

  const mistakes: (readonly [unknown, string, string])[] = [
    [{ 'async-idle-alert': 0 }, 'async-idle-alert', '0'],
    [{ 'async-idle-alert': '60' }, 'async-idle-alert', '"60"'],
    [{ 'customer-rate': 1.5 }, 'customer-rate', '1.5'],
    [{ 'message-alert': 7 }, 'message-alert', '7'],
    [{ 'flex-push-enabled': 'yes' }, 'flex-push-enabled', '"yes"'],
    [{ 'limit-for-flex-users': 10 }, 'limit-for-flex-users', '10'],
    [{ colour: { of: 'sky' } }, 'colour', '{"of":"sky"}'],
  ];

  it.each(mistakes)('[OPT-8, OPT-9] refuses %j and changes nothing', async (wrong, name, value) => {
    const house = openHouse();
    const answer = await change(house, { 'customer-rate': 3, ...Object(wrong) });
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-option', options: [{ name, value }] } });
    const [mistake] = answer.body['options'] as { allowed: string }[];
    expect(answer.body['detail']).toBe(
      `unable to change the options, and none is changed; ${name}: ${value} must be ${mistake?.allowed}`,
    );
    expect(await house.serviceOptions.read('travel')).toMatchObject({ version: 0 });
  });

  it('[OPT-8] names five mistakes and counts the rest, without long values', async () => {
    const body = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`${n}`.repeat(200), 'x'.repeat(300)]));
    const answer = await change(openHouse(), body);
    expect(answer.body['options']).toHaveLength(5);
    expect(answer.body['detail']).toMatch(/; and 4 more$/);
    expect(JSON.stringify(answer.body).length).toBeLessThan(2_500);
  });

  it.each([
    ['{', 'bad-json'],
    ['[]', 'bad-frame'],
    ['null', 'bad-frame'],
    ['7', 'bad-frame'],
    ['{}', 'bad-frame'],
  ])('[PROTO-3] refuses the body %s', async (body, code) => {
    expect(await change(openHouse(), body)).toMatchObject({ status: 400, body: { code } });
  });

  it('[OPT-10] over the version it names, and over no other', async () => {
    const house = openHouse();
    expect(await change(house, { 'customer-rate': 3 }, { 'if-match': '"0"' })).toMatchObject({ status: 200 });
    const stale = await change(house, { 'customer-rate': 4 }, { 'if-match': '"0"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'stale-version' } });
    expect(await change(house, { 'customer-rate': 5 }, { 'if-match': '*' })).toMatchObject({ status: 200 });
    const odd = await change(house, { 'customer-rate': 6 }, { 'if-match': 'W/"2"' });
    expect(odd).toMatchObject({ status: 400, body: { code: 'bad-frame' } });
    expect((await house.options.of('travel')).customerPerSec).toBe(5);
  });

  it('[OPT-10] decides again when another change comes first', async () => {
    const house = openHouse();
    const answers = await Promise.all([
      change(house, { 'customer-rate': 3 }),
      change(house, { 'agent-rate': 7 }),
      change(house, { 'async-idle-alert': 60 }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await house.options.of('travel')).toMatchObject({ customerPerSec: 3, agentPerSec: 7, idleAlertSec: 60 });
  });

  it('[OPT-11] a second time changes nothing, whatever version it names', async () => {
    const house = openHouse();
    await change(house, { 'customer-rate': 3 }, { 'if-match': '"0"' });
    expect(await change(house, { 'customer-rate': 3 }, { 'if-match': '"0"' })).toEqual({
      status: 200,
      body: { service: 'travel', version: 1, changes: [] },
    });
    expect(await house.serviceOptions.history('travel', 10)).toHaveLength(1);
  });
});

describe('the history', () => {
  it('[OPT-12] says who changed what, newest first, page by page', async () => {
    const house = openHouse();
    for (const rate of [3, 4, 5]) await change(house, { 'customer-rate': rate });
    const read = (query: Record<string, string>) => house.http(HISTORY, { path, claims: RITA, query });
    const by = { id: 'rita-1', name: 'Rita' };
    const entry = (version: number, from: number | null, to: number) => ({
      version,
      at: HOUSE_START,
      by,
      changes: [{ name: 'customer-rate', from, to }],
    });
    expect((await read({ limit: '2' })).body).toEqual({
      service: 'travel',
      changes: [entry(3, 4, 5), entry(2, 3, 4)],
      next: 2,
    });
    expect((await read({ before: '2' })).body).toEqual({ service: 'travel', changes: [entry(1, null, 3)] });
    for (const query of [{ limit: '0' }, { limit: '101' }, { limit: 'x' }, { before: '0' }, { before: '1.5' }]) {
      expect(await read(query)).toMatchObject({ status: 400, body: { code: 'bad-frame' } });
    }
  });
});

describe('in force', () => {
  it('[TYP-3] masks the digits of previews, of any script', async () => {
    const house = openHouse();
    const chatId = await openChat(house);
    const [customer, desk] = [customerLine(house, chatId), deskLine(house)];
    await house.frame(customer, { op: 'hello', v: 1 });
    await house.frame(desk, { op: 'hello', v: 1 });
    await house.frame(desk, { op: 'join', id: 'desk0001.1', seen: 1, chat: chatId });
    const shown = async (preview: string): Promise<unknown> => {
      await house.frame(customer, { op: 'typing', on: true, preview });
      return framesOf(house, desk).at(-1);
    };
    expect(await shown('card 4711 ٣')).toMatchObject({ type: 'typing', preview: 'card 4711 ٣' });
    const body = { 'typing-preview': 'message', 'default-repchar': '$' };
    await house.http(PATCH, { path: { service: 'default' }, claims: RITA, body });
    expect(await shown('card 4711 ٣')).toMatchObject({ type: 'typing', preview: 'card $$$$ $' });
  });

  it('[PROV-3] opens chats with REST keys as the service says', async () => {
    const house = openHouse();
    const userData = {
      GCTI_Chat_PushSubscribe: 'true',
      GCTI_GMS_PushDeviceId: 'device-1',
      GCTI_GMS_PushDeviceType: 'customhttp',
    };
    const presenceOf = async (secret: string): Promise<number | undefined> => {
      const chatId = await openChat(house, secret, userData);
      return house.log.events(chatId)[0]?.periods?.presenceSec;
    };
    expect(await presenceOf('first-secret-0123456789ab')).toBe(45);
    await house.http(PATCH, { path: { service: 'default' }, claims: RITA, body: { 'flex-push-on-join': true } });
    expect(await presenceOf('second-secret-0123456789a')).toBe(86_400);
  });
});

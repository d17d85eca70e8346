import { describe, expect, it } from 'vitest';
import { customerLine, deskLine, framesOf, openChat } from '../support/house-people.ts';
import { HOUSE_START, openHouse, type House, type HouseAnswer } from '../support/house.ts';

const RITA = { sub: 'rita-1', name: 'Rita', 'cognito:groups': '[administrators]' };
const path = { service: 'default' };
const [GET, PUT, HISTORY, TEST] = [
  'GET /services/{service}/masking',
  'PUT /services/{service}/masking',
  'GET /services/{service}/masking/history',
  'POST /services/{service}/masking/test',
] as const;

const CARDS = { name: 'cards', priority: 1, builtIn: 'credit-card' };
const NAMES = { name: 'names', priority: 2, expression: 'rumpel[a-z]{0,20}', ignoreCase: true, replacement: '[name]' };
const CARD = 'pay with 4111 1111 1111 1111';
const MASKED = 'pay with **** **** **** ****';

const put = (house: House, rules: unknown, headers: Record<string, string> = {}): Promise<HouseAnswer> =>
  house.http(PUT, { path, claims: RITA, body: { rules }, headers });
const test = (house: House, body: unknown): Promise<HouseAnswer> => house.http(TEST, { path, claims: RITA, body });

describe('who may', () => {
  it.each([GET, PUT, HISTORY, TEST])(
    '[MASK-5] %s: administrators, no agent, nobody without an identity',
    async (route) => {
      const house = openHouse();
      const body = route === PUT ? { rules: [CARDS] } : { text: 'x' };
      const statusFor = async (claims: Record<string, string> | undefined): Promise<number> =>
        (await house.http(route, { path, body, ...(claims === undefined ? {} : { claims }) })).status;
      expect(await statusFor(undefined)).toBe(401);
      expect(await statusFor({ ...RITA, 'cognito:groups': '[desk]' })).toBe(403);
      expect(await house.serviceMasking.history('default', 10)).toEqual([]);
      expect(await statusFor(RITA)).toBe(200);
      const odd = await house.http(route, { path: { service: 'A b' }, body, claims: RITA });
      expect(odd).toMatchObject({ status: 400, body: { code: 'bad-frame' } });
    },
  );
});

describe('rules over HTTP', () => {
  it('[MASK-5, MASK-9] are put in place of all there were, exported, and imported again', async () => {
    const house = openHouse();
    expect(await house.http(GET, { path, claims: RITA })).toEqual({
      status: 200,
      body: { service: 'default', version: 0, rules: [] },
    });
    expect(await put(house, [NAMES, CARDS])).toEqual({
      status: 200,
      body: {
        service: 'default',
        version: 1,
        changes: [
          { name: 'cards', from: null, to: CARDS },
          { name: 'names', from: null, to: NAMES },
        ],
      },
    });
    const { body: exported } = await house.http(GET, { path, claims: RITA });
    expect(exported).toEqual({
      service: 'default',
      version: 1,
      rules: [CARDS, NAMES],
      changed: { version: 1, at: HOUSE_START, by: { id: 'rita-1', name: 'Rita' } },
    });
    const travel = { service: 'travel' };
    const imported = await house.http(PUT, { path: travel, claims: RITA, body: exported });
    expect(imported).toMatchObject({ status: 200, body: { service: 'travel', version: 1 } });
    const copy = await house.http(GET, { path: travel, claims: RITA });
    expect(copy.body['rules']).toEqual(exported['rules']);
  });

  it('[MASK-9] change over the version that is named, and a repeat changes nothing', async () => {
    const house = openHouse();
    expect(await put(house, [CARDS], { 'if-match': '"0"' })).toMatchObject({ status: 200, body: { version: 1 } });
    expect(await put(house, [CARDS], { 'if-match': '"0"' })).toEqual({
      status: 200,
      body: { service: 'default', version: 1, changes: [] },
    });
    expect(await put(house, [NAMES], { 'if-match': '"0"' })).toMatchObject({
      status: 412,
      body: { code: 'stale-version' },
    });
    expect(await put(house, [], { 'if-match': '"x"' })).toMatchObject({ status: 400, body: { code: 'bad-frame' } });
    await put(house, []);
    const { body } = await house.http(HISTORY, { path, claims: RITA, query: { limit: '1' } });
    expect(body).toMatchObject({
      changes: [{ version: 2, changes: [{ name: 'cards', from: CARDS, to: null }] }],
      next: 2,
    });
    const older = await house.http(HISTORY, { path, claims: RITA, query: { before: '2' } });
    expect(older.body).toMatchObject({ changes: [{ version: 1, by: { id: 'rita-1', name: 'Rita' } }] });
    expect(await house.http(HISTORY, { path, claims: RITA, query: { limit: '0' } })).toMatchObject({ status: 400 });
  });

  it.each([
    [{ ...CARDS, priority: 0 }, 'bad-frame', 'rules.0.priority: must be at least 1'],
    [{ ...CARDS, priority: 1.5 }, 'bad-frame', 'rules.0.priority: must be a whole number'],
    [{ ...CARDS, name: ' ' }, 'bad-frame', 'rules.0.name: must have at least 1 character'],
    [
      { ...CARDS, builtIn: 'iban' },
      'bad-frame',
      'rules.0.builtIn: must be one of "credit-card", "north-american-phone", "us-ssn", "e-mail"',
    ],
    ['digits', 'bad-frame', 'rules.0: must be an object'],
    [{ name: 'cards', priority: 1 }, 'bad-rule', 'rule "cards", expression: must be given, or builtIn'],
    [{ ...CARDS, replacement: '' }, 'bad-frame', 'rules.0.replacement: must have at least 1 character'],
    [{ ...CARDS, colour: 'red' }, 'bad-frame', 'rules.0.colour: is not a known field'],
    [{ ...NAMES, expression: 'x'.repeat(501) }, 'bad-frame', 'rules.0.expression: must have at most 500 characters'],
    [{ ...NAMES, expression: '(' }, 'bad-rule', 'rule "names", expression: "(" must be a regular expression'],
    [{ ...NAMES, expression: 'a+' }, 'bad-rule', 'must be a regular expression that says how often at most'],
    [{ ...NAMES, expression: '(?:a|a){1,20}b' }, 'bad-rule', 'must be a simpler regular expression'],
    [{ ...NAMES, builtIn: 'us-ssn' }, 'bad-rule', 'builtIn: "us-ssn" must be left out beside expression'],
  ])('[MASK-5, MASK-6] refuse %j with %s', async (rule, code, words) => {
    const house = openHouse();
    await put(house, [CARDS]);
    const answer = await put(house, [rule]);
    expect(answer).toMatchObject({ status: 400, body: { code } });
    expect(answer.body['detail']).toContain(words);
    expect(await test(house, { text: 'x', rules: [rule] })).toMatchObject({ status: 400, body: { code } });
    expect((await house.serviceMasking.read('default')).version).toBe(1);
  });

  it('[MASK-5] are at most 20, and at most 8,192 bytes together', async () => {
    const house = openHouse();
    const many = (count: number, length: number) =>
      Array.from({ length: count }, (_, n) => ({ name: `r${n}`, priority: n + 1, expression: 'x'.repeat(length) }));
    expect(await put(house, many(21, 1))).toMatchObject({ status: 400, body: { code: 'bad-frame' } });
    expect((await put(house, many(21, 1))).body['detail']).toContain('rules: must have at most 20 entries');
    expect(await put(house, many(20, 400))).toMatchObject({ status: 400, body: { code: 'bad-frame' } });
    expect((await put(house, many(20, 400))).body['detail']).toContain('must take at most 8192 bytes together');
    expect(await put(house, many(20, 90))).toMatchObject({ status: 200 });
    expect(await house.http(PUT, { path, claims: RITA, body: '{' })).toMatchObject({ body: { code: 'bad-json' } });
    expect(await test(house, '{')).toMatchObject({ body: { code: 'bad-json' } });
  });
});

describe('a test', () => {
  it('[MASK-11] shows what becomes of a sample, and which rule did it', async () => {
    const house = openHouse();
    await put(house, [NAMES, CARDS]);
    expect(await test(house, { text: `Rumpelstilz: ${CARD}` })).toEqual({
      status: 200,
      body: {
        service: 'default',
        text: `[name]: ${MASKED}`,
        steps: [
          { rule: 'cards', text: `Rumpelstilz: ${MASKED}` },
          { rule: 'names', text: `[name]: ${MASKED}` },
        ],
      },
    });
    expect((await test(house, { text: 'nothing' })).body).toEqual({ service: 'default', text: 'nothing', steps: [] });
  });

  it('[MASK-11] tries other rules, with the character of the service, and stores neither them nor the sample', async () => {
    const house = openHouse();
    await house.http('PATCH /services/{service}/options', { path, claims: RITA, body: { 'default-repchar': 'X' } });
    const rules = [{ name: 'a', priority: 1, expression: 'cat' }];
    expect((await test(house, { text: 'cat', rules })).body).toMatchObject({ text: 'XXX' });
    expect((await house.serviceMasking.read('default')).version).toBe(0);
    expect(JSON.stringify(house.journal.noted())).not.toContain('cat');
  });

  it('[MASK-7, MASK-11] is refused for a sample that is or becomes too long', async () => {
    const house = openHouse();
    const rules = [{ name: 'a', priority: 1, expression: 'a', replacement: 'b'.repeat(40) }];
    expect(await test(house, { text: 'a'.repeat(500), rules })).toMatchObject({
      status: 413,
      body: { code: 'too-long' },
    });
    expect(await test(house, { text: 'a'.repeat(16_385) })).toMatchObject({ status: 400, body: { code: 'bad-frame' } });
    expect(await test(house, { text: '' })).toMatchObject({ status: 400, body: { code: 'bad-frame' } });
  });
});

describe('in force', () => {
  const chatting = async () => {
    const house = openHouse();
    await put(house, [CARDS]);
    const chatId = await openChat(house);
    const [customer, desk] = [customerLine(house, chatId), deskLine(house)];
    await house.frame(customer, { op: 'hello', v: 1 });
    await house.frame(desk, { op: 'hello', v: 1 });
    await house.frame(desk, { op: 'join', id: 'desk0001.1', seen: 1, chat: chatId });
    return { house, chatId, customer, desk };
  };

  it('[MASK-1] lets neither the log nor anybody else see what was masked', async () => {
    const { house, chatId, customer, desk } = await chatting();
    await house.frame(customer, { op: 'post', id: 'cust0001.1', seen: 2, text: CARD });
    const internal = { op: 'post', id: 'desk0001.2', seen: 3, chat: chatId, text: `note: ${CARD}`, visibility: 'INT' };
    await house.frame(desk, internal);
    await house.frame(customer, { op: 'notice', id: 'cust0001.2', seen: 3, notice: 'custom', text: CARD });
    await house.frame(customer, { op: 'typing', on: true, preview: CARD });
    const texts = house.log.events(chatId).flatMap((event) => ('text' in event ? [event.text] : []));
    expect(texts).toEqual([MASKED, `note: ${MASKED}`, MASKED]);
    const shown = [...framesOf(house, desk), ...framesOf(house, customer)];
    expect(JSON.stringify(shown)).toContain(MASKED);
    expect(JSON.stringify([shown, house.log.events(chatId), house.journal.noted()])).not.toContain('1111');
    expect(framesOf(house, desk)).toContainEqual(expect.objectContaining({ type: 'typing', preview: MASKED }));
  });

  it('[MASK-8] acknowledges what was masked without its place, so that its author reads it from the log', async () => {
    const { house, customer } = await chatting();
    const masked = { op: 'post', id: 'cust0001.1', seen: 2, text: CARD };
    const { index } = (await house.frame(customer, masked)) as { index: number };
    expect(await house.frame(customer, masked)).toEqual({ ...ackOf('cust0001.1', index), repeated: true });
    const plain = { op: 'post', id: 'cust0001.2', seen: index, text: 'hello' };
    expect(await house.frame(customer, plain)).toMatchObject({ index: index + 1, prev: index, at: HOUSE_START });
    const notice = { op: 'notice', id: 'cust0001.3', seen: index, notice: 'custom', text: CARD };
    expect(await house.frame(customer, notice)).toEqual(ackOf('cust0001.3', index + 2));
  });

  const ackOf = (ref: string, index: number) => ({ type: 'ack', ref, chat: expect.any(String) as string, index });

  it('[MASK-7] leaves out a preview that masking makes too long', async () => {
    const { house, customer, desk } = await chatting();
    await put(house, [{ name: 'a', priority: 1, expression: 'a', replacement: 'b'.repeat(40) }]);
    await house.frame(customer, { op: 'typing', on: true, preview: 'a'.repeat(500) });
    expect(framesOf(house, desk).at(-1)).toEqual(expect.not.objectContaining({ preview: expect.anything() as string }));
  });

  it('[MASK-1, TYP-3] masks previews by rules first, and then their digits', async () => {
    const { house, customer, desk } = await chatting();
    await put(house, [{ name: 'a', priority: 1, expression: String.raw`\d{4}`, replacement: '[n]' }]);
    const shown = async (preview: string): Promise<unknown> => {
      await house.frame(customer, { op: 'typing', on: true, preview });
      return framesOf(house, desk).at(-1);
    };
    expect(await shown('pin 4711 of 42')).toMatchObject({ preview: 'pin [n] of 42' });
    await house.http('PATCH /services/{service}/options', {
      path,
      claims: RITA,
      body: { 'typing-preview': 'message' },
    });
    expect(await shown('pin 4711 of 42')).toMatchObject({ preview: 'pin [n] of **' });
  });
});

import { describe, expect, it } from 'vitest';
import { customerLine, deskLine, framesOf, openChat } from '../support/house-people.ts';
import { openHouse, type House, type HouseAnswer, type HouseLine, type HouseRequest } from '../support/house.ts';

const FLOW = 'AROAFLOWAAAAAAAAAAAAA:run-1';
const DAY_MS = 86_400_000;

interface Room {
  readonly house: House;
  readonly chat: string;
  readonly customer: HouseLine;
  readonly ann: HouseLine;
}

/** A customer, and an agent in the chat: the newest event is the join, at 3. */
const openRoom = async (): Promise<Room> => {
  const house = openHouse();
  house.options.set('default', { restoreBy: 'esp' });
  const chat = await openChat(house, undefined, { Product: 'lamp', Order: '17' });
  const room = { house, chat, customer: customerLine(house, chat), ann: deskLine(house) };
  await house.frame(room.customer, { op: 'hello', v: 1 });
  await house.frame(room.ann, { op: 'hello', v: 1 });
  await house.frame(room.ann, { op: 'join', id: 'flow0001.1', seen: 1, chat });
  await house.runEffects();
  return room;
};

/** A request of the workflow about the room's chat. */
const ask = ({ house, chat }: Room, route: string, request: HouseRequest = {}): Promise<HouseAnswer> => {
  const [method, rest = ''] = route.split(' ');
  return house.http(`${method} /service/chats/{chatId}${rest}`, { path: { chatId: chat }, callerId: FLOW, ...request });
};

const lastOf = ({ house }: Room, line: HouseLine): unknown => framesOf(house, line).at(-1);

describe('a message of a workflow', () => {
  it('[FLOW-1, FLOW-4, FLOW-10, DLV-6] is answered with its index and shown to everybody', async () => {
    const room = await openRoom();
    const body = { id: 'greeting-1', text: 'We are back at nine.', nickname: 'Night watch', messageType: 'info' };
    expect(await ask(room, 'POST /messages', { body })).toEqual({
      status: 200,
      body: { chatId: room.chat, index: 4, repeated: false },
    });
    for (const line of [room.customer, room.ann]) {
      expect(lastOf(room, line)).toMatchObject({
        type: 'event',
        event: {
          index: 4,
          prev: 3,
          from: { type: 'EXTERNAL', nickname: 'Night watch' },
          text: body.text,
          messageType: 'info',
        },
      });
    }
    expect(JSON.stringify(framesOf(room.house, room.ann))).not.toContain('AROAFLOW');
  });

  it.each([
    ['INT', 1],
    ['VIP', 0],
  ] as const)('[FLOW-2, VIS-1, FLOW-10] with visibility %s reaches %i of the two', async (visibility, agents) => {
    const room = await openRoom();
    const before = [room.customer, room.ann].map((line) => framesOf(room.house, line).length);
    await ask(room, 'POST /messages', { body: { id: 'hidden-01', text: 'Fraud suspected', visibility } });
    const after = [room.customer, room.ann].map((line) => framesOf(room.house, line).length);
    expect(after.map((count, place) => count - (before[place] ?? 0))).toEqual([0, agents]);
    const transcript = await room.house.http('GET /desk/chats/{chatId}/transcript', {
      path: { chatId: room.chat },
      claims: { sub: 'ann' },
    });
    expect(JSON.stringify(transcript.body).includes('Fraud')).toBe(agents === 1);
  });

  it('[FLOW-3] as a bot is no activity', async () => {
    const room = await openRoom();
    const idleOf = async () => (await room.house.log.load(room.chat, 'strong'))?.state.idle;
    const before = await idleOf();
    room.house.clock.advance(60_000);
    await ask(room, 'POST /messages', { body: { id: 'bot-00001', text: 'Beep', style: 'BOT' } });
    expect(await idleOf()).toEqual(before);
    await ask(room, 'POST /messages', { body: { id: 'flow-0001', text: 'Hello' } });
    expect(await idleOf()).toEqual({ since: room.house.clock.now() });
  });
});

describe('a notice of a workflow', () => {
  it.each(['USER_PUSHED_URL', 'pushed-url'])('[FLOW-5] %s pushes a page', async (noticeType) => {
    const room = await openRoom();
    const body = { id: 'notice-01', noticeType, text: 'https://shop.example/lamps' };
    expect(await ask(room, 'POST /notices', { body })).toMatchObject({ status: 200, body: { index: 4 } });
    expect(lastOf(room, room.customer)).toMatchObject({
      event: { type: 'notice-sent', notice: 'pushed-url', from: { type: 'EXTERNAL' }, text: body.text },
    });
  });

  it.each([
    ['USER_PUSHED_URL', 'javascript:alert(1)', 'text: must be an http or https URL'],
    ['nickname-changed', 'Watch', 'noticeType: must be'],
  ])('[FLOW-5, PROTO-3] %s %s is refused', async (noticeType, text, why) => {
    const answer = await ask(await openRoom(), 'POST /notices', { body: { id: 'notice-01', noticeType, text } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-frame' } });
    expect(answer.body['detail']).toContain(why);
  });
});

describe('user data and the close', () => {
  it('[FLOW-1, FLOW-8, DATA-1] are the workflow’s too', async () => {
    const room = await openRoom();
    const userData = { Priority: 'high', Order: null };
    expect(
      await ask(room, 'PATCH /user-data', { body: { userData }, headers: { 'idempotency-key': 'data-0001' } }),
    ).toEqual({ status: 200, body: { chatId: room.chat, index: 4, repeated: false } });
    expect(lastOf(room, room.ann)).toMatchObject({ event: { type: 'user-data-updated', userData } });
    const { body } = await ask(room, 'GET ');
    expect(body['userData']).toEqual({ GCTI_Chat_AsyncMode: 'true', Product: 'lamp', Priority: 'high' });
    expect(await ask(room, 'POST /close', { headers: { 'idempotency-key': 'close-001' } })).toMatchObject({
      status: 200,
    });
    expect(lastOf(room, room.customer)).toMatchObject({ event: { type: 'chat-closed', cause: 'workflow' } });
    expect((await ask(room, 'GET ')).body).toMatchObject({ phase: 'closed', deadlines: [], index: 5 });
    const late = await ask(room, 'POST /messages', { body: { id: 'too-late-1', text: 'Hello?' } });
    expect(late).toMatchObject({ status: 409, body: { code: 'chat-closed' } });
  });
});

describe('the id of a workflow’s command', () => {
  const text = { text: 'Hello' };

  it('[FLOW-6, CMD-6] may come as a header, in quotes or bare, or in the body; a repeat is shown again', async () => {
    const room = await openRoom();
    const tries: HouseRequest[] = [
      { body: { ...text, id: 'same-0001' } },
      { body: text, headers: { 'idempotency-key': 'same-0001' } },
      { body: text, headers: { 'idempotency-key': '"same-0001"' } },
      { body: { ...text, id: 'same-0001' }, headers: { 'idempotency-key': 'same-0001' } },
    ];
    const answers = [];
    for (const request of tries) answers.push((await ask(room, 'POST /messages', request)).body);
    expect(answers.map(({ index, repeated }) => ({ index, repeated }))).toEqual([
      { index: 4, repeated: false },
      { index: 4, repeated: true },
      { index: 4, repeated: true },
      { index: 4, repeated: true },
    ]);
    expect(room.house.log.events(room.chat)).toHaveLength(4);
    expect(framesOf(room.house, room.customer).filter((frame) => JSON.stringify(frame).includes('Hello'))).toHaveLength(
      4,
    );
  });

  it.each([
    ['is missing', { body: text }, 'is missing, and the body has no id'],
    [
      'differs',
      { body: { ...text, id: 'same-0001' }, headers: { 'idempotency-key': 'same-0002' } },
      'must be the same',
    ],
    ['is too short', { body: text, headers: { 'idempotency-key': 'short' } }, 'must be 8 to 80 characters'],
    ['has a slash', { body: text, headers: { 'idempotency-key': 'c/customer-1' } }, 'must be 8 to 80 characters'],
  ])('[FLOW-6, PROTO-3] that %s is refused by naming it', async (_how, request, why) => {
    const room = await openRoom();
    const answer = await ask(room, 'POST /messages', request);
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-frame' } });
    expect(answer.body['detail']).toContain(why);
    expect(room.house.log.events(room.chat)).toHaveLength(3);
  });

  it('[FLOW-7] is the same in every session of a role, and another one in another role', async () => {
    const room = await openRoom();
    const request = { body: { ...text, id: 'same-0001' } };
    await ask(room, 'POST /messages', request);
    const next = await ask(room, 'POST /messages', { ...request, callerId: 'AROAFLOWAAAAAAAAAAAAA:run-2' });
    expect(next.body).toMatchObject({ index: 4, repeated: true });
    const other = await ask(room, 'POST /messages', { ...request, callerId: 'AROAOTHERAAAAAAAAAAAA:run-1' });
    expect(other.body).toMatchObject({ index: 5, repeated: false });
  });

  /** Forty messages of the agent, which the window of 32 cannot hold together. */
  const chatter = async (room: Room, count: number): Promise<void> => {
    for (let n = 0; n < count; n++) {
      room.house.clock.advance(1_000);
      const frame = { op: 'post', id: `chatter${n}.1`, seen: 9_999, chat: room.chat, text: `m${n}` };
      expect(await room.house.frame(room.ann, frame)).toMatchObject({ type: 'ack' });
    }
  };

  it('[FLOW-6, CMD-2] is found in the log when the window has forgotten it, also after the close', async () => {
    const room = await openRoom();
    const request = { body: { ...text, id: 'same-0001', seen: 3 } };
    await ask(room, 'POST /messages', request);
    await chatter(room, 40);
    expect((await ask(room, 'POST /messages', request)).body).toMatchObject({ index: 4, repeated: true });
    const unseen = { body: { ...text, id: 'same-0001' } };
    expect((await ask(room, 'POST /messages', unseen)).body).toMatchObject({ index: 4, repeated: true });
    expect((await ask(room, 'POST /messages', { body: { ...text, id: 'new-00001', seen: 3 } })).body).toMatchObject({
      index: 45,
      repeated: false,
    });
    await ask(room, 'POST /close', { body: { id: 'close-001', seen: 44 } });
    expect((await ask(room, 'POST /messages', request)).body).toMatchObject({ index: 4, repeated: true });
  });

  it('[FLOW-6] that lies further back than is looked is refused, not taken for new', async () => {
    const room = await openRoom();
    const { log } = room.house;
    await chatter(room, 33);
    const newest = log.events(room.chat).at(-1);
    if (newest === undefined) throw new Error('the chat has no event');
    for (let index = newest.index + 1; index <= 2_100; index++) {
      const event = { ...newest, index, id: `a/ann/far.${index}`, at: newest.at + index };
      const state = index % 8 === 0 ? (await log.load(room.chat, 'strong'))?.state : undefined;
      const { evolve } = await import('../../shared/domain/evolve.ts');
      await log.append(room.chat, {
        event,
        effects: [],
        ...(state === undefined ? {} : { snapshot: evolve(state, event) }),
      });
    }
    const refused = await ask(room, 'POST /messages', { body: { ...text, id: 'same-0001' } });
    expect(refused).toMatchObject({ status: 409, body: { code: 'catch-up-first' } });
    expect(refused.body['detail']).toContain('seen: must be a later position than 0');
    room.house.clock.advance(DAY_MS);
    const later = await ask(room, 'POST /messages', { body: { ...text, id: 'same-0001', seen: 2_000 } });
    expect(later.body).toMatchObject({ index: 2_101, repeated: false });
  });
});

describe('what a workflow is told of a chat', () => {
  it('[FLOW-8] is all of its state and none of its words', async () => {
    const room = await openRoom();
    const { house, chat, customer, ann } = room;
    await house.frame(customer, { op: 'post', id: 'flow0001.2', seen: 3, text: 'my secret is 4711' });
    await house.frame(ann, { op: 'hold', id: 'flow0001.3', seen: 4, chat, workbin: 'later' });
    const now = house.clock.now();
    const { status, body } = await ask(room, 'GET ');
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        chatId: chat,
        service: 'default',
        phase: 'open',
        index: 5,
        at: now,
        openedAt: now,
        status: -2,
        statusAt: now,
        checkAt: now + 86_400_000 + 300_000 + 3_600_000 + 12_500 + 120_000 + 780_000,
        activeAt: now,
        customer: { nickname: 'Mia', presence: 'connected', seen: 3, push: false },
        agents: [],
        workbin: 'later',
        userData: { GCTI_Chat_AsyncMode: 'true', Product: 'lamp', Order: '17' },
        deadlines: [
          { kind: 'lease', at: now + 7_800_000 },
          { kind: 'idle-alert', at: expect.any(Number) as number },
        ],
      },
    });
    expect(JSON.stringify(body)).not.toContain('4711');
    expect(await ask(room, 'POST ')).toEqual({ status, body });
    expect(house.log.events(chat)).toHaveLength(5);
  });

  it('[FLOW-8] says whether the customer is there, away or removed', async () => {
    const room = await openRoom();
    const presenceOf = async (): Promise<unknown> => (await ask(room, 'GET ')).body['customer'];
    expect(await presenceOf()).toMatchObject({ presence: 'connected' });
    await room.house.leave(room.customer);
    const absentSince = room.house.clock.now();
    expect(await presenceOf()).toMatchObject({ presence: 'absent', absentSince });
    for (let half = 0; half < 4; half++) {
      room.house.clock.advance(60_000);
      await room.house.runEffects();
      await room.house.runWakeUps();
    }
    expect(await presenceOf()).toMatchObject({ presence: 'removed' });
  });

  it('[FLOW-8] of no chat is 404, of no chat’s id 400', async () => {
    const room = await openRoom();
    expect(await ask(room, 'GET ', { path: { chatId: 'a'.repeat(26) } })).toMatchObject({ status: 404 });
    expect(await ask(room, 'GET ', { path: { chatId: 'nothing' } })).toMatchObject({ status: 400 });
    expect(
      await ask(room, 'POST /messages', { path: { chatId: 'a'.repeat(26) }, body: { id: 'same-0001', text: 'x' } }),
    ).toMatchObject({ status: 404, body: { code: 'chat-not-found' } });
  });
});

describe('induced restoration', () => {
  it.each(['GET ', 'POST ', 'POST /messages'])('[FLOW-9, STUCK-1, FLOW-10] comes before %s', async (route) => {
    const room = await openRoom();
    const { house, chat } = room;
    // The wake-ups are lost; nobody has looked at the chat for two days.
    house.clock.advance(2 * DAY_MS);
    const body = route.includes('messages') ? { body: { id: 'after-001', text: 'Are you still there?' } } : {};
    const answer = await ask(room, route, { query: { induceRestore: 'true' }, ...body });
    expect(answer.status).toBe(200);
    const types = house.log.events(chat).map(({ type }) => type);
    expect(types.slice(3)).toContain('idle-alerted');
    if (route.includes('messages')) expect(types.at(-1)).toBe('message-posted');
    else {
      expect(answer.body).toMatchObject({
        alertedAt: house.clock.now(),
        restored: {
          allowed: true,
          customerRestored: false,
          overdue: expect.arrayContaining([{ kind: 'idle-alert', lateMs: expect.any(Number) as number }]) as unknown,
        },
      });
    }
    expect(lastOf(room, room.ann)).toMatchObject({ type: 'event' });
  });

  it('[FLOW-9] of a sound chat changes nothing', async () => {
    const room = await openRoom();
    const { body } = await ask(room, 'GET ', { query: { induceRestore: 'true' } });
    expect(body['restored']).toEqual({ allowed: true, overdue: [], reissued: 0, customerRestored: false });
    expect(room.house.log.events(room.chat)).toHaveLength(3);
  });

  it('[FLOW-9, RESTORE-3] is not done where workflows may not, and the request goes on', async () => {
    const room = await openRoom();
    room.house.options.set('default', { restoreBy: 'none' });
    room.house.clock.advance(2 * DAY_MS);
    const { status, body } = await ask(room, 'GET ', { query: { induceRestore: 'true' } });
    expect({ status, restored: body['restored'] }).toEqual({
      status: 200,
      restored: { allowed: false, overdue: [], reissued: 0, customerRestored: false },
    });
    expect(room.house.log.events(room.chat)).toHaveLength(3);
  });

  it('[FLOW-9] of no chat is 404', async () => {
    const request = { path: { chatId: 'a'.repeat(26) }, query: { induceRestore: 'true' } };
    expect(await ask(await openRoom(), 'GET ', request)).toMatchObject({
      status: 404,
      body: { code: 'chat-not-found' },
    });
  });

  it('[PROTO-3] with another value is refused by naming it', async () => {
    const answer = await ask(await openRoom(), 'GET ', { query: { induceRestore: 'yes' } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-frame' } });
    expect(answer.body['detail']).toContain('induceRestore: must be true or false');
  });
});

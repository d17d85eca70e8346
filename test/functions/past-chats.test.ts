import { describe, expect, it } from 'vitest';
import { LogLeaving } from '../../shared/app/ports.ts';
import { customerLine, deskLine } from '../support/house-people.ts';
import { openHouse, type House, type HouseAnswer } from '../support/house.ts';

const DAY_MS = 86_400_000;
const ADA = { sub: 'ada' };

interface Key {
  readonly chatId: string;
  readonly secureKey: string;
}

let commands = 0;
const command = () => ({ id: `past0001.${++commands}`, seen: 1_000 });

const open = async (house: House, secret: string, more: object = {}): Promise<HouseAnswer & Key> => {
  const answer = await house.http('POST /chats', {
    body: {
      secret: `${secret}-secret-0123456789abcdef`,
      nickname: 'Mia',
      userData: { GCTI_Chat_AsyncMode: 'true' },
      ...more,
    },
  });
  const { chatId, secureKey } = answer.body;
  return { ...answer, chatId: String(chatId), secureKey: String(secureKey) };
};

/** Opens a chat, has customer and agent talk, a note among it, and closes it: events 1 to 9. */
const talk = async (house: House, secret: string, more: object = {}): Promise<Key> => {
  const { chatId: opened, secureKey } = await open(house, secret, more);
  const key = { chatId: opened, secureKey };
  const chat = key.chatId;
  const customer = customerLine(house, chat, `customer-of-${secret}`);
  const agent = deskLine(house, 'ada', 'desk-1');
  await house.frame(customer, { op: 'hello', v: 1, after: 0 });
  await house.frame(agent, { op: 'hello', v: 1 });
  await house.frame(customer, { op: 'post', ...command(), text: `${secret} asks` });
  await house.frame(agent, { op: 'join', ...command(), chat });
  await house.frame(agent, { op: 'post', ...command(), chat, text: `${secret} is noted`, visibility: 'INT' });
  await house.frame(agent, { op: 'post', ...command(), chat, text: `${secret} is answered` });
  await house.frame(agent, { op: 'leave', ...command(), chat });
  await house.frame(customer, { op: 'post', ...command(), text: `${secret} thanks` });
  await house.frame(customer, { op: 'close', ...command() });
  return key;
};

const read = (house: House, { chatId, secureKey }: Key, query: Record<string, string>): Promise<HouseAnswer> =>
  house.http('GET /chats/{chatId}/transcript', {
    path: { chatId },
    query,
    headers: { authorization: `Bearer ${secureKey}` },
  });

const readAtDesk = (
  house: House,
  { chatId }: Pick<Key, 'chatId'>,
  query: Record<string, string>,
): Promise<HouseAnswer> => house.http('GET /desk/chats/{chatId}/transcript', { path: { chatId }, query, claims: ADA });

/** The words of a transcript, with their indexes. */
const wordsIn = ({ body }: HouseAnswer): string[] => {
  const events = body['events'] as readonly { readonly index: number; readonly text?: string }[];
  return events.flatMap(({ index, text }) => (text === undefined || text === '' ? [] : [`${index} ${text}`]));
};

describe('an opening that continues a closed chat', () => {
  it('[CONT-1, CONT-8] names it and who handled it last, and is a chat of its own', async () => {
    const house = openHouse();
    const old = await talk(house, 'lamp');
    const again = await open(house, 'again', { continues: { chatId: old.chatId, secureKey: old.secureKey } });
    expect(again).toMatchObject({ status: 201, body: { created: true } });
    expect(again.chatId).not.toBe(old.chatId);
    const [opening] = house.log.events(again.chatId);
    expect(opening).toMatchObject({
      type: 'chat-opened',
      index: 1,
      v: 1,
      continues: [{ chatId: old.chatId, from: 1 }],
      lastAgentId: 'ada',
    });
    await house.runEffects();
    expect(await house.rows.waiting('default', 10)).toMatchObject([{ chatId: again.chatId, status: 1 }]);
    expect(house.bus.announced().filter(({ chatId }) => chatId === again.chatId)).toMatchObject([
      { name: 'chat-opened.v1', continues: old.chatId, lastAgentId: 'ada' },
    ]);
    expect(house.log.events(old.chatId).at(-1)).toMatchObject({ type: 'chat-closed' });
  });

  it('[CONT-8] names whoever is still in it at the close, or was far back in a long talk', async () => {
    const house = openHouse();
    const held = await talk(house, 'held');
    const long = await open(house, 'long');
    const [agent, customer] = [deskLine(house, 'bob', 'desk-2'), customerLine(house, long.chatId, 'customer-long')];
    await house.frame(agent, { op: 'hello', v: 1 });
    for (const op of ['join', 'leave']) await house.frame(agent, { op, ...command(), chat: long.chatId });
    for (let turn = 0; turn < 130; turn++) {
      house.clock.advance(1_000);
      await house.frame(customer, { op: 'post', ...command(), text: `turn ${turn}` });
    }
    await house.frame(customer, { op: 'close', ...command() });
    const alone = await open(house, 'alone');
    await house.frame(customerLine(house, alone.chatId, 'customer-alone'), { op: 'close', ...command() });
    const agents: unknown[] = [];
    for (const { chatId, secureKey } of [held, long, alone]) {
      const next = await open(house, `after-${chatId.slice(0, 5)}`, { continues: { chatId, secureKey } });
      const [opening] = house.log.events(next.chatId);
      agents.push(opening?.type === 'chat-opened' && opening.lastAgentId);
    }
    expect(agents).toEqual(['ada', 'bob', undefined]);
  });

  it.each([
    ['the key of another chat', { other: true }, 401, 'unauthorized'],
    ['a key that is none', { secureKey: 'k1.forged' }, 401, 'unauthorized'],
    ['an event that is not there', { from: 10 }, 400, 'bad-frame'],
    ['event 0', { from: 0 }, 400, 'bad-frame'],
    ['a field too many', { until: 3 }, 400, 'bad-frame'],
  ])(
    '[CONT-2] with %s is refused, and nothing is opened',
    async (_what, { other, ...changes }: Record<string, unknown>, status, code) => {
      const house = openHouse();
      const [old, stranger] = [await talk(house, 'lamp'), await talk(house, 'desk')];
      const key = other === true ? stranger.secureKey : old.secureKey;
      const before = house.log.chatIds().length;
      const answer = await open(house, 'again', { continues: { chatId: old.chatId, secureKey: key, ...changes } });
      expect(answer).toMatchObject({ status, body: { code } });
      expect(house.log.chatIds()).toHaveLength(before);
    },
  );

  it('[CONT-2] of a chat that is still open is refused: it goes on by itself', async () => {
    const house = openHouse();
    const old = await open(house, 'lamp');
    const { chatId, secureKey } = old;
    const answer = await open(house, 'again', { continues: { chatId, secureKey } });
    expect(answer).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
  });

  it('[CONT-7, OPEN-2] finds the chat that it made when it is repeated, also when the old one has expired', async () => {
    const house = openHouse();
    const { chatId, secureKey } = await talk(house, 'lamp');
    const continues = { chatId, secureKey };
    const first = await open(house, 'again', { continues });
    house.clock.advance(200 * DAY_MS);
    const second = await open(house, 'again', { continues });
    expect(second).toMatchObject({ status: 200, chatId: first.chatId, body: { created: false } });
    expect(house.log.events(first.chatId)).toHaveLength(1);
    const forged = await open(house, 'again', { continues: { chatId, secureKey: 'k1.forged' } });
    expect(forged.status).toBe(401);
  });
});

describe('the past of a chat', () => {
  it('[CONT-3, VIS-1] is shown to the customer through the new chat, without what is for agents', async () => {
    const house = openHouse();
    const { chatId, secureKey } = await talk(house, 'lamp');
    const again = await open(house, 'again', { continues: { chatId, secureKey } });
    const opening = await read(house, again, { after: '0' });
    expect(opening.body['events']).toMatchObject([{ type: 'chat-opened', continues: [{ chat: chatId, from: 1 }] }]);
    expect(JSON.stringify(opening.body)).not.toContain('ada');
    const past = await read(house, again, { past: chatId });
    expect(past).toMatchObject({ status: 200, body: { chatId, position: 9, more: false } });
    expect(wordsIn(past)).toEqual(['3 lamp asks', '6 lamp is answered', '8 lamp thanks']);
    expect(wordsIn(await read(house, again, { past: chatId, after: '6' }))).toEqual(['8 lamp thanks']);
  });

  it('[CONT-3, VIS-1] is shown to agents with their notes', async () => {
    const house = openHouse();
    const { chatId, secureKey } = await talk(house, 'lamp');
    const again = await open(house, 'again', { continues: { chatId, secureKey } });
    expect(wordsIn(await readAtDesk(house, again, { past: chatId }))).toEqual([
      '3 lamp asks',
      '5 lamp is noted',
      '6 lamp is answered',
      '8 lamp thanks',
    ]);
  });

  it('[CONT-4] from a point on shows nothing before it, to nobody and from no position', async () => {
    const house = openHouse();
    const oldest = await talk(house, 'first');
    const old = await talk(house, 'lamp', { continues: { chatId: oldest.chatId, secureKey: oldest.secureKey } });
    const again = await open(house, 'again', { continues: { chatId: old.chatId, secureKey: old.secureKey, from: 6 } });
    expect(house.log.events(again.chatId)[0]).toMatchObject({ continues: [{ chatId: old.chatId, from: 6 }] });
    for (const after of ['0', '3', '5']) {
      expect(wordsIn(await read(house, again, { past: old.chatId, after }))).toEqual([
        '6 lamp is answered',
        '8 lamp thanks',
      ]);
      expect(wordsIn(await readAtDesk(house, again, { past: old.chatId, after }))).toEqual([
        '6 lamp is answered',
        '8 lamp thanks',
      ]);
    }
    expect(await read(house, again, { past: oldest.chatId })).toMatchObject({
      status: 403,
      body: { code: 'wrong-chat' },
    });
  });

  it('[CONT-4] reaches back over a chain, the newest eight of it', async () => {
    const house = openHouse();
    const chain: Key[] = [];
    for (let link = 1; link <= 10; link++) {
      const before = chain.at(-1);
      const continues = before && { chatId: before.chatId, secureKey: before.secureKey };
      chain.push(await talk(house, `link-${link}`, continues && { continues }));
      house.clock.advance(DAY_MS);
    }
    const newest = chain.at(-1);
    if (newest === undefined) throw new Error('a chain');
    const statuses: number[] = [];
    for (const { chatId } of chain.slice(0, -1)) statuses.push((await read(house, newest, { past: chatId })).status);
    expect(statuses).toEqual([403, 200, 200, 200, 200, 200, 200, 200, 200]);
    expect(wordsIn(await read(house, newest, { past: chain[1]?.chatId ?? '' }))[0]).toBe('3 link-2 asks');
  });

  it('[CONT-5, ISO-1] is that of its own chain: no other chat is shown, whoever asks', async () => {
    const house = openHouse();
    const [old, stranger] = [await talk(house, 'lamp'), await talk(house, 'desk')];
    const again = await open(house, 'again', { continues: { chatId: old.chatId, secureKey: old.secureKey } });
    for (const past of [stranger.chatId, again.chatId, 'a'.repeat(26)]) {
      for (const answer of [await read(house, again, { past }), await readAtDesk(house, again, { past })]) {
        expect(answer).toMatchObject({ status: 403, body: { code: 'wrong-chat' } });
        expect(JSON.stringify(answer.body)).not.toContain('asks');
      }
    }
    // The old key opens the old chat and no more; the new one not the old chat itself.
    expect((await read(house, { ...again, secureKey: old.secureKey }, { past: old.chatId })).status).toBe(401);
    expect((await read(house, { ...old, secureKey: again.secureKey }, {})).status).toBe(401);
    expect((await read(house, again, { past: 'not a chat' })).body).toMatchObject({ code: 'bad-frame' });
  });

  it('[CONT-6] has expired 90 days after the close, and the new chat goes on', async () => {
    const house = openHouse();
    const { chatId, secureKey } = await talk(house, 'lamp');
    const closedAt = house.clock.now();
    const again = await open(house, 'again', { continues: { chatId, secureKey } });
    house.clock.moveTo(closedAt + 90 * DAY_MS - 1);
    expect((await read(house, again, { past: chatId })).status).toBe(200);
    house.clock.advance(1);
    expect(await read(house, again, { past: chatId })).toMatchObject({ status: 410, body: { code: 'expired' } });
    expect((await readAtDesk(house, again, { past: chatId })).status).toBe(410);
    expect((await read(house, again, {})).status).toBe(200);
    expect(await open(house, 'third', { continues: { chatId, secureKey } })).toMatchObject({
      status: 410,
      body: { code: 'expired' },
    });
  });

  it('[CONT-6] has expired when its log is being removed', async () => {
    const house = openHouse();
    const { chatId, secureKey } = await talk(house, 'lamp');
    const again = await open(house, 'again', { continues: { chatId, secureKey } });
    const { load } = house.log;
    Object.assign(house.log, {
      load: (...asked: Parameters<typeof load>) =>
        asked[0] === chatId ? Promise.reject(new LogLeaving('the chat')) : load(...asked),
    });
    expect((await read(house, again, { past: chatId })).status).toBe(410);
  });
});

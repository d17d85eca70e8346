import { describe, expect, it } from 'vitest';
import { liveFigures, ROWS_PER_SHARD } from '../../shared/app/live-figures.ts';
import type { StoredRow } from '../../shared/app/ports.ts';
import { memoryClock } from '../../shared/adapters/memory/memory-clock.ts';
import { customerLine, deskLine, openChat } from '../support/house-people.ts';
import { openHouse, type House, type HouseAnswer } from '../support/house.ts';

const ADMIN = { sub: 'admin', 'cognito:groups': '[administrators]' };

const figuresOf = (house: House, service = 'default', claims?: Record<string, string>): Promise<HouseAnswer> =>
  house.http('GET /services/{service}/figures', { path: { service }, ...(claims === undefined ? {} : { claims }) });

const secretOf = (number: number): string => `figures-secret-0123456789-${number}`;

const row = (number: number, change: Partial<StoredRow> = {}): StoredRow => ({
  chatId: String(number).padStart(26, 'a'),
  appliedIndex: 3,
  service: 'default',
  nickname: 'Mia',
  phase: 'open',
  status: -2,
  statusAt: 1_000,
  openedAt: 1_000,
  agents: [],
  lookAt: 9_000,
  ...change,
});

describe('live figures', () => {
  it('[REP-13] count open chats of the service by status, the longest wait, and desks', async () => {
    const house = openHouse();
    const desk = deskLine(house);
    await house.frame(desk, { op: 'hello', v: 1 });
    const chats: string[] = [];
    for (let number = 0; number < 5; number++) {
      chats.push(await openChat(house, secretOf(number)));
      house.clock.advance(60_000);
    }
    const [, taken = '', held = '', ended = ''] = chats;
    for (const [place, chat] of [taken, held].entries()) {
      await house.frame(desk, { op: 'join', id: `desk0001.${place}`, seen: 1, chat });
    }
    await house.frame(desk, { op: 'hold', id: 'desk0001.9', seen: 2, chat: held });
    const line = customerLine(house, ended, 'customer-9');
    await house.frame(line, { op: 'hello', v: 1 });
    await house.frame(line, { op: 'close', id: 'page0001.1', seen: 2 });
    await house.runEffects();
    expect(await figuresOf(house, 'default', ADMIN)).toEqual({
      status: 200,
      body: {
        service: 'default',
        at: house.clock.now(),
        complete: true,
        open: 4,
        waiting: 2,
        handled: 1,
        dormant: 1,
        alerted: 0,
        byStatus: { '1': 2, '-1': 1, '-2': 1 },
        longestWaitMs: 300_000,
        agentsConnected: 1,
      },
    });
  });

  it('[REP-13] of a service without chats are zeros, and nobody waits', async () => {
    const { body } = await figuresOf(openHouse(), 'quiet', ADMIN);
    expect(body).toMatchObject({ open: 0, byStatus: {}, longestWaitMs: null, agentsConnected: 0, complete: true });
  });

  it.each([
    ['nobody', undefined, 401, 'unauthorized'],
    ['an agent', { sub: 'ann' }, 403, 'not-allowed'],
  ])('[REP-13, OPT-7] are refused to %s', async (_who, claims, status, code) => {
    const answer = await figuresOf(openHouse(), 'default', claims);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.body).not.toHaveProperty('open');
  });

  it('[REP-13] refuse a name that no service can have', async () => {
    expect(await figuresOf(openHouse(), 'Not a service', ADMIN)).toMatchObject({
      status: 400,
      body: { code: 'bad-frame' },
    });
  });

  it('[REP-13] leave out what was never opened, and believe the newer of two rows', async () => {
    const rows = {
      due: async (shard: number) =>
        shard === 0 ? [row(1), row(2, { appliedIndex: 0, status: 1 }), row(3, { service: 'other' }), row(4)] : [],
      waiting: async () => [
        row(1, { appliedIndex: 9, status: 2, statusAt: 4_000 }),
        row(4, { appliedIndex: 1, status: 1 }),
      ],
    };
    const desks = { connected: async () => ({ agents: 2, more: false }) };
    const figures = await liveFigures({ rows, desks, clock: memoryClock(10_000) }, 'default');
    expect(figures).toMatchObject({
      open: 2,
      waiting: 1,
      dormant: 1,
      byStatus: { '2': 1, '-2': 1 },
      longestWaitMs: 6_000,
    });
  });

  it.each([
    ['chats', ROWS_PER_SHARD, false],
    ['agents', 1, true],
  ])('[REP-14] say that there are more %s than were read', async (_what, rowsInShard, more) => {
    const asked: number[] = [];
    const rows = {
      due: async (shard: number, _before: number, limit: number) => {
        asked.push(limit);
        return shard === 3 ? Array.from({ length: rowsInShard }, (_, number) => row(number)) : [];
      },
      waiting: async (_service: string, limit: number) => {
        asked.push(limit);
        return [];
      },
    };
    const desks = { connected: async () => ({ agents: 1, more }) };
    const figures = await liveFigures({ rows, desks, clock: memoryClock(10_000) }, 'default');
    expect(figures).toMatchObject({ complete: false, open: rowsInShard });
    expect(asked).toEqual(Array(17).fill(250));
  });
});

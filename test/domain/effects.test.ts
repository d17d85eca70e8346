import { describe, expect, it } from 'vitest';
import { effectsOf, type Effect } from '../../shared/domain/effects.ts';
import { rowOf } from '../../shared/domain/list-row.ts';
import type { Unplaced } from '../support/builders.ts';
import {
  agentPosted,
  alerted,
  ANN,
  BOB,
  closed,
  confirmed,
  connected,
  CUSTOMER,
  customerPosted,
  dataUpdated,
  disconnected,
  doubted,
  DUE,
  FIRST_ARM,
  FLOW,
  flowPosted,
  HOUR,
  joined,
  left,
  MIN,
  moved,
  notified,
  opened,
  removed,
  SEC,
} from '../support/builders.ts';
import { logOf, sessionOf } from '../support/given-when-then.ts';
import { start } from '../support/regular-chat.ts';

/** The effects of the last of these events. */
const lastEffects = (...events: readonly Unplaced[]): Effect[] => {
  const event = logOf(...events).at(-1);
  if (event === undefined) throw new Error('unable to name the effects of an empty log');
  const before = events.length === 1 ? undefined : sessionOf(...events.slice(0, -1));
  return effectsOf(before, event, sessionOf(...events));
};

const OPENED_CHECK = 91_212_500;
const row = {
  service: 'default',
  nickname: 'Ada',
  phase: 'open',
  status: 1,
  statusAt: 0,
  openedAt: 0,
  agents: [],
  lookAt: OPENED_CHECK,
} as const;
const announce = { kind: 'announce', service: 'default' } as const;

describe('the effects of an event', () => {
  it('[EFF-4] are, for the opening, the wake-up, the row and the announcement', () => {
    expect(lastEffects(opened())).toEqual([
      { kind: 'arm-wake-up', arming: FIRST_ARM },
      { kind: 'write-row', row },
      { ...announce, name: 'chat-opened.v1', status: 1, checkAt: OPENED_CHECK },
    ]);
  });

  it('[CONT-8] name, for an opening that continues a closed chat, that chat and who handled it last', () => {
    const past = { chatId: 'earlierearlierearlierearli', from: 1 };
    const chat = opened({ continues: [past, { ...past, chatId: 'oldestoldestoldestoldestol' }], lastAgentId: ANN });
    const opening = { ...announce, name: 'chat-opened.v1', status: 1, checkAt: OPENED_CHECK };
    expect(lastEffects(chat)[2]).toStrictEqual({ ...opening, continues: past.chatId, lastAgentId: ANN });
    expect(lastEffects(opened())[2]).toStrictEqual(opening);
  });

  it('[COST-1] are none for an ordinary message between people who are there', () => {
    const chat = [opened(), connected('S1', 0, { arm: { number: 2, at: 7_860_000 } }), joined(ANN, 1 * SEC)];
    expect(lastEffects(...chat, customerPosted('m-000001', 5 * SEC))).toEqual([]);
    expect(lastEffects(...chat, agentPosted(ANN, 'm-000001', 5 * SEC))).toEqual([]);
    expect(lastEffects(...chat, agentPosted(ANN, 'm-000001', 5 * SEC, { visibility: 'INT' }))).toEqual([]);
  });

  it('[LIST-3, EFF-4] are, for a message at another status, the row and the new status', () => {
    expect(lastEffects(opened(), customerPosted('m-000001', 5 * SEC))).toEqual([
      { kind: 'write-row', row: { ...row, status: 2, statusAt: 5_000, lookAt: OPENED_CHECK + 5_000 } },
      {
        ...announce,
        name: 'status-changed.v1',
        status: 2,
        checkAt: OPENED_CHECK + 5_000,
        details: { from: 1, to: 2 },
      },
    ]);
  });

  it('[LIST-2] are none for a second message at status 2: the sweep moves the row’s time', () => {
    expect(lastEffects(opened(), customerPosted('m-000001', 5 * SEC), customerPosted('m-000002', HOUR))).toEqual([]);
    expect(sessionOf(opened(), customerPosted('m-000001', 5 * SEC), customerPosted('m-000002', HOUR)).rowIndex).toBe(2);
  });

  it.each([
    ['a socket', connected('S1', MIN)],
    ['the loss of a socket', disconnected('S1', MIN)],
    ['a doubt', doubted(MIN)],
    ['a confirmation', confirmed(MIN, MIN)],
    ['a wake-up that is struck off', moved(MIN, { fired: 1 })],
  ])('[LIST-2] are none for %s', (_what, event) => {
    expect(lastEffects(opened(), event)).toEqual([]);
  });

  it('[EFF-4] are, for a wake-up that moves on, the next one', () => {
    const arm = { number: 2, at: 9 * HOUR };
    expect(lastEffects(opened(), moved(MIN, { arm }))).toEqual([{ kind: 'arm-wake-up', arming: arm }]);
  });

  it('[LIST-3, BUS-1] are, for a second agent, the row and the joining: the status stays', () => {
    expect(lastEffects(opened(), joined(ANN, 1 * SEC), joined(BOB, 5 * SEC))).toEqual([
      {
        kind: 'write-row',
        row: { ...row, status: -1, statusAt: 1_000, agents: [ANN, BOB], lookAt: OPENED_CHECK + 5_000 },
      },
      { ...announce, name: 'agent-joined.v1', status: -1, checkAt: OPENED_CHECK + 5_000, details: { agentId: BOB } },
    ]);
  });

  it('[LIST-2] are none for the newer epoch of one of two agents', () => {
    expect(
      lastEffects(
        opened(),
        joined(ANN, 1 * SEC),
        joined(BOB, 5 * SEC),
        joined(ANN, 9 * SEC, { epoch: 2, visibility: 'NONE' }),
      ),
    ).toEqual([]);
  });

  it('[EFF-5] are, for the last agent who leaves, the row, the status and the end of the agent’s entry', () => {
    expect(lastEffects(opened(), joined(ANN, 1 * SEC), left(ANN, 5 * SEC, { cause: 'hold' }))).toEqual([
      { kind: 'write-row', row: { ...row, status: -2, statusAt: 5_000, lookAt: OPENED_CHECK + 5_000 } },
      {
        ...announce,
        name: 'agent-left.v1',
        status: -2,
        checkAt: OPENED_CHECK + 5_000,
        details: { agentId: ANN, cause: 'hold' },
      },
      {
        ...announce,
        name: 'status-changed.v1',
        status: -2,
        checkAt: OPENED_CHECK + 5_000,
        details: { from: -1, to: -2 },
      },
      { kind: 'forget-agent-chat', agentId: ANN },
    ]);
  });

  it('[EFF-4, LIST-3] are, for the alert with an agent in the chat, the row with its earlier check-at', () => {
    const chat = [opened(), joined(ANN, 0)];
    expect(lastEffects(...chat, alerted(DUE.alert, { arm: { number: 2, at: 90_180_000 } }))).toEqual([
      { kind: 'arm-wake-up', arming: { number: 2, at: 90_180_000 } },
      { kind: 'write-row', row: { ...row, status: -1, agents: [ANN], lookAt: DUE.alert + 4_512_500 } },
    ]);
  });

  it('[EFF-5, EFF-6] are, for the close, the row, the announcement, the agents’ entries and the log’s time to live', () => {
    expect(lastEffects(opened(), joined(ANN, 0), joined(BOB, 0), closed(HOUR))).toEqual([
      { kind: 'write-row', row: { ...row, phase: 'closed', status: -1, agents: [ANN, BOB] } },
      { ...announce, name: 'chat-closed.v1', status: -1, checkAt: OPENED_CHECK, details: { cause: 'idle' } },
      { kind: 'forget-agent-chat', agentId: ANN },
      { kind: 'forget-agent-chat', agentId: BOB },
      { kind: 'expire-log' },
    ]);
  });

  const announced = (...events: readonly Unplaced[]): unknown[] =>
    lastEffects(...events).flatMap((effect) => (effect.kind === 'announce' ? [[effect.name, effect.details]] : []));

  it('[BUS-1, TRF-2] tell where an agent put the chat, with the leaving and with the status', () => {
    const place = { queue: 'billing' };
    expect(announced(opened(), joined(ANN, 0), left(ANN, MIN, { cause: 'transferred', place }))).toEqual([
      ['agent-left.v1', { agentId: ANN, cause: 'transferred', queue: 'billing' }],
      ['status-changed.v1', { from: -1, to: 5, queue: 'billing' }],
    ]);
    const waiting = [opened(), joined(ANN, 0), left(ANN, MIN, { cause: 'transferred', place })];
    expect(announced(...waiting, customerPosted('m-000001', HOUR))).toEqual([
      ['status-changed.v1', { from: 5, to: 2, queue: 'billing' }],
    ]);
    expect(announced(...waiting, joined(BOB, HOUR))).toEqual([
      ['agent-joined.v1', { agentId: BOB }],
      ['status-changed.v1', { from: 5, to: -1 }],
    ]);
  });

  it('[BUS-1, BUS-2] tell the keys of user data and who set them, and no value', () => {
    const data = { Priority: 'high', Order: null };
    expect(announced(opened(), dataUpdated(CUSTOMER, 'd-000001', data, MIN))).toEqual([
      ['user-data-changed.v1', { keys: ['Priority', 'Order'], by: 'CLIENT' }],
    ]);
    expect(announced(opened(), dataUpdated(CUSTOMER, 'd-000001', data, MIN, { actor: FLOW }))).toEqual([
      ['user-data-changed.v1', { keys: ['Priority', 'Order'], by: 'EXTERNAL' }],
    ]);
  });

  it('[BUS-1] tell that the customer was removed, and came back, by whatever', () => {
    const gone = [opened(), joined(ANN, 0), removed(MIN)];
    expect(announced(...gone)).toEqual([['customer-removed.v1', undefined]]);
    expect(announced(...gone, connected('S1', HOUR, { visibility: 'ALL' }))).toEqual([
      ['customer-returned.v1', undefined],
    ]);
    expect(announced(...gone, customerPosted('m-000001', HOUR))).toEqual([['customer-returned.v1', undefined]]);
    expect(announced(...gone, dataUpdated(CUSTOMER, 'd-000001', { a: '1' }, HOUR))).toEqual([
      ['customer-returned.v1', undefined],
      ['user-data-changed.v1', { keys: ['a'], by: 'CLIENT' }],
    ]);
    expect(announced(...gone, agentPosted(ANN, 'm-000001', HOUR))).toEqual([]);
  });

  it('[BUS-1, COST-1] tell nothing of what changes no state', () => {
    const chat = [opened(), connected('S1', 0), joined(ANN, 0)];
    for (const event of [
      customerPosted('m-000001', MIN),
      flowPosted('m-000001', MIN),
      flowPosted('m-000001', MIN, { visibility: 'VIP' }),
      notified(CUSTOMER, 'n-000001', MIN, { counts: true }),
      joined(ANN, MIN, { epoch: 2, visibility: 'NONE' }),
      connected('S2', MIN, { visibility: 'NONE' }),
    ])
      expect(announced(...chat, event)).toEqual([]);
  });

  it('[STUCK-3] announce a stuck chat with what was overdue', () => {
    const overdue = { kind: 'idle-alert', lateMs: 5 * MIN } as const;
    const checkAt = DUE.alert + 4_512_500;
    expect(lastEffects(opened(), alerted(DUE.alert, { overdue }))).toEqual([
      { kind: 'write-row', row: { ...row, status: 3, statusAt: DUE.alert, lookAt: checkAt } },
      { ...announce, name: 'status-changed.v1', status: 3, checkAt, details: { from: 1, to: 3 }, overdue },
      { ...announce, name: 'stuck-chat-found.v1', status: 3, checkAt, overdue },
    ]);
  });

  it('[STUCK-3] say nothing of being overdue unless something was', () => {
    for (const effect of lastEffects(opened(), alerted(DUE.alert))) expect(effect).not.toHaveProperty('overdue');
  });

  it('[CHK-4] show check-at from the state: the row is only a lower bound', () => {
    const state = sessionOf(opened(), customerPosted('m-000001', 5 * SEC), customerPosted('m-000002', HOUR));
    expect(rowOf(state).lookAt).toBe(OPENED_CHECK + HOUR);
  });

  it('[REG-1] show of a regular chat that it is one', () => {
    expect(rowOf(sessionOf(start()))).toMatchObject({ regular: true });
    expect(rowOf(sessionOf(opened()))).not.toHaveProperty('regular');
  });
});

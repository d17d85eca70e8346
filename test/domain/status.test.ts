import { describe, expect, it } from 'vitest';
import type { Unplaced } from '../support/builders.ts';
import {
  agentPosted,
  alerted,
  ANN,
  BOB,
  closed,
  connected,
  customerPosted,
  disconnected,
  doubted,
  HOUR,
  joined,
  left,
  MIN,
  moved,
  opened,
  removed,
  SEC,
  SYSTEM,
} from '../support/builders.ts';
import { sessionOf } from '../support/given-when-then.ts';

const start = opened();
const annIn = joined(ANN, 1 * SEC);
const bobIn = joined(BOB, 2 * SEC);

/** A past for each status without an agent in the chat. */
const DORMANT = [start, annIn, left(ANN, 3 * SEC, { cause: 'hold' })];
const PASTS: Readonly<Record<number, readonly Unplaced[]>> = {
  [-2]: DORMANT,
  1: [start],
  2: [start, customerPosted('m-000001', 3 * SEC)],
  3: [start, alerted(3 * SEC)],
  4: [start, annIn, left(ANN, 3 * SEC, { cause: 'lost' })],
};
const cases = Object.entries(PASTS).map(([status, past]) => [Number(status), past] as const);

describe('GCTI_Chat_AsyncStatus', () => {
  it('[STAT-1] is 1 for a new chat', () => {
    expect(sessionOf(start).status).toBe(1);
  });

  it.each(cases)('[STAT-2] is -1 from %i on when an agent joins', (status, past) => {
    expect(sessionOf(...past)).toMatchObject({ status, agents: [] });
    expect(sessionOf(...past, joined(BOB, MIN))).toMatchObject({ status: -1, statusAt: MIN });
  });

  it.each([
    ['a message of the customer', customerPosted('m-000001', MIN)],
    ['a message of the agent', agentPosted(ANN, 'm-000001', MIN)],
    ['the alert', alerted(MIN)],
    ['the customer’s removal', removed(MIN)],
    ['another agent who joins', joined(BOB, MIN)],
    ['the close', closed(MIN)],
  ])('[STAT-2] stays -1 while an agent is in the chat, with %s', (_what, event) => {
    expect(sessionOf(start, annIn, event)).toMatchObject({ status: -1, statusAt: 1 * SEC });
  });

  it.each(['left', 'hold', 'lost'] as const)('[STAT-2] stays -1 when one of two agents goes (%s)', (cause) => {
    expect(sessionOf(start, annIn, bobIn, left(ANN, MIN, { cause })).status).toBe(-1);
  });

  it.each([
    ['left', -2],
    ['hold', -2],
    ['lost', 4],
  ] as const)('[STAT-3, STAT-5] is, when the last agent goes (%s), %i', (cause, status) => {
    expect(sessionOf(start, annIn, left(ANN, MIN, { cause }))).toMatchObject({ status, statusAt: MIN });
    expect(sessionOf(start, annIn, bobIn, left(BOB, MIN), left(ANN, HOUR, { cause })).status).toBe(status);
  });

  it.each(cases)('[STAT-4] is 2 from %i on when the customer posts and no agent is there', (_status, past) => {
    expect(sessionOf(...past, customerPosted('m-000009', MIN)).status).toBe(2);
  });

  it('[STAT-4] keeps the time of the first of several such messages', () => {
    const state = sessionOf(start, customerPosted('m-000001', MIN), customerPosted('m-000002', HOUR));
    expect(state).toMatchObject({ status: 2, statusAt: MIN });
  });

  it.each(cases)('[STAT-6] is 3 from %i on when the alert comes and no agent is there', (_status, past) => {
    expect(sessionOf(...past, alerted(MIN)).status).toBe(3);
  });

  it.each(cases.filter(([status]) => status !== 3))(
    '[STAT-7] returns to %i when activity that is nobody’s turn ends the alert',
    (status, past) => {
      const notice: Unplaced = (index) => ({ ...agentPosted(ANN, 'm-000001', HOUR)(index), actor: SYSTEM });
      expect(sessionOf(...past, alerted(MIN), notice)).toMatchObject({ status, idle: { since: HOUR } });
    },
  );

  it.each(cases)('[STAT-8] is left alone at %i by the leaving of an agent who was not there', (status, past) => {
    for (const cause of ['left', 'lost'] as const) {
      expect(sessionOf(...past, left(BOB, MIN, { cause })).status).toBe(status);
    }
  });

  it('[STAT-7] is left alone by what nobody said, when no alert is to be ended', () => {
    const notice: Unplaced = (index) => ({ ...agentPosted(ANN, 'm-000001', HOUR)(index), actor: SYSTEM });
    for (const [status, past] of cases.filter(([one]) => one !== 3)) {
      expect(sessionOf(...past, notice).status).toBe(status);
    }
  });

  it.each([
    ['a socket of the customer', connected('S1', MIN)],
    ['the loss of a socket', disconnected('S1', MIN)],
    ['a doubt about presence', doubted(MIN)],
    ['the customer’s removal', removed(MIN)],
    ['a moved wake-up', moved(MIN)],
    ['the close', closed(MIN)],
  ])('[STAT-8] is left alone by %s', (_what, event) => {
    for (const [status, past] of cases) expect(sessionOf(...past, event).status).toBe(status);
  });
});

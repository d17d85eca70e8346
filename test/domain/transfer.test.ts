import { describe, expect, it } from 'vitest';
import { versionOf } from '../../shared/domain/events.ts';
import { rowOf } from '../../shared/domain/list-row.ts';
import { stateVersionOf } from '../../shared/domain/session-codec.ts';
import {
  alerted,
  ANN,
  BOB,
  CUSTOMER,
  customerPosted,
  DEVICE,
  HOUR,
  joined,
  leave,
  left,
  MIN,
  notified,
  opened,
  SEC,
} from '../support/builders.ts';
import { given, logOf, sessionOf } from '../support/given-when-then.ts';

const here = [opened(), joined(ANN, SEC)] as const;
const BILLING = { queue: 'billing' } as const;
const sent = left(ANN, MIN, { cause: 'transferred', place: BILLING });

describe('a transfer', () => {
  it('[TRF-1, STAT-9] is a leave that names the queue, and makes the status 5', () => {
    given(...here)
      .when(leave(ANN, { cause: 'transferred', place: BILLING }), MIN)
      .then(sent);
    expect(sessionOf(...here, sent)).toMatchObject({ status: 5, statusAt: MIN, agents: [], placed: BILLING });
    expect(rowOf(sessionOf(...here, sent))).toMatchObject({ status: 5, queue: 'billing' });
  });

  it('[ROLE-1, CLOSE-3] is refused from an agent who is not in the chat', () => {
    given(opened())
      .when(leave(ANN, { cause: 'transferred', place: BILLING }), MIN)
      .thenRejected('not-in-chat');
  });

  it('[TRF-2] by one of several agents leaves the chat where it is', () => {
    const state = sessionOf(...here, joined(BOB, 2 * SEC), sent);
    expect(state).toMatchObject({ status: -1, agents: [{ agentId: BOB }] });
    expect(state).not.toHaveProperty('placed');
    expect(sessionOf(...here, joined(BOB, 2 * SEC), sent, left(BOB, HOUR))).not.toHaveProperty('placed');
  });

  it('[TRF-2] by somebody who is not in the chat, or any more, moves nothing', () => {
    const stray = left(BOB, HOUR, { cause: 'transferred', place: { queue: 'returns' } });
    expect(sessionOf(...here, sent, stray)).toMatchObject({ status: 5, statusAt: MIN, placed: BILLING });
    expect(sessionOf(opened(), stray)).not.toHaveProperty('placed');
  });

  it('[STAT-9, TRF-2] keeps the queue known when the customer writes and when the alert comes, until an agent joins', () => {
    expect(sessionOf(...here, sent, customerPosted('m-1', HOUR))).toMatchObject({ status: 2, placed: BILLING });
    expect(sessionOf(...here, sent, alerted(HOUR))).toMatchObject({ status: 3, placed: BILLING });
    expect(sessionOf(...here, sent, joined(BOB, HOUR))).not.toHaveProperty('placed');
    expect(rowOf(sessionOf(...here, sent, joined(BOB, HOUR)))).not.toHaveProperty('queue');
  });

  it('[SKEW-4] and what follows from it is not for older code; a plain leave is', () => {
    const log = logOf(...here, sent, left(ANN, HOUR), left(ANN, HOUR, { cause: 'hold', place: { workbin: 'mine' } }));
    expect(log.map((event) => versionOf(event))).toEqual([1, 1, 2, 1, 2]);
    expect(log.map(({ v }) => v)).toEqual([1, 1, 2, 1, 2]);
    expect(stateVersionOf(sessionOf(...here, sent))).toBe(2);
    expect(stateVersionOf(sessionOf(...here, sent, joined(BOB, HOUR)))).toBe(1);
    expect(stateVersionOf(sessionOf(opened({ subscription: DEVICE })))).toBe(2);
  });
});

describe('a hold', () => {
  it.each([BILLING, { workbin: 'waits for the part' }])('[TRF-1, STAT-3] into %j makes the status -2', (place) => {
    given(...here)
      .when(leave(ANN, { cause: 'hold', place }), MIN)
      .then(left(ANN, MIN, { cause: 'hold', place }));
    const state = sessionOf(...here, left(ANN, MIN, { cause: 'hold', place }));
    expect(state).toMatchObject({ status: -2, placed: place });
    expect(rowOf(state)).toMatchObject(place);
  });
});

describe('GCTI_Chat_AsyncStatus', () => {
  it('[STAT-1, STAT-2, STAT-3, STAT-4, STAT-5, STAT-6, STAT-9] goes through all its values on the roads that the seed names, and never 0', () => {
    const life = [
      opened(),
      joined(ANN, 1 * SEC),
      left(ANN, 2 * SEC, { cause: 'hold', place: BILLING }),
      notified(CUSTOMER, 'n-000001', 3 * SEC, { notice: 'pushed-url', text: 'https://a.example', counts: true }),
      alerted(4 * SEC),
      joined(BOB, 5 * SEC),
      left(BOB, 6 * SEC, { cause: 'lost' }),
      joined(ANN, 7 * SEC),
      left(ANN, 8 * SEC, { cause: 'transferred', place: BILLING }),
    ];
    const statuses = life.map((_, place) => sessionOf(...life.slice(0, place + 1)).status);
    expect(statuses).toEqual([1, -1, -2, 2, 3, -1, 4, -1, 5]);
  });
});

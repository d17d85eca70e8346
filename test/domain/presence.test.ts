import { describe, expect, it } from 'vitest';
import { needsContact } from '../../shared/domain/decide/wake.ts';
import { SOCKETS_MAX } from '../../shared/domain/limits.ts';
import {
  agentPosted,
  ANN,
  at,
  closed,
  confirmed,
  connected,
  CUSTOMER,
  customerPosted,
  disconnected,
  doubted,
  DUE,
  hello,
  HOUR,
  MIN,
  moved,
  opened,
  removed,
  SEC,
  socketGone,
} from '../support/builders.ts';
import { given, sessionOf } from '../support/given-when-then.ts';

const LEASE = 130 * MIN;
/** Covers the lease of a socket that said hello in the first minute. */
const leaseArm = { number: 2, at: 7_860_000 };

describe('a socket of the customer', () => {
  it('[PRES-8] shows the first one to agents, and arms the end of its lease', () => {
    given(opened())
      .when(hello('S1', 1), at(1 * SEC))
      .then(connected('S1', 1 * SEC, { seen: 1, arm: leaseArm }));
  });

  it('[PRES-8] shows further ones to nobody', () => {
    given(opened(), connected('S1', 1 * SEC, { arm: leaseArm }))
      .when(hello('S2', 2), at(30 * SEC))
      .then(connected('S2', 30 * SEC, { seen: 2, visibility: 'NONE' }));
  });

  it('[PRES-8] changes nothing when it is listed already', () => {
    given(opened(), connected('S1', 1 * SEC, { arm: leaseArm }))
      .when(hello('S1', 2), at(30 * SEC))
      .thenNothing();
  });

  it('[PRES-8] shows the loss of the last one to agents, of another to nobody', () => {
    const two = [opened(), connected('S1', 1 * SEC, { arm: leaseArm }), connected('S2', 2 * SEC)];
    given(...two)
      .when(socketGone('S1'), at(1 * HOUR))
      .then(disconnected('S1', 1 * HOUR, { visibility: 'NONE' }));
    given(...two, disconnected('S1', 1 * HOUR))
      .when(socketGone('S2', 'gone'), at(2 * HOUR))
      .then(disconnected('S2', 2 * HOUR, { cause: 'gone' }));
  });

  it('[PRES-10] takes evidence about one socket as evidence about that one only', () => {
    given(opened(), connected('S1', 1 * SEC, { arm: leaseArm }))
      .when(socketGone('S2'), at(1 * HOUR))
      .thenNothing();
    given(opened())
      .when(socketGone('S1'), at(1 * HOUR))
      .thenNothing();
  });

  it('[BND-4] makes room for the ninth by forgetting the oldest', () => {
    const nine = Array.from({ length: SOCKETS_MAX + 1 }, (_, place) => connected(`S${place}`, place * SEC));
    expect(sessionOf(opened(), ...nine).customer.sockets.map((socket) => socket.id)).toEqual([
      'S1',
      'S2',
      'S3',
      'S4',
      'S5',
      'S6',
      'S7',
      'S8',
    ]);
  });

  it('[PRES-2] counts as gone two minutes after its lease of 2 h 10 min, said or not', () => {
    const chat = [opened(), connected('S1', 0, { arm: leaseArm })];
    const lastMoment = LEASE + 2 * MIN - 1;
    given(...chat)
      .when(hello('S2'), at(lastMoment))
      .then(connected('S2', lastMoment, { visibility: 'NONE', arm: { number: 3, at: 15_780_000 } }));
    given(...chat)
      .when(hello('S2'), at(lastMoment + 1))
      .then(connected('S2', lastMoment + 1, { arm: { number: 3, at: 15_780_000 } }));
    expect(sessionOf(...chat, connected('S2', lastMoment + 1)).customer.sockets).toEqual([
      { id: 'S2', since: lastMoment + 1 },
    ]);
  });

  it('[PRES-2] is forgotten alone when its lease is over: the others stay', () => {
    const late = LEASE + 2 * MIN;
    const chat = [opened(), connected('S1', 0), connected('S2', MIN)];
    expect(sessionOf(...chat, customerPosted('m-000001', late)).customer.sockets).toEqual([{ id: 'S2', since: MIN }]);
    expect(sessionOf(...chat, customerPosted('m-000001', late - 1)).customer.sockets).toEqual([
      { id: 'S1', since: 0 },
      { id: 'S2', since: MIN },
    ]);
  });

  it('[PRES-2] is the last one when the lease of every other is over, said or not', () => {
    given(opened(), connected('S1', 0), connected('S2', MIN, { arm: leaseArm }))
      .when(socketGone('S2'), at(LEASE + 2 * MIN))
      .then(disconnected('S2', LEASE + 2 * MIN));
  });

  it('[PRES-8] is listed once when it says hello again after its lease', () => {
    expect(sessionOf(opened(), connected('S1', 0), connected('S1', HOUR)).customer.sockets).toEqual([
      { id: 'S1', since: HOUR },
    ]);
  });

  it('[PRES-2] is dropped when a wake-up finds its lease over', () => {
    given(opened(), connected('S1', 0, { arm: leaseArm }))
      .when({ type: 'wake-up', id: 's/wake/2', number: 2 }, at(LEASE))
      .then(disconnected('S1', LEASE, { id: 's/wake/2', cause: 'lease-over', fired: 2 }));
    given(opened(), connected('S1', 0), connected('S2', 1 * MIN, { arm: leaseArm }))
      .when({ type: 'wake-up', id: 's/wake/2', number: 2 }, at(LEASE + 1 * MIN))
      .then(
        disconnected('S2', LEASE + 1 * MIN, {
          id: 's/wake/2',
          cause: 'lease-over',
          fired: 2,
          visibility: 'NONE',
          arm: { number: 3, at: LEASE + 1 * MIN },
        }),
      );
  });
});

describe('the presence clock', () => {
  /** Without push subscription: one period is 45 s, with this chat's jitter 45.138 s. */
  const flex = opened({ push: false });

  it('[PRES-1] runs from the opening on, until the customer says hello', () => {
    expect(sessionOf(flex).customer.absence).toEqual({ since: 0 });
    expect(sessionOf(flex, connected('S1', 5 * SEC)).customer.absence).toBeUndefined();
  });

  it('[PRES-3] starts when the last socket goes', () => {
    const chat = [flex, connected('S1', 5 * SEC), connected('S2', 6 * SEC), disconnected('S1', 1 * HOUR)];
    expect(sessionOf(...chat).customer.absence).toBeUndefined();
    expect(sessionOf(...chat, disconnected('S2', 2 * HOUR)).customer.absence).toEqual({ since: 2 * HOUR });
    given(flex, connected('S1', 5 * SEC))
      .when(socketGone('S1'), at(1 * HOUR))
      .then(disconnected('S1', 1 * HOUR, { arm: { number: 2, at: HOUR + DUE.flexPresence + SEC } }));
  });

  it('[PRES-4] doubts the customer after one full period without contact, and gives them one more from then on', () => {
    given(flex)
      .when({ type: 'wake-up', id: 's/wake/1', number: 1 }, at(50 * SEC))
      .then(doubted(50 * SEC, { fired: 1, arm: { number: 2, at: 50 * SEC + DUE.flexPresence + SEC } }));
  });

  it('[PRES-4] does nothing before the period is over but see to the next wake-up', () => {
    given(flex, doubted(50 * SEC, { fired: 1, arm: { number: 2, at: 96_138 } }))
      .when({ type: 'wake-up', id: 's/wake/1', number: 1 }, at(50 * SEC + DUE.flexPresence - 1))
      .then((index) => ({
        v: 1,
        index,
        at: 50 * SEC + DUE.flexPresence - 1,
        id: 's/wake/1',
        actor: { type: 'SYSTEM' },
        visibility: 'NONE',
        type: 'wake-up-moved',
        fired: 1,
        arm: { number: 3, at: 96_138 },
      }));
  });

  it('[PRES-4, PRES-5] starts over from the contact when the customer was heard of during the first period', () => {
    given(flex)
      .when({ type: 'wake-up', id: 's/wake/1', number: 1, contactAt: 30 * SEC }, at(50 * SEC))
      .then(confirmed(30 * SEC, 50 * SEC, { fired: 1, arm: { number: 2, at: 30 * SEC + DUE.flexPresence + SEC } }));
    expect(sessionOf(flex, confirmed(30 * SEC, 50 * SEC)).customer.absence).toEqual({ since: 30 * SEC });
  });

  it('[PRES-5] starts over as well when the customer was heard of during the second period', () => {
    given(flex, doubted(50 * SEC, { fired: 1 }))
      .when({ type: 'wake-up', id: 's/wake/2', number: 2, contactAt: 50 * SEC + 1 }, at(100 * SEC))
      .then(confirmed(50 * SEC + 1, 100 * SEC, { id: 's/wake/2', fired: 2, arm: { number: 2, at: 100 * SEC } }));
  });

  it('[PRES-5] starts over from contact before the doubt that was noted too late for it', () => {
    given(flex, doubted(50 * SEC, { fired: 1 }))
      .when({ type: 'wake-up', id: 's/wake/2', number: 2, contactAt: 1 }, at(100 * SEC))
      .then(confirmed(1, 100 * SEC, { id: 's/wake/2', fired: 2, arm: { number: 2, at: 100 * SEC } }));
  });

  it('[PRES-5] takes contact before the absence as none', () => {
    given(flex, doubted(50 * SEC, { fired: 1 }))
      .when({ type: 'wake-up', id: 's/wake/2', number: 2, contactAt: 0 }, at(100 * SEC))
      .then(removed(100 * SEC, { id: 's/wake/2', fired: 2, arm: { number: 2, at: 86_580_000 } }));
  });

  it('[PRES-5] removes the customer after the second full period, visible to all; the chat stays open', () => {
    given(flex, doubted(50 * SEC, { fired: 1 }))
      .when({ type: 'wake-up', id: 's/wake/2', number: 2 }, at(100 * SEC))
      .then(removed(100 * SEC, { id: 's/wake/2', fired: 2, arm: { number: 2, at: 86_580_000 } }));
    expect(sessionOf(flex, doubted(50 * SEC), removed(100 * SEC))).toMatchObject({
      phase: 'open',
      status: 1,
      idle: { since: 0 },
      customer: { sockets: [], removed: true },
    });
    expect(sessionOf(flex, removed(100 * SEC)).customer).not.toHaveProperty('absence');
  });

  it('[PRES-9] brings a removed customer back with a hello, visible to all', () => {
    given(flex, removed(100 * SEC, { arm: { number: 2, at: 86_580_000 } }))
      .when(hello('S1', 2), at(HOUR))
      .then(connected('S1', HOUR, { seen: 2, visibility: 'ALL', arm: { number: 3, at: 11_460_000 } }));
    expect(sessionOf(flex, removed(100 * SEC), connected('S1', HOUR)).customer).toEqual({
      nickname: 'Ada',
      push: false,
      sockets: [{ id: 'S1', since: HOUR }],
      seen: 0,
      removed: false,
    });
  });

  it.each([
    ['a message of an agent', agentPosted(ANN, 'm-000001', HOUR), true],
    ['the close by the customer', closed(HOUR, { id: 'c/close.01', actor: CUSTOMER, cause: 'customer' }), true],
    ['a moved wake-up', moved(HOUR), true],
    ['a message of the customer', customerPosted('m-000001', HOUR), false],
  ])('[PRES-9] knows a removed customer as removed until they are back: %s', (_what, event, isRemoved) => {
    expect(sessionOf(flex, removed(100 * SEC), event).customer.removed).toBe(isRemoved);
  });

  it('[PRES-5] ends every socket with the customer’s removal', () => {
    const state = sessionOf(flex, connected('S1', SEC), removed(100 * SEC));
    expect(state.customer).toEqual({ nickname: 'Ada', push: false, sockets: [], seen: 0, removed: true });
  });

  it('[PRES-3] begins an absence with a doubt that no absence came before', () => {
    const state = sessionOf(flex, removed(100 * SEC), doubted(HOUR));
    expect(state.customer.absence).toEqual({ since: HOUR, doubtedAt: HOUR });
  });

  it('[PRES-4] keeps when an absence began, and its doubt, through what says nothing about the customer', () => {
    const doubt = [flex, doubted(50 * SEC)];
    expect(sessionOf(...doubt).customer.absence).toEqual({ since: 0, doubtedAt: 50 * SEC });
    expect(sessionOf(...doubt, moved(60 * SEC)).customer.absence).toEqual({ since: 0, doubtedAt: 50 * SEC });
    expect(sessionOf(...doubt, customerPosted('m-000001', 60 * SEC)).customer.absence).toEqual({ since: 60 * SEC });
  });

  it('[PRES-4] takes contact during the first period for what it is, however short after its beginning', () => {
    given(flex, connected('S1', SEC), disconnected('S1', 10 * SEC))
      .when({ type: 'wake-up', id: 's/wake/9', number: 9, contactAt: 10 * SEC }, at(60 * SEC))
      .then(doubted(60 * SEC, { id: 's/wake/9', fired: 9, arm: { number: 2, at: 106_138 } }));
    given(flex, connected('S1', SEC), disconnected('S1', 10 * SEC))
      .when({ type: 'wake-up', id: 's/wake/9', number: 9, contactAt: 10 * SEC + 1 }, at(60 * SEC))
      .then(confirmed(10 * SEC + 1, 60 * SEC, { id: 's/wake/9', fired: 9, arm: { number: 2, at: 60 * SEC } }));
  });

  it('[MSG-3] keeps the highest position of the customer, whatever a later event says', () => {
    const state = sessionOf(flex, connected('S1', SEC, { seen: 1 }), connected('S2', 2 * SEC, { seen: 0 }));
    expect(state.customer.seen).toBe(1);
  });

  it('[PRES-11] asks for the last contact only when the presence clock is what is due', () => {
    const wakeUp = { type: 'wake-up', id: 's/wake/1', number: 1 } as const;
    expect(needsContact(sessionOf(flex), wakeUp, DUE.flexPresence)).toBe(true);
    expect(needsContact(sessionOf(flex), wakeUp, DUE.flexPresence - 1)).toBe(false);
    expect(needsContact(sessionOf(flex, removed(100 * SEC)), wakeUp, 100 * HOUR)).toBe(false);
    expect(needsContact(sessionOf(opened(), connected('S1', 0)), wakeUp, LEASE)).toBe(false);
  });
});

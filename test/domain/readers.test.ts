import { describe, expect, it } from 'vitest';
import type { ChatEvent, Visibility } from '../../shared/domain/events.ts';
import {
  classOf,
  isAuthor,
  maySee,
  mayType,
  otherSideOf,
  readUpTo,
  recipientsOf,
  typingRecipients,
  type Reader,
  type Recipients,
} from '../../shared/domain/readers.ts';
import type { Unplaced } from '../support/builders.ts';
import {
  agentPosted,
  ANN,
  BOB,
  closed,
  connected,
  customerPosted,
  disconnected,
  HOUR,
  joined,
  left,
  MIN,
  opened,
} from '../support/builders.ts';
import { logOf, sessionOf } from '../support/given-when-then.ts';

const customer: Reader = { type: 'CLIENT' };
const ann: Reader = { type: 'AGENT', agentId: ANN };
const bob: Reader = { type: 'AGENT', agentId: BOB };

/** Everybody is there: two tabs of the customer and two agents. */
const FULL = [opened(), connected('S1', 1), connected('S2', 2), joined(ANN, 3), joined(BOB, 4)];

const lastOf = (...events: readonly Unplaced[]): ChatEvent => {
  const event = logOf(...events).at(-1);
  if (event === undefined) throw new Error('unable to find the last event; the log is empty');
  return event;
};

const lastRecipients = (...events: readonly Unplaced[]): Recipients =>
  recipientsOf(sessionOf(...events.slice(0, -1)), lastOf(...events), sessionOf(...events));

describe('visibility', () => {
  it.each([
    ['ALL', true, true],
    ['INT', false, true],
    ['VIP', false, false],
    ['NONE', false, false],
  ] as const)('[VIS-1] %s: customer %s, agents %s', (visibility: Visibility, forCustomer, forAgents) => {
    expect(maySee(customer, visibility)).toBe(forCustomer);
    expect(maySee(ann, visibility)).toBe(forAgents);
  });

  it('[VIS-2] keeps the last position that each class of reader may see', () => {
    expect(classOf(customer)).toBe('ALL');
    expect(classOf(ann)).toBe('INT');
    const chat = [opened(), joined(ANN, 1)];
    expect(sessionOf(...chat).last).toEqual({ ALL: 2, INT: 2, VIP: 2 });
    expect(sessionOf(...chat, agentPosted(ANN, 'm-000001', 2, { visibility: 'INT' })).last).toEqual({
      ALL: 2,
      INT: 3,
      VIP: 3,
    });
    expect(sessionOf(...chat, agentPosted(ANN, 'm-000001', 2, { visibility: 'VIP' })).last).toEqual({
      ALL: 2,
      INT: 2,
      VIP: 3,
    });
    expect(sessionOf(...chat, connected('S1', 2, { visibility: 'NONE' })).last).toEqual({ ALL: 2, INT: 2, VIP: 2 });
  });

  it('[CMD-4] shows the id of a command to its author only', () => {
    const customers = lastOf(opened(), customerPosted('m-000001', 1));
    const anns = lastOf(opened(), joined(ANN, 1));
    const systems = lastOf(opened(), left(ANN, 1, { cause: 'lost' }));
    expect([customer, ann, bob].map((reader) => isAuthor(reader, customers))).toEqual([true, false, false]);
    expect([customer, ann, bob].map((reader) => isAuthor(reader, anns))).toEqual([false, true, false]);
    expect([customer, ann, bob].map((reader) => isAuthor(reader, systems))).toEqual([false, false, false]);
  });
});

describe('recipients', () => {
  it('[DLV-1] of what all may see are the sockets in the state after the event, and the agents', () => {
    expect(lastRecipients(...FULL, customerPosted('m-000001', MIN))).toEqual({
      sockets: ['S1', 'S2'],
      agents: [ANN, BOB],
    });
    expect(lastRecipients(...FULL, closed(HOUR))).toEqual({ sockets: ['S1', 'S2'], agents: [ANN, BOB] });
    expect(lastRecipients(opened(), customerPosted('m-000001', MIN, { socket: 'S9' }))).toEqual({
      sockets: ['S9'],
      agents: [],
    });
  });

  it('[DLV-1] of the opening are nobody', () => {
    expect(recipientsOf(undefined, lastOf(opened()), sessionOf(opened()))).toEqual({ sockets: [], agents: [] });
  });

  it('[VIS-1, DLV-1] of what only agents may see are the agents', () => {
    expect(lastRecipients(...FULL, agentPosted(ANN, 'm-000001', MIN, { visibility: 'INT' }))).toEqual({
      sockets: [],
      agents: [ANN, BOB],
    });
  });

  it('[VIS-1, DLV-1] of what neither may see are nobody', () => {
    expect(lastRecipients(...FULL, agentPosted(ANN, 'm-000001', MIN, { visibility: 'VIP' }))).toEqual({
      sockets: [],
      agents: [],
    });
    expect(lastRecipients(...FULL, disconnected('S1', MIN, { visibility: 'NONE' }))).toEqual({
      sockets: [],
      agents: [],
    });
  });

  it('[DLV-1] of an agent’s leaving include that agent', () => {
    expect(lastRecipients(...FULL, left(ANN, MIN))).toEqual({ sockets: ['S1', 'S2'], agents: [BOB, ANN] });
  });
});

describe('typing', () => {
  it('[TYP-1] goes to everybody but the one who types', () => {
    expect(typingRecipients(sessionOf(...FULL), customer)).toEqual({ sockets: [], agents: [ANN, BOB] });
    expect(typingRecipients(sessionOf(...FULL), ann)).toEqual({ sockets: ['S1', 'S2'], agents: [BOB] });
  });

  it('[TYP-2] is for all those in an open chat', () => {
    const state = sessionOf(opened(), joined(ANN, 1));
    expect([customer, ann, bob].map((typist) => mayType(state, typist))).toEqual([true, true, false]);
    expect([ann, bob].map((typist) => mayType(sessionOf(...FULL), typist))).toEqual([true, true]);
    const over = sessionOf(opened(), joined(ANN, 1), closed(HOUR));
    expect([customer, ann, bob].map((typist) => mayType(over, typist))).toEqual([false, false, false]);
  });
});

describe('reading', () => {
  it('[READ-1] concerns the other side alone', () => {
    const state = sessionOf(...FULL);
    expect(otherSideOf(state, customer)).toEqual({ sockets: [], agents: [ANN, BOB] });
    expect(otherSideOf(state, ann)).toEqual({ sockets: ['S1', 'S2'], agents: [] });
  });

  it('[READ-2] reaches no further than what the reader may see', () => {
    const state = sessionOf(...FULL, agentPosted(ANN, 'm-1', 5), agentPosted(ANN, 'm-2', 6, { visibility: 'INT' }));
    expect([0, 5, 6, 7, 99].map((upTo) => readUpTo(state, customer, upTo))).toEqual([0, 5, 6, 6, 6]);
    expect([0, 5, 6, 7, 99].map((upTo) => readUpTo(state, bob, upTo))).toEqual([0, 5, 6, 7, 7]);
  });

  it('[READ-4] is nobody’s business of an agent who is not in the chat, or in a closed one', () => {
    expect(readUpTo(sessionOf(opened(), joined(ANN, 1)), bob, 1)).toBeUndefined();
    expect(readUpTo(sessionOf(...FULL, closed(MIN)), customer, 1)).toBeUndefined();
  });
});

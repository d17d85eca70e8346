import { describe, expect, it } from 'vitest';
import type { Command } from '../../shared/domain/commands.ts';
import { decide } from '../../shared/domain/decide/decide.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import type { ChatOptions } from '../../shared/domain/options.ts';
import { encodeSession } from '../../shared/domain/session-codec.ts';
import type { Session } from '../../shared/domain/session.ts';
import {
  agentPost,
  ANN,
  at,
  BOB,
  close,
  closed,
  connected,
  CUSTOMER,
  customerPosted,
  dataUpdated,
  hello,
  HOUR,
  join,
  joined,
  leave,
  left,
  lose,
  MIN,
  noteTyping,
  notified,
  notify,
  opened,
  OPTIONS,
  post,
  SEC,
  typingNoted,
  updateData,
} from '../support/builders.ts';
import { given, sessionOf } from '../support/given-when-then.ts';

/** Puts commands to a chat one after the other, at one moment, until one is refused; answers how many were not. Each is numbered by the index before it. */
const floodOf = (
  state: Session,
  commandOf: (n: number) => Command,
  now: number,
  options: ChatOptions = OPTIONS,
): { taken: number; after: Session } => {
  let after = state;
  for (let taken = 0; taken < 2_000; taken++) {
    const decision = decide(after, commandOf(after.index), now, options);
    if (decision.kind !== 'accepted') {
      expect(decision).toMatchObject({ kind: 'rejected', code: 'rate-limited' });
      return { taken, after };
    }
    after = evolve(after, decision.event);
  }
  return { taken: 2_000, after };
};

const customerFlood = (n: number): Command => post(`flood.${n}`, { seen: 9_999 });
const annsFlood = (n: number): Command => agentPost(ANN, `flood.${n}`, { seen: 9_999 });

/** The text of the state without what every event changes: command ids, positions, numbers and times. */
const bare = (state: Session): string =>
  encodeSession({
    ...state,
    customer: { ...state.customer, seen: 0 },
    accepted: [],
    forgotten: 0,
    index: 0,
    at: 0,
    idle: { since: 0 },
    last: { ALL: 0, INT: 0, VIP: 0 },
  });

describe('a flood of one author', () => {
  it('[LIM-1] takes 20 commands of the customer at once right after another event, 21 after a rest', () => {
    expect(floodOf(sessionOf(opened()), customerFlood, at(0)).taken).toBe(20);
    expect(floodOf(sessionOf(opened()), customerFlood, at(HOUR)).taken).toBe(21);
  });

  it('[LIM-1] takes one more command of the customer every 500 ms after that, and no sooner', () => {
    const { after } = floodOf(sessionOf(opened()), customerFlood, at(HOUR));
    const next = { ...post('m-000022'), seen: 9_999 };
    expect(decide(after, next, HOUR + 499, OPTIONS)).toMatchObject({ kind: 'rejected', code: 'rate-limited' });
    const decision = decide(after, next, HOUR + 500, OPTIONS);
    expect(decision).toMatchObject({ kind: 'accepted', event: { at: HOUR + 500, restAt: HOUR + 11_000 } });
    expect(floodOf(after, customerFlood, HOUR + 5_000).taken).toBe(10);
  });

  it('[LIM-1] has everything back after ten seconds of rest', () => {
    const { after } = floodOf(sessionOf(opened()), customerFlood, at(HOUR));
    expect(floodOf(after, customerFlood, HOUR + 10_500).taken).toBe(21);
  });

  it('[LIM-1] lets a client that sends two a second go on for ever', () => {
    let state = sessionOf(opened());
    for (let n = 0; n < 500; n++) {
      const decision = decide(state, customerFlood(n), HOUR + n * 500, OPTIONS);
      if (decision.kind !== 'accepted') throw new Error(`message ${n} was not accepted`);
      state = evolve(state, decision.event);
    }
    expect(state.busy).toBeUndefined();
  });

  it('[LIM-2] takes 5 a second of each agent, 50 at once, and counts nobody for another', () => {
    const chat = sessionOf(opened(), joined(ANN, 1 * SEC), joined(BOB, 2 * SEC));
    const { taken, after } = floodOf(chat, annsFlood, at(HOUR));
    expect(taken).toBe(51);
    expect(decide(after, annsFlood(60), HOUR + 200, OPTIONS)).toMatchObject({ kind: 'accepted' });
    expect(decide(after, agentPost(BOB, 'm-1', { seen: 9_999 }), HOUR, OPTIONS)).toMatchObject({ kind: 'accepted' });
    expect(floodOf(after, customerFlood, HOUR).taken).toBe(20);
  });

  it('[LIM-2] is not escaped by leaving and coming back: joining counts, leaving is always allowed', () => {
    let state = sessionOf(opened());
    const inAndOut = (n: number): Command =>
      n % 2 === 1
        ? join(ANN, { id: `a/${ANN}/in.${n}`, seen: 9_999 })
        : leave(ANN, { id: `a/${ANN}/out.${n}`, seen: 9_999 });
    const { taken, after } = floodOf(state, inAndOut, at(HOUR));
    expect(taken).toBe(52);
    expect(after.agents).toEqual([]);
    state = floodOf(sessionOf(opened(), joined(ANN, 1 * SEC)), annsFlood, at(HOUR)).after;
    expect(decide(state, leave(ANN, { seen: 9_999 }), HOUR, OPTIONS)).toMatchObject({ kind: 'accepted' });
  });

  it('[LIM-1] never keeps the customer from ending the chat', () => {
    const { after } = floodOf(sessionOf(opened()), customerFlood, at(HOUR));
    expect(decide(after, close(CUSTOMER, { seen: 9_999 }), HOUR, OPTIONS)).toMatchObject({ kind: 'accepted' });
  });

  it('[LIM-1, CMD-1] answers a repeat as such, and the other refusals before this one', () => {
    const { after } = floodOf(sessionOf(opened()), customerFlood, at(HOUR));
    expect(decide(after, customerFlood(21), HOUR, OPTIONS)).toEqual({ kind: 'nothing', index: 22 });
    expect(decide(after, agentPost(ANN, 'm-1', { seen: 9_999 }), HOUR, OPTIONS)).toMatchObject({ code: 'not-in-chat' });
  });

  it('[LIM-1, LOG-4] counts by the time of events: a command with an older time gains nothing', () => {
    const { after } = floodOf(sessionOf(opened()), customerFlood, at(HOUR));
    expect(decide(after, customerFlood(99), HOUR - MIN, OPTIONS)).toMatchObject({ code: 'rate-limited' });
  });
});

describe('an ordinary conversation', () => {
  it('[LIM-3] has no byte for its pace when each message comes half a second or more after the event before', () => {
    given(opened(), customerPosted('m-000001', 1_000))
      .when(post('m-000002'), at(1_500))
      .then(customerPosted('m-000002', 1_500));
    expect(sessionOf(opened(), customerPosted('m-000001', 1_000))).not.toHaveProperty('busy');
  });

  it('[LIM-3] writes when its author will be at rest into the event that comes sooner', () => {
    given(opened(), customerPosted('m-000001', 1_000))
      .when(post('m-000002'), at(1_499))
      .then(customerPosted('m-000002', 1_499, { restAt: 2_000 }));
  });

  it('[LIM-3] counts a notice, user data, a join, a leave and a close of people, and nothing that functions do', () => {
    const chat = given(opened(), joined(ANN, 900), customerPosted('m-000001', 1_000));
    chat.when(notify(CUSTOMER, 'n-000001'), at(1_100)).then(notified(CUSTOMER, 'n-000001', 1_100, { restAt: 2_000 }));
    chat
      .when(updateData(CUSTOMER, 'd-000001', { a: '1' }), at(1_100))
      .then(dataUpdated(CUSTOMER, 'd-000001', { a: '1' }, 1_100, { restAt: 2_000 }));
    chat.when(noteTyping(CUSTOMER), at(31_100), { ...OPTIONS, idleNotices: 'all' }).then(typingNoted(CUSTOMER, 31_100));
    chat.when(join(BOB), at(1_100)).then(joined(BOB, 1_100, { restAt: 1_400 }));
    chat.when(leave(ANN), at(1_100)).then(left(ANN, 1_100, { restAt: 1_400 }));
    const farewell = { id: 'c/close.01', actor: CUSTOMER, cause: 'customer', text: '' } as const;
    chat.when(close(), at(1_100)).then(closed(1_100, { ...farewell, restAt: 2_000 }));
    chat.when(lose(ANN), at(1_100)).then(left(ANN, 1_100, { cause: 'lost' }));
    chat.when(hello('S1'), at(1_100)).then(connected('S1', 1_100, { arm: { number: 2, at: 7_860_000 } }));
  });

  it('[LIM-3] counts on from what its author still owes', () => {
    given(opened(), customerPosted('m-000001', 1_000), customerPosted('m-000002', 1_100, { restAt: 2_000 }))
      .when(post('m-000003'), at(1_200))
      .then(customerPosted('m-000003', 1_200, { restAt: 2_500 }));
  });

  it('[LIM-3] keeps in the state only who is not at rest, and forgets it with the next event', () => {
    const state = sessionOf(
      opened(),
      customerPosted('m-000001', 1_000),
      customerPosted('m-000002', 1_100, { restAt: 2_000 }),
    );
    expect(state.busy).toEqual({ c: 2_000 });
    expect(evolve(state, joined(ANN, 1_999)(4)).busy).toEqual({ c: 2_000 });
    expect(evolve(state, joined(ANN, 2_000)(4)).busy).toBeUndefined();
  });

  it('[LIM-3] keeps what an author owes through an event of theirs that is not counted', () => {
    const chat = [opened(), customerPosted('m-000001', 1_000), customerPosted('m-000002', 1_100, { restAt: 2_000 })];
    expect(sessionOf(...chat, connected('S1', 1_500)).busy).toEqual({ c: 2_000 });
  });

  it('[LIM-3] has a state that is as long after a flood as before, once everybody is at rest', () => {
    const before = sessionOf(opened(), joined(ANN, 1 * SEC), left(ANN, 2 * SEC));
    const { after } = floodOf(before, customerFlood, at(HOUR));
    const calm = decide(after, customerFlood(99), 2 * HOUR, OPTIONS);
    if (calm.kind !== 'accepted') throw new Error('the message after the rest was refused');
    const first = decide(before, customerFlood(99), 2 * HOUR, OPTIONS);
    if (first.kind !== 'accepted') throw new Error('the message without a flood was refused');
    expect(bare(evolve(after, calm.event)).length).toBe(bare(evolve(before, first.event)).length);
  });
});

describe('the options', () => {
  it('[LIM-1] follow the rate of the service: ten times as much, ten times as many at once', () => {
    const options = { ...OPTIONS, customerPerSec: 20 };
    expect(floodOf(sessionOf(opened()), customerFlood, at(0), options).taken).toBe(200);
  });

  it('[LIM-1, LIM-2] have no limit at a rate of 0, and write nothing', () => {
    const options = { ...OPTIONS, customerPerSec: 0, agentPerSec: 0 };
    const { taken, after } = floodOf(sessionOf(opened(), joined(ANN, 1)), customerFlood, at(HOUR), options);
    expect([taken, after.busy]).toEqual([2_000, undefined]);
    expect(floodOf(after, annsFlood, at(HOUR), options).taken).toBe(2_000);
  });
});

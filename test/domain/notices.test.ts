import { describe, expect, it } from 'vitest';
import { rowOf } from '../../shared/domain/list-row.ts';
import type { Notice } from '../../shared/domain/events.ts';
import type { IdleNotices } from '../../shared/domain/option-schema.ts';
import {
  ANN,
  alerted,
  BOB,
  agent,
  close,
  closed,
  customerPosted,
  CUSTOMER,
  DUE,
  HOUR,
  joined,
  left,
  MIN,
  noteTyping,
  notified,
  notify,
  opened,
  OPTIONS,
  post,
  removed,
  SEC,
  SYSTEM,
  typingNoted,
} from '../support/builders.ts';
import { given, sessionOf } from '../support/given-when-then.ts';

const BY_ANN = { type: 'AGENT', agentId: ANN } as const;
const URL = 'https://shop.example/lamps?order=4711#broken';
const withNotices = (idleNotices: IdleNotices) => ({ ...OPTIONS, idleNotices });

describe('a notice', () => {
  it('[NOTE-1] of the customer becomes an event with its text', () => {
    given(opened())
      .when(notify(CUSTOMER, 'n-000001', { notice: 'pushed-url', text: URL }), MIN, withNotices('none'))
      .then(notified(CUSTOMER, 'n-000001', MIN, { notice: 'pushed-url', text: URL }));
  });

  it('[NOTE-1] of an agent in the chat becomes an event under the nickname they joined with', () => {
    given(opened(), joined(ANN, SEC))
      .when(notify(BY_ANN, 'n-000001', { text: '{"survey":7}' }), MIN)
      .then(notified(ANN, 'n-000001', MIN, { text: '{"survey":7}' }));
  });

  it('[NOTE-1, ROLE-1, CLOSE-3] of an agent who is not in the chat, or after the close, is refused', () => {
    given(opened()).when(notify(BY_ANN, 'n-000001'), MIN).thenRejected('not-in-chat');
    given(opened(), closed(SEC)).when(notify(CUSTOMER, 'n-000001'), MIN).thenRejected('chat-closed');
  });

  it('[CMD-1] that is repeated changes nothing', () => {
    given(opened(), notified(CUSTOMER, 'n-000001', SEC))
      .when(notify(CUSTOMER, 'n-000001'), MIN)
      .thenNothing(2);
  });

  it('[NOTE-2] may be for agents only, and then counts for nothing', () => {
    const shared = { notice: 'pushed-url', text: URL, visibility: 'INT' } as const;
    given(opened(), joined(ANN, SEC))
      .when(notify(BY_ANN, 'n-000001', shared), MIN, withNotices('all'))
      .then(notified(ANN, 'n-000001', MIN, shared));
  });

  it('[NOTE-2] for agents only is refused from the customer, and for a nickname', () => {
    const past = [opened(), joined(ANN, SEC)] as const;
    given(...past)
      .when(notify(CUSTOMER, 'n-000001', { visibility: 'INT' }), MIN)
      .thenRejected('not-allowed');
    given(...past)
      .when(notify(BY_ANN, 'n-000001', { notice: 'nickname-changed', visibility: 'INT' }), MIN)
      .thenRejected('not-allowed');
  });

  it('[MSG-3, PRES-7] of the customer carries position and socket, as a message does', () => {
    given(opened())
      .when(notify({ type: 'CLIENT', connectionId: 'S1' }, 'n-000001', { seen: 1 }), MIN)
      .then(notified(CUSTOMER, 'n-000001', MIN, { seen: 1, socket: 'S1', arm: { number: 2, at: 7_920_000 } }));
  });

  it('[PRES-9] of a customer who was removed brings them back', () => {
    const back = sessionOf(opened(), removed(MIN), notified(CUSTOMER, 'n-000001', HOUR));
    expect(back.customer).toMatchObject({ removed: false, absence: { since: HOUR } });
    const still = sessionOf(opened(), joined(ANN, SEC), removed(MIN), notified(ANN, 'n-000001', HOUR));
    expect(still.customer).toMatchObject({ removed: true });
    expect(still.customer).not.toHaveProperty('absence');
  });

  it('[LIM-1] is counted as a message is', () => {
    const many = Array.from({ length: 21 }, (_, n) =>
      notified(CUSTOMER, `n-${n}`, MIN, { restAt: MIN + (n + 2) * 500 }),
    );
    given(opened(), ...many)
      .when(notify(CUSTOMER, 'n-000099', { seen: 99 }), MIN)
      .thenRejected('rate-limited');
  });
});

describe('a new nickname', () => {
  const change = { notice: 'nickname-changed', text: 'Ada L.' } as const;

  it('[NOTE-4] of the customer is in the state and in the row', () => {
    const after = sessionOf(opened(), notified(CUSTOMER, 'n-000001', MIN, change));
    expect(after.customer.nickname).toBe('Ada L.');
    expect(rowOf(after).nickname).toBe('Ada L.');
    expect(after.rowIndex).toBe(2);
  });

  it('[NOTE-4] of an agent signs what they say from then on', () => {
    const past = [opened(), joined(ANN, SEC), notified(ANN, 'n-000001', MIN, change)] as const;
    given(...past)
      .when(close(BY_ANN, { seen: 3 }), HOUR)
      .then((index) => ({
        ...closed(HOUR, {
          id: `a/${ANN}/close.01`,
          cause: 'agent',
          text: '',
          actor: { ...agent(ANN), nickname: 'Ada L.' },
        })(index),
      }));
    expect(sessionOf(...past).customer.nickname).toBe('Ada');
  });

  it('[NOTE-4] changes nobody else’s', () => {
    const here = [opened(), joined(ANN, SEC), joined(BOB, 2 * SEC)] as const;
    const customers = sessionOf(...here, notified(CUSTOMER, 'n-000001', MIN, change));
    expect(customers.agents).toMatchObject([{ nickname: 'Ann' }, { nickname: 'Bob' }]);
    const anns = sessionOf(...here, notified(ANN, 'n-000001', MIN, change));
    expect(anns.agents).toMatchObject([{ nickname: 'Ada L.' }, { nickname: 'Bob' }]);
  });

  it('[NOTE-4] is given by no other notice', () => {
    const here = [opened(), joined(ANN, SEC)] as const;
    for (const author of [CUSTOMER, ANN]) {
      const state = sessionOf(...here, notified(author, 'n-000001', MIN, { text: 'Ada L.' }));
      expect(state).toMatchObject({ customer: { nickname: 'Ada' }, agents: [{ nickname: 'Ann' }] });
    }
  });
});

/** What counts, by the value of async-idle-notices: pushed-url, custom, nickname-changed, typing on, typing off. */
const TABLE: readonly (readonly [IdleNotices, readonly [boolean, boolean, boolean, boolean, boolean]])[] = [
  ['none', [false, false, false, false, false]],
  ['major', [true, false, false, false, false]],
  ['major2', [true, true, false, false, false]],
  ['typing', [true, false, false, true, false]],
  ['all', [true, true, true, true, true]],
];

const cases = TABLE.flatMap(([value, counted]) =>
  (['pushed-url', 'custom', 'nickname-changed'] as const).map(
    (notice: Notice, place) => [value, notice, counted[place] ?? false] as const,
  ),
);
const typing = TABLE.flatMap(([value, counted]) => [
  [value, true, counted[3]] as const,
  [value, false, counted[4]] as const,
]);

describe('async-idle-notices', () => {
  it.each(cases)('[IDLE-8] %s: a notice %s counts: %s, as its event says', (value, notice, counts) => {
    const sent = { notice, text: URL, ...(counts ? ({ counts } as const) : {}) };
    given(opened())
      .when(notify(CUSTOMER, 'n-000001', { notice, text: URL }), MIN, withNotices(value))
      .then(notified(CUSTOMER, 'n-000001', MIN, sent));
    const state = sessionOf(opened(), alerted(SEC), notified(CUSTOMER, 'n-000001', MIN, sent));
    expect(state.idle).toEqual(counts ? { since: MIN } : { since: 0, alertedAt: SEC, statusBefore: 1 });
    expect(state.status).toBe(counts ? 2 : 3);
  });

  it.each(typing)('[IDLE-8, IDLE-10] %s: typing (on: %s) counts: %s', (value, on, counts) => {
    const asked = given(opened()).when(noteTyping(CUSTOMER, on), MIN, withNotices(value));
    if (counts === true) asked.then(typingNoted(CUSTOMER, MIN));
    else asked.thenNothing();
  });

  it('[IDLE-9, STAT-2] with an agent in the chat the status stays -1, and the clock starts over', () => {
    const state = sessionOf(opened(), joined(ANN, SEC), notified(CUSTOMER, 'n-000001', MIN, { counts: true }));
    expect(state).toMatchObject({ status: -1, idle: { since: MIN } });
  });

  it('[STAT-7] what counts and is nobody’s turn returns the status to what it was before the alert', () => {
    const notice = notified(CUSTOMER, 'n-000001', HOUR, { counts: true, actor: SYSTEM });
    expect(sessionOf(opened(), alerted(MIN), notice)).toMatchObject({ status: 1, idle: { since: HOUR } });
  });
});

describe('typing that counts', () => {
  const all = withNotices('all');

  it('[IDLE-10] is put into the log at most every 30 s, for nobody to see', () => {
    const past = [opened(), joined(ANN, SEC), typingNoted(ANN, MIN)] as const;
    given(...past)
      .when(noteTyping(BY_ANN), MIN + 29_999, all)
      .thenNothing();
    given(...past)
      .when(noteTyping(BY_ANN), MIN + 30_000, all)
      .then(typingNoted(ANN, MIN + 30_000));
    expect(sessionOf(...past)).toMatchObject({
      idle: { since: MIN },
      last: { ALL: 2, INT: 2, VIP: 2 },
      accepted: [{}],
    });
  });

  it('[IDLE-10] is put there at once when it makes the status 2 or takes back an alert', () => {
    const dormant = [opened(), joined(ANN, SEC), left(ANN, 2 * SEC, { cause: 'hold' })] as const;
    given(...dormant)
      .when(noteTyping(CUSTOMER), 3 * SEC, all)
      .then(typingNoted(CUSTOMER, 3 * SEC));
    expect(sessionOf(...dormant, typingNoted(CUSTOMER, 3 * SEC)).status).toBe(2);
    given(...dormant, typingNoted(CUSTOMER, 3 * SEC))
      .when(noteTyping(CUSTOMER), 4 * SEC, all)
      .thenNothing();
    given(opened(), joined(ANN, SEC), alerted(2 * SEC))
      .when(noteTyping(BY_ANN), 3 * SEC, all)
      .then(typingNoted(ANN, 3 * SEC));
  });

  it('[IDLE-10, TYP-2] is for those in an open chat, and not for a customer who was removed', () => {
    given(opened()).when(noteTyping(BY_ANN), HOUR, all).thenNothing();
    given(opened(), removed(MIN)).when(noteTyping(CUSTOMER), HOUR, all).thenNothing();
    given(opened(), joined(ANN, SEC), removed(MIN)).when(noteTyping(BY_ANN), HOUR, all).then(typingNoted(ANN, HOUR));
    given(opened(), closed(SEC)).when(noteTyping(CUSTOMER), HOUR, all).thenNothing();
  });

  it('[IDLE-9] makes the status 2 once, and a message after it changes nothing in the lists', () => {
    const typed = [opened(), typingNoted(CUSTOMER, MIN)] as const;
    const state = sessionOf(...typed, customerPosted('m-000001', 2 * MIN));
    expect(state).toMatchObject({ status: 2, statusAt: MIN, rowIndex: 2 });
  });

  it('[IDLE-1] moves the alert', () => {
    given(opened(), typingNoted(CUSTOMER, MIN))
      .when({ type: 'wake-up', id: 's/wake/1', number: 1 }, DUE.alert + 30 * SEC)
      .then((index) => ({
        v: 1,
        index,
        at: DUE.alert + 30 * SEC,
        type: 'wake-up-moved',
        id: 's/wake/1',
        actor: SYSTEM,
        visibility: 'NONE',
        fired: 1,
        arm: { number: 2, at: DUE.alert + MIN + SEC },
      }));
    given(opened(), typingNoted(CUSTOMER, MIN)).when(post('m-1'), HOUR).then(customerPosted('m-1', HOUR));
  });
});

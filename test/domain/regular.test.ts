import { describe, expect, it } from 'vitest';
import { deadlines } from '../../shared/domain/deadlines.ts';
import { versionOf } from '../../shared/domain/events.ts';
import type { NOTICE_SETS } from '../../shared/domain/option-schema.ts';
import { stateVersionOf } from '../../shared/domain/session-codec.ts';
import {
  agentPosted,
  alerted,
  ANN,
  at,
  BOB,
  close,
  closed,
  connected,
  CUSTOMER,
  customerPosted,
  dataUpdated,
  disconnected,
  HOUR,
  joined,
  leave,
  left,
  MIN,
  moved,
  notified,
  notify,
  noteTyping,
  open,
  opened,
  OPTIONS,
  post,
  removed,
  restored,
  SEC,
  SYSTEM,
  type Unplaced,
} from '../support/builders.ts';
import { given, sessionOf } from '../support/given-when-then.ts';
import {
  ON,
  TWICE,
  periods,
  DUE,
  start,
  LATER,
  eventOf,
  behind,
  wakeUp,
  silentAt,
  talking,
} from '../support/regular-chat.ts';

describe('the opening of a regular chat', () => {
  it.each([
    [{}, true],
    [{ GCTI_Chat_AsyncMode: 'false' }, true],
    [{ GCTI_Chat_AsyncMode: 'true' }, false],
  ] as const)('[PROV-1, REG-1] with the user data %j makes the chat regular: %s', (userData, isRegular) => {
    const opening = { push: false, userData } as const;
    given()
      .when(open(opening), at(0), ON)
      .then(opened({ ...opening, ...(isRegular ? { periods: periods() } : {}) }));
  });

  it('[PROV-2] with a push subscription has flex-push-timeout', () => {
    given()
      .when(open({ userData: {} }), at(0), ON)
      .then(
        opened({ userData: {}, periods: periods({}, { presenceSec: 86_400 }), arm: { number: 1, at: 86_580_000 } }),
      );
  });

  it('[REG-1, SKEW-4] asks for readers that know regular chats, and leaves asynchronous ones to older code', () => {
    expect(start()(1).v).toBe(3);
    expect(opened()(1).v).toBe(1);
    expect(stateVersionOf(sessionOf(start()))).toBe(3);
    expect(stateVersionOf(sessionOf(opened()))).toBe(1);
    expect(versionOf({ type: 'idle-alerted', actor: SYSTEM, text: '', second: true })).toBe(3);
    expect(versionOf({ type: 'chat-closed', actor: SYSTEM, text: '', cause: 'abandoned' })).toBe(3);
    expect(versionOf({ type: 'chat-closed', actor: SYSTEM, text: '', cause: 'idle' })).toBe(1);
  });

  it('[REG-1] stays asynchronous in a log of earlier code, whatever its user data say', () => {
    const old = sessionOf(opened({ userData: {}, push: false }), joined(ANN, 0));
    expect(old.periods.regular).toBeUndefined();
    expect(deadlines(old).map(({ kind }) => kind)).toEqual(['presence', 'idle-alert']);
  });
});

describe('regular inactivity control', () => {
  it('[REG-2, REG-5] counts timeout-alert from the moment an agent joins, and regular-idle-max before', () => {
    expect(deadlines(sessionOf(start(), connected('S1', 0)))).toContainEqual({ kind: 'idle-alert', at: DUE.max });
    expect(deadlines(sessionOf(...talking))).toContainEqual({ kind: 'idle-alert', at: silentAt(DUE.alert) });
    const alone = sessionOf(...talking, left(ANN, MIN));
    expect(deadlines(alone)).toContainEqual({ kind: 'idle-alert', at: MIN + DUE.max });
  });

  it('[REG-1] is not what async-idle-alert says', () => {
    const options = { ...ON, idleAlertSec: 1, idleCloseSec: 1 };
    given(...talking)
      .when(post('m-000001', { by: { type: 'CLIENT', connectionId: 'S1' } }), at(2 * SEC), options)
      .then(customerPosted('m-000001', 2 * SEC));
  });

  it('[REG-3] alerts once, and closes timeout-close later', () => {
    given(...talking)
      .when(wakeUp, at(silentAt(DUE.alert)), ON)
      .then(alerted(silentAt(DUE.alert), { fired: 1, arm: { number: 10, at: silentAt(DUE.alert) + DUE.close + SEC } }));
    const alertedAt = silentAt(DUE.alert) + 3 * SEC;
    given(...talking, alerted(alertedAt))
      .when(wakeUp, at(alertedAt + DUE.close), ON)
      .then(closed(alertedAt + DUE.close, { id: 's/wake/1', fired: 1 }));
    given(...talking, alerted(alertedAt))
      .when(wakeUp, at(alertedAt + DUE.close - 1), ON)
      .then(moved(alertedAt + DUE.close - 1, { fired: 1, arm: { number: 10, at: alertedAt + DUE.close + SEC } }));
  });

  it('[REG-3] alerts a second time with message-alert2 where timeout-alert2 says so, each counted from the one before', () => {
    const chat = [
      start({ periods: periods({ alert2Sec: 60 }) }),
      connected('S1', 0),
      joined(ANN, 1 * SEC, { arm: LATER }),
      alerted(5 * MIN),
    ];
    const again = {
      id: 's/wake/1',
      text: 'Chat session will be closed very soon due to inactivity of chat participants.',
      second: true,
      fired: 1,
    } as const;
    given(...chat)
      .when(wakeUp, at(5 * MIN + DUE.alert2), TWICE)
      .then(
        alerted(5 * MIN + DUE.alert2, { ...again, arm: { number: 10, at: 5 * MIN + DUE.alert2 + DUE.close + SEC } }),
      );
    const twice = sessionOf(...chat, alerted(7 * MIN, again));
    expect(twice.idle).toEqual({ since: 1 * SEC, alertedAt: 7 * MIN, second: true, statusBefore: -1 });
    given(...chat, alerted(7 * MIN, again))
      .when(wakeUp, at(7 * MIN + DUE.close), TWICE)
      .then(closed(7 * MIN + DUE.close, { id: 's/wake/1', fired: 1 }));
    expect(sessionOf(...chat, alerted(7 * MIN, again), agentPosted(ANN, 'm-000001', 8 * MIN)).idle).toEqual({
      since: 8 * MIN,
    });
  });

  it('[REG-3, IDLE-7] gives alerts and close without words where their texts are empty', () => {
    const options = { ...TWICE, messageAlert: '', messageAlert2: '', messageClose: '' };
    const chat = [start({ periods: periods({ alert2Sec: 60 }) }), connected('S1', 0), joined(ANN, 0, { arm: LATER })];
    for (const [past, dueMs, type] of [
      [[], DUE.alert, 'idle-alerted'],
      [[alerted(5 * MIN)], 5 * MIN + DUE.alert2, 'idle-alerted'],
      [[alerted(5 * MIN), alerted(6 * MIN, { second: true })], 6 * MIN + DUE.close, 'chat-closed'],
    ] as const) {
      expect(given(...chat, ...past).decided(wakeUp, at(dueMs), options)).toMatchObject({
        event: { type, text: '', visibility: 'ALL' },
      });
    }
  });

  it('[REG-5] with control off, or without an agent, alerts after regular-idle-max and closes timeout-close later', () => {
    // The customer's page is open all the time; a new socket is no activity.
    const page = connected('S2', DUE.max - HOUR, { visibility: 'NONE', arm: LATER });
    const off = [start({ periods: periods({ on: false }) }), joined(ANN, 0), page];
    for (const past of [off, [start(), page]]) {
      const options = past === off ? OPTIONS : ON;
      given(...past)
        .when(wakeUp, at(DUE.max), options)
        .then(alerted(DUE.max, { fired: 1, arm: { number: 10, at: DUE.max + DUE.close + SEC } }));
      given(...past, alerted(DUE.max))
        .when(wakeUp, at(DUE.max + DUE.close), options)
        .then(closed(DUE.max + DUE.close, { id: 's/wake/1', fired: 1 }));
    }
  });
});

const isOut = [removed(1 * MIN)];

describe('activity in a regular chat', () => {
  it.each<[string, readonly Unplaced[], Unplaced]>([
    ['a message of the customer', [], customerPosted('m-000001', HOUR)],
    ['a message of the agent', [], agentPosted(ANN, 'm-000001', HOUR)],
    ['an agent who joins', [], joined(BOB, HOUR)],
    ['an agent who leaves', [], left(ANN, HOUR)],
    ['an agent who is lost', [], left(ANN, HOUR, { cause: 'lost' })],
    ['a notice that counts', [], notified(CUSTOMER, 'n-000001', HOUR, { counts: true })],
    ['the customer’s removal', [], removed(HOUR)],
    ['the customer’s return by a hello', isOut, connected('S2', HOUR, { visibility: 'ALL' })],
    ['the customer’s return by a restoration', isOut, restored(HOUR)],
    ['the customer’s return by user data', isOut, dataUpdated(CUSTOMER, 'd-000001', { a: 'b' }, HOUR)],
    ['the customer’s return by a notice that does not count', isOut, notified(CUSTOMER, 'n-000001', HOUR)],
  ])('[REG-4] starts over with %s', (_what, past, event) => {
    expect(sessionOf(...talking, ...past, event).idle).toEqual({ since: HOUR });
    expect(sessionOf(...talking, ...past, alerted(30 * MIN), event).idle).toEqual({ since: HOUR });
  });

  it('[REG-4] goes on with what does not bring a removed customer back', () => {
    for (const event of [
      moved(HOUR),
      agentPosted(ANN, 'm-000001', HOUR, { visibility: 'INT' }),
      notified(ANN, 'n-000001', HOUR),
    ]) {
      expect(sessionOf(...talking, ...isOut, event).idle).toEqual({ since: MIN });
    }
  });

  it.each<[string, Unplaced]>([
    ['a message for agents only', agentPosted(ANN, 'm-000001', HOUR, { visibility: 'INT' })],
    ['a message for monitors only', agentPosted(ANN, 'm-000001', HOUR, { visibility: 'VIP' })],
    ['a notice that does not count', notified(ANN, 'n-000001', HOUR)],
    ['user data of a customer who is there', dataUpdated(CUSTOMER, 'd-000001', { a: 'b' }, HOUR)],
    ['a member’s new desk epoch', joined(ANN, HOUR, { visibility: 'NONE', epoch: 2 })],
    ['another socket of the customer', connected('S2', HOUR, { visibility: 'NONE' })],
    ['the loss of a socket', disconnected('S1', HOUR)],
    ['a moved wake-up', moved(HOUR)],
  ])('[REG-4] goes on with %s', (_what, event) => {
    expect(sessionOf(...talking, event).idle).toEqual({ since: 1 * SEC });
  });

  const KINDS = ['pushed-url', 'custom', 'nickname-changed'] as const;
  const COUNTED: Readonly<Record<(typeof NOTICE_SETS)[number], string>> = {
    none: '',
    major: 'pushed-url',
    major2: 'pushed-url custom',
    typing: 'pushed-url typing-on',
    all: 'pushed-url custom nickname-changed typing-on typing-off',
  };

  it.each(['none', 'major', 'major2', 'typing', 'all'] as const)(
    '[REG-4, IDLE-8, IDLE-9] with include-notices %s resets, and makes the status 2, by exactly what it names',
    (includeNotices) => {
      // What the other option says must not matter.
      const options = { ...ON, includeNotices, idleNotices: includeNotices === 'all' ? 'none' : 'all' } as const;
      const waiting = [start(), connected('S1', 0, { arm: LATER })];
      for (const notice of KINDS) {
        const counts = COUNTED[includeNotices].split(' ').includes(notice);
        const text = 'https://a.example';
        const by = { type: 'CLIENT', connectionId: 'S1' } as const;
        const said = { notice, text, ...(counts ? { counts } : {}) };
        expect(eventOf(waiting, notify(by, 'n-000001', { notice, text }), at(HOUR), options)).toStrictEqual(
          behind(waiting, notified(CUSTOMER, 'n-000001', HOUR, said)),
        );
        const after = sessionOf(...waiting, notified(CUSTOMER, 'n-000001', HOUR, { ...(counts ? { counts } : {}) }));
        expect(after).toMatchObject({ status: counts ? 2 : 1, idle: { since: counts ? HOUR : 0 } });
      }
      for (const on of [true, false]) {
        const counts = COUNTED[includeNotices].split(' ').includes(on ? 'typing-on' : 'typing-off');
        const decision = given(...waiting).decided(noteTyping(CUSTOMER, on), at(HOUR), options);
        expect(decision.kind).toBe(counts ? 'accepted' : 'nothing');
      }
    },
  );

  it('[IDLE-10] notes typing as often as a short timeout needs it', () => {
    const quick = [start({ periods: periods({}, { idleAlertSec: 15 }) }), joined(ANN, 0, { arm: LATER })];
    const options = { ...ON, timeoutAlertSec: 15, includeNotices: 'all' } as const;
    const ann = noteTyping({ type: 'AGENT', agentId: ANN });
    given(...quick)
      .when(ann, at(5 * SEC - 1), options)
      .thenNothing();
    expect(given(...quick).decided(ann, at(5 * SEC), options).kind).toBe('accepted');
  });
});

describe('a regular chat that everybody leaves', () => {
  it('[REG-6] is closed at once when its customer is removed and no agent is there', () => {
    const gone = [start(), removed(2 * MIN, { arm: LATER })];
    expect(deadlines(sessionOf(...gone))).toEqual([{ kind: 'abandoned', at: 2 * MIN }]);
    given(...gone)
      .when(wakeUp, at(2 * MIN), ON)
      .then(closed(2 * MIN, { id: 's/wake/1', fired: 1, cause: 'abandoned', text: '' }));
  });

  it('[REG-6] arms for now when the last agent leaves a customer who was removed before', () => {
    given(...talking, removed(2 * MIN))
      .when(leave(ANN), at(5 * MIN), ON)
      .then(left(ANN, 5 * MIN, { arm: { number: 10, at: 5 * MIN + SEC } }));
    const after = sessionOf(...talking, removed(2 * MIN), left(ANN, 5 * MIN));
    expect(deadlines(after)).toEqual([{ kind: 'abandoned', at: 5 * MIN }]);
  });

  it.each<[string, readonly Unplaced[]]>([
    ['an agent is there', [...talking, removed(2 * MIN)]],
    ['the customer is only away', [start(), connected('S1', 0), disconnected('S1', SEC)]],
    ['the customer came back', [start(), removed(MIN), connected('S1', 2 * MIN, { visibility: 'ALL' })]],
    ['an agent came in time', [start(), removed(MIN), joined(ANN, MIN + 1)]],
    ['it is an asynchronous one', [opened({ push: false }), removed(2 * MIN)]],
  ])('[REG-6] goes on while %s', (_what, past) => {
    expect(deadlines(sessionOf(...past)).map(({ kind }) => kind)).not.toContain('abandoned');
  });

  it('[REG-6] is left open by an agent who leaves a customer behind, and closed by one who closes it', () => {
    const after = sessionOf(...talking, left(ANN, MIN));
    expect(after).toMatchObject({ phase: 'open', status: -2 });
    given(...talking)
      .when(close({ type: 'AGENT', agentId: ANN }), at(MIN), ON)
      .then(
        closed(MIN, {
          id: `a/${ANN}/close.01`,
          actor: { type: 'AGENT', agentId: ANN, nickname: 'Ann' },
          cause: 'agent',
          text: '',
        }),
      );
  });

  it('[STAT-8] keeps its status with the removal, which takes back an alert', () => {
    const state = sessionOf(start(), connected('S1', 0), alerted(DUE.max), removed(DUE.max + SEC));
    expect(state).toMatchObject({ status: 3, idle: { since: DUE.max + SEC } });
  });
});

import { describe, expect, it } from 'vitest';
import { checkAt, deadlines } from '../../shared/domain/deadlines.ts';
import { stagesLeft } from '../../shared/domain/idle.ts';
import { samePeriods } from '../../shared/domain/options.ts';
import {
  alerted,
  ANN,
  ASYNC,
  at,
  BOB,
  customerPosted,
  disconnected,
  doubted,
  FLEX_PERIODS,
  join,
  joined,
  MIN,
  moved,
  notified,
  notify,
  opened,
  OPTIONS,
  post,
  removed,
  SEC,
} from '../support/builders.ts';
import { given, sessionOf } from '../support/given-when-then.ts';
import { periods, DUE, start, eventOf, behind, wakeUp, silentAt, ON, talking } from '../support/regular-chat.ts';

describe('changed options', () => {
  const LONGER = { ...ON, timeoutAlertSec: 600, timeoutCloseSec: 90, timeoutAlert2Sec: 30 };
  const longer = periods({ alert2Sec: 30 }, { idleAlertSec: 600, idleCloseSec: 90 });

  it('[REG-7] reach a regular chat with its next activity', () => {
    expect(
      eventOf([...talking], post('m-000001', { by: { type: 'CLIENT', connectionId: 'S1' } }), at(MIN), LONGER),
    ).toStrictEqual(behind([...talking], customerPosted('m-000001', MIN, { periods: longer })));
  });

  it('[REG-7] leave its clock alone until then, but not its presence period', () => {
    const options = { ...LONGER, flexDisconnectSec: 99 };
    expect(eventOf([...talking], notify({ type: 'AGENT', agentId: ANN }, 'n-000001'), at(MIN), options)).toStrictEqual(
      behind([...talking], notified(ANN, 'n-000001', MIN, { periods: periods({}, { presenceSec: 99 }) })),
    );
    expect(eventOf([...talking], notify({ type: 'AGENT', agentId: ANN }, 'n-000001'), at(MIN), LONGER)).toStrictEqual(
      behind([...talking], notified(ANN, 'n-000001', MIN)),
    );
  });

  it('[REG-7] reach it when the running timeout is over, with the alert that ends it', () => {
    const dueAt = silentAt(DUE.alert);
    const alert = { fired: 1, periods: longer } as const;
    expect(given(...talking).decided(wakeUp, at(dueAt), LONGER)).toMatchObject({
      kind: 'accepted',
      event: { type: 'idle-alerted', ...alert },
    });
    expect(
      eventOf([...talking], notify({ type: 'AGENT', agentId: ANN }, 'n-000001'), at(dueAt - 1), LONGER),
    ).toStrictEqual(behind([...talking], notified(ANN, 'n-000001', dueAt - 1)));
  });

  it('[REG-7] may leave out the second alert that was given already: the close comes as if it had been the only one', () => {
    const twice = [
      start({ periods: periods({ alert2Sec: 60 }) }),
      joined(ANN, 0),
      alerted(MIN),
      alerted(2 * MIN, { second: true }),
    ];
    expect(stagesLeft(sessionOf(...twice))).toEqual([{ kind: 'idle-close', sec: 45 }]);
    expect(stagesLeft(sessionOf(...twice, moved(2 * MIN, { periods: periods() })))).toEqual([
      { kind: 'idle-close', sec: 45 },
    ]);
  });

  it('[REG-7] are told apart by every one of them', () => {
    expect(samePeriods(periods(), periods())).toBe(true);
    for (const other of [{ on: false }, { alert2Sec: 60 }, { idleMaxSec: 60 }]) {
      expect(samePeriods(periods(), periods(other))).toBe(false);
    }
    expect(samePeriods(periods(), FLEX_PERIODS)).toBe(false);
  });

  it('[REG-7, SKEW-4] may be those of an asynchronous chat, in a log of other code', () => {
    const state = sessionOf(...talking, moved(MIN, { periods: FLEX_PERIODS }));
    expect(state).toMatchObject({ periods: FLEX_PERIODS, idle: { since: SEC } });
  });

  it('[REG-7] of async-idle-alert reach an asynchronous chat with any event, as ever', () => {
    const past = [opened({ userData: ASYNC }), joined(ANN, 0)];
    const changed = { idleAlertSec: 600_000, idleCloseSec: 3_600, presenceSec: 86_400 };
    expect(eventOf(past, join(BOB), at(SEC), { ...OPTIONS, idleAlertSec: 600_000 })).toStrictEqual(
      behind(past, joined(BOB, SEC, { periods: changed })),
    );
  });

  it('[REG-8] that switch control off make what runs out do nothing, and take an alert back', () => {
    const off = periods({ on: false });
    const dueAt = silentAt(DUE.alert);
    expect(eventOf([...talking], wakeUp, at(dueAt), OPTIONS)).toStrictEqual(
      behind([...talking], moved(dueAt, { fired: 1, periods: off })),
    );
    const alertedAt = 5 * MIN;
    expect(eventOf([...talking, alerted(alertedAt)], wakeUp, at(alertedAt + DUE.close), OPTIONS)).toStrictEqual(
      behind([...talking, alerted(alertedAt)], moved(alertedAt + DUE.close, { fired: 1, periods: off })),
    );
    const after = sessionOf(...talking, alerted(alertedAt), moved(6 * MIN, { periods: off }));
    expect(after.idle).toEqual({ since: 1 * SEC });
    expect(deadlines(after)).toContainEqual({ kind: 'idle-alert', at: silentAt(DUE.max) });
  });

  it('[REG-8] that switch control off leave the customer’s presence alone', () => {
    const past = [...talking, disconnected('S1', MIN)];
    const dueAt = MIN + DUE.presence;
    expect(eventOf(past, wakeUp, at(dueAt), OPTIONS)).toStrictEqual(
      behind(past, doubted(dueAt, { id: 's/wake/1', fired: 1 })),
    );
  });

  it('[REG-8] that switch control off before the timeout is over change nothing yet', () => {
    const early = silentAt(DUE.alert) - 1;
    expect(eventOf([...talking], wakeUp, at(early), OPTIONS)).toStrictEqual(
      behind([...talking], moved(early, { fired: 1 })),
    );
  });
});

describe('GCTI_Chat_AsyncCheckAt of a regular chat', () => {
  it('[CHK-5] counts the stages that are left, each with its largest delay, and the margin', () => {
    const twice = [start({ periods: periods({ alert2Sec: 60 }) }), joined(ANN, 0)];
    const margin = 120_000 + 36_000;
    expect(checkAt(sessionOf(...twice))).toBe(255_885 + 60_208 + 45_156 + margin);
    expect(checkAt(sessionOf(...twice, alerted(5 * MIN)))).toBe(5 * MIN + 60_208 + 45_156 + margin);
    expect(checkAt(sessionOf(...twice, alerted(5 * MIN), alerted(7 * MIN, { second: true })))).toBe(
      7 * MIN + 45_156 + margin,
    );
    expect(checkAt(sessionOf(start()))).toBe(86_700_000 + 45_156 + 15 * MIN);
  });

  it('[CHK-5] is two minutes and a margin after the last one went', () => {
    expect(checkAt(sessionOf(start(), removed(2 * MIN)))).toBe(2 * MIN + 15 * MIN);
  });

  it('[CHK-1] lies more than the slip after the last moment at which something can fall due', () => {
    for (const idleAlertSec of [1, 255, 86_400]) {
      for (const alert2Sec of [0, 1, 86_400]) {
        const chat = [start({ periods: periods({ alert2Sec, idleMaxSec: 1 }, { idleAlertSec }) }), joined(ANN, 0)];
        let now = 0;
        for (let stage = 0; stage < 3; stage++) {
          const state = sessionOf(...chat);
          const idle = deadlines(state).find(({ kind }) => kind.startsWith('idle'));
          if (idle === undefined) throw new Error('unable to go on; no stage is left');
          now = idle.at;
          if (idle.kind === 'idle-close') break;
          chat.push(alerted(now, idle.kind === 'idle-alert2' ? { second: true } : {}));
        }
        for (let count = 2; count <= chat.length; count++) {
          expect(checkAt(sessionOf(...chat.slice(0, count)))).toBeGreaterThan(now + 2 * MIN);
        }
        expect(checkAt(sessionOf(start({ periods: periods({ idleMaxSec: 1 }) }), removed(0)))).toBeGreaterThan(2 * MIN);
      }
    }
  });
});

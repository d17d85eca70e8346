import { describe, expect, it } from 'vitest';
import { needsContact } from '../../shared/domain/decide/wake.ts';
import {
  agentPosted,
  alerted,
  ANN,
  at,
  closed,
  confirmed,
  DUE,
  FIRST_ARM,
  HOUR,
  MIN,
  moved,
  opened,
  OPTIONS,
  PUSH_PERIODS,
  removed,
  SEC,
} from '../support/builders.ts';
import { given, sessionOf } from '../support/given-when-then.ts';

const check = { type: 'check-stuck', id: 's/stuck/r-1' } as const;

/** A chat whose customer was removed: only the idle clock runs. */
const quiet = [opened(), removed(HOUR)];

describe('the stuck-check', () => {
  it('[STUCK-1] leaves a chat alone that has nothing overdue and a wake-up to come', () => {
    given(...quiet)
      .when(check, at(2 * HOUR))
      .thenNothing();
  });

  it('[STUCK-1, STUCK-3] does what is overdue, and says what and by how much', () => {
    given(...quiet)
      .when(check, at(DUE.alert + 5 * MIN))
      .then(
        alerted(DUE.alert + 5 * MIN, {
          id: 's/stuck/r-1',
          overdue: { kind: 'idle-alert', lateMs: 5 * MIN },
          arm: { number: 2, at: 90_480_000 },
        }),
      );
  });

  it('[STUCK-2] leaves to the wake-ups what is late by less than two minutes, but sees that there is one', () => {
    given(...quiet)
      .when(check, at(DUE.alert + 2 * MIN - 1))
      .then(moved(DUE.alert + 2 * MIN - 1, { id: 's/stuck/r-1', arm: { number: 2, at: DUE.alert + 2 * MIN - 1 } }));
  });

  it('[STUCK-2] counts from its wake-up what only became late by shorter periods, however often it looks', () => {
    const from = 3 * HOUR;
    const options = { ...OPTIONS, idleAlertSec: 60 };
    const look = (at: number, number: number) => moved(at, { id: 's/stuck/r-1', arm: { number, at } });
    const chat = [
      opened(),
      removed(from, { periods: { ...PUSH_PERIODS, idleAlertSec: 60 }, arm: { number: 2, at: from } }),
      look(from + 30 * SEC, 3),
      look(from + 90 * SEC, 4),
    ];
    given(...chat)
      .when(check, at(from + 2 * MIN - 1), options)
      .then(look(from + 2 * MIN - 1, 5));
    expect(given(...chat).decided(check, at(from + 2 * MIN), options)).toMatchObject({
      event: { type: 'idle-alerted', overdue: { kind: 'idle-alert' } },
    });
  });

  it('[STUCK-2] leaves nothing that is late to the wake-up that it armed itself', () => {
    const late = DUE.alert + HOUR;
    const chat = [opened(), removed(late, { arm: { number: 2, at: late } })];
    expect(given(...chat).decided(check, at(late), OPTIONS)).toMatchObject({ event: { type: 'wake-up-moved' } });
    expect(given(...chat).decided({ ...check, found: true }, at(late), OPTIONS)).toMatchObject({
      event: { type: 'idle-alerted', overdue: { kind: 'idle-alert', lateMs: HOUR } },
    });
    given(...quiet)
      .when({ ...check, found: true }, at(DUE.alert + 2 * MIN - 1))
      .then(moved(DUE.alert + 2 * MIN - 1, { id: 's/stuck/r-1', arm: { number: 2, at: DUE.alert + 2 * MIN - 1 } }));
  });

  it('[STUCK-3] counts exactly two minutes as overdue', () => {
    given(...quiet)
      .when(check, at(DUE.alert + 2 * MIN))
      .then(
        alerted(DUE.alert + 2 * MIN, {
          id: 's/stuck/r-1',
          overdue: { kind: 'idle-alert', lateMs: 2 * MIN },
          arm: { number: 2, at: 90_300_000 },
        }),
      );
  });

  it('[STUCK-9] gives an overdue alert and a full async-idle-close after it: nobody is closed unwarned', () => {
    const late = DUE.alert + 48 * HOUR;
    const alert = alerted(late, {
      id: 's/stuck/r-1',
      overdue: { kind: 'idle-alert', lateMs: 48 * HOUR },
      arm: { number: 2, at: 262_980_000 },
    });
    given(...quiet)
      .when(check, at(late))
      .then(alert);
    given(...quiet, alert)
      .when(check, at(late))
      .thenNothing();
    given(...quiet, alert)
      .when(check, at(late + DUE.close + 10 * MIN))
      .then(
        closed(late + DUE.close + 10 * MIN, {
          id: 's/stuck/r-1',
          overdue: { kind: 'idle-close', lateMs: 10 * MIN },
        }),
      );
  });

  it('[STUCK-2, PRES-11] asks for the last contact when the presence clock is overdue by two minutes', () => {
    const late = DUE.pushPresence + 2 * MIN;
    const chat = sessionOf(opened(), alerted(DUE.alert - HOUR), agentPosted(ANN, 'm-000001', DUE.alert));
    expect(needsContact(chat, check, late)).toBe(true);
    expect(needsContact(chat, check, late - 1)).toBe(false);
  });

  it('[STUCK-1, PRES-5] takes contact for what it is', () => {
    given(opened({ push: false }))
      .when({ ...check, contactAt: 10 * MIN }, at(HOUR))
      .then(
        confirmed(10 * MIN, HOUR, {
          id: 's/stuck/r-1',
          overdue: { kind: 'presence', lateMs: HOUR - DUE.flexPresence },
          arm: { number: 2, at: HOUR },
        }),
      );
  });

  it('[STUCK-1] arms anew when every wake-up of a chat is lost', () => {
    given(opened(), removed(HOUR), moved(HOUR, { fired: FIRST_ARM.number }))
      .when(check, at(2 * HOUR))
      .then(moved(2 * HOUR, { id: 's/stuck/r-1', arm: { number: 2, at: FIRST_ARM.at } }));
  });
});

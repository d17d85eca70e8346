import { describe, expect, it } from 'vitest';
import { armingsAfter, expectedAt, FAR_MS, isCovered, wakeUpAt } from '../../shared/domain/armings.ts';
import {
  ANN,
  at,
  connected,
  customerPosted,
  disconnected,
  doubted,
  DUE,
  FIRST_ARM,
  hello,
  HOUR,
  join,
  joined,
  MIN,
  moved,
  opened,
  post,
  removed,
  SEC,
  socketGone,
} from '../support/builders.ts';
import { given, sessionOf } from '../support/given-when-then.ts';

describe('the time of a wake-up', () => {
  it('[WAKE-5] is one second after the deadline while that is less than 15 minutes away', () => {
    expect(wakeUpAt(5_000, 0)).toBe(6_000);
    expect(wakeUpAt(FAR_MS - 1_001, 0)).toBe(899_999);
  });

  it('[WAKE-5] is rounded up to the full minute from 15 minutes on', () => {
    expect(wakeUpAt(FAR_MS - 1_000, 0)).toBe(900_000);
    expect(wakeUpAt(FAR_MS - 999, 0)).toBe(960_000);
    expect(wakeUpAt(HOUR, 0)).toBe(HOUR + MIN);
    expect(wakeUpAt(HOUR - SEC, 0)).toBe(HOUR);
  });

  it('[WAKE-5] counts the 15 minutes from now, wherever in a minute that is', () => {
    expect(wakeUpAt(FAR_MS - SEC + 500, 500)).toBe(960_000);
    expect(wakeUpAt(FAR_MS - SEC + 499, 500)).toBe(900_499);
  });

  it('[WAKE-12] is never in the past', () => {
    expect(wakeUpAt(5_000, 70_000)).toBe(70_000);
  });
});

describe('coverage of a deadline', () => {
  const now = 10 * HOUR;
  const covers = (armAt: number): boolean => isCovered([{ number: 7, at: armAt }], now + HOUR, now);

  it('[WAKE-2] is any wake-up from five seconds after now to 61 seconds after the deadline', () => {
    expect(covers(now + 5 * SEC + 1)).toBe(true);
    expect(covers(now + HOUR + 61 * SEC)).toBe(true);
    expect(covers(now + HOUR + 61 * SEC + 1)).toBe(false);
  });

  it('[WAKE-3] is none whose time has come, or comes within five seconds', () => {
    expect(covers(now + 5 * SEC)).toBe(false);
    expect(covers(now - 1)).toBe(false);
  });
});

describe('when the wake-up of a deadline was to come', () => {
  const deadline = 10 * HOUR;
  const now = deadline + HOUR;
  const expected = (...times: readonly number[]): number =>
    expectedAt(
      times.map((atMs, place) => ({ number: place + 1, at: atMs })),
      deadline,
      now,
    );

  it('[STUCK-2] is the deadline, unless the first one behind it comes more than 61 seconds late', () => {
    expect(expected()).toBe(deadline);
    expect(expected(deadline + 61 * SEC)).toBe(deadline);
    expect(expected(deadline + 61 * SEC + 1)).toBe(deadline + 61 * SEC + 1);
    expect(expected(deadline, now)).toBe(deadline);
  });

  it('[STUCK-2] is told by none that came before the deadline, and by none still to come', () => {
    expect(expected(deadline - 1, deadline + 30 * MIN)).toBe(deadline + 30 * MIN);
    expect(expected(now)).toBe(now);
    expect(expected(now + 1)).toBe(deadline);
  });
});

describe('the wake-ups that the state lists', () => {
  const list = [
    { number: 1, at: HOUR },
    { number: 2, at: 2 * HOUR },
  ];

  it('[WAKE-3] lose those that are past by the slip', () => {
    expect(armingsAfter(list, { at: HOUR + 2 * MIN - 1 })).toEqual(list);
    expect(armingsAfter(list, { at: HOUR + 2 * MIN })).toEqual([{ number: 2, at: 2 * HOUR }]);
  });

  it('[WAKE-1] lose the one that brought the event about', () => {
    expect(armingsAfter(list, { at: HOUR, fired: 1 })).toEqual([{ number: 2, at: 2 * HOUR }]);
  });

  it('[WAKE-7] are at most four: the soonest', () => {
    const four = [1, 2, 3, 4].map((number) => ({ number, at: number * HOUR }));
    expect(armingsAfter(four, { at: 0, arm: { number: 5, at: 30 * MIN } })).toEqual([
      { number: 5, at: 30 * MIN },
      { number: 1, at: HOUR },
      { number: 2, at: 2 * HOUR },
      { number: 3, at: 3 * HOUR },
    ]);
  });

  it('[WAKE-7] are in the order of their times, and at the same time of their numbers', () => {
    const late = { number: 2, at: 2 * HOUR };
    const three = [{ number: 3, at: HOUR }, late, { number: 1, at: HOUR }];
    expect(armingsAfter(three, { at: 0 })).toEqual([{ number: 1, at: HOUR }, { number: 3, at: HOUR }, late]);
  });

  it('[WAKE-9] are numbered on and on, so that no name is used twice', () => {
    const state = sessionOf(
      opened(),
      moved(HOUR, { fired: 1, arm: { number: 2, at: 2 * HOUR } }),
      moved(2 * HOUR, { fired: 2 }),
    );
    expect(state).toMatchObject({ armings: [], armed: 2 });
  });
});

describe('arming', () => {
  it('[WAKE-2] is not done by activity, which only moves deadlines later', () => {
    given(opened()).when(post('m-000001'), at(HOUR)).then(customerPosted('m-000001', HOUR));
    given(opened()).when(join(ANN), at(HOUR)).then(joined(ANN, HOUR));
  });

  it('[WAKE-2] is done by an event that brings a sooner deadline', () => {
    given(opened())
      .when(hello('S1'), at(0))
      .then(connected('S1', 0, { arm: { number: 2, at: 7_860_000 } }));
  });

  it('[WAKE-3] is done anew by an event that finds the wake-up lost and its deadline missed', () => {
    given(opened(), removed(HOUR))
      .when(socketGone('S1'), at(DUE.alert + 10 * MIN))
      .thenNothing();
    given(opened(), removed(HOUR))
      .when(hello('S1'), at(DUE.alert + 10 * MIN))
      .then(connected('S1', DUE.alert + 10 * MIN, { visibility: 'ALL', arm: { number: 2, at: DUE.alert + 10 * MIN } }));
  });
});

describe('a wake-up', () => {
  const wakeUp = (number: number) => ({ type: 'wake-up', id: `s/wake/${number}`, number }) as const;

  it('[WAKE-1] that finds nothing due moves on to the true deadline', () => {
    given(opened(), removed(HOUR), customerPosted('m-000001', 10 * HOUR), removed(11 * HOUR))
      .when(wakeUp(1), at(FIRST_ARM.at))
      .then(moved(FIRST_ARM.at, { fired: 1, arm: { number: 2, at: 122_580_000 } }));
  });

  it('[WAKE-10] that finds nothing due and another one coming is struck from the list all the same', () => {
    given(opened(), connected('S1', 0, { arm: { number: 2, at: 7_860_000 } }))
      .when(wakeUp(2), at(7_860_000))
      .then(disconnected('S1', 7_860_000, { id: 's/wake/2', cause: 'lease-over', fired: 2 }));
    given(opened({ push: false }), connected('S1', 5 * SEC, { arm: { number: 2, at: 7_860_000 } }))
      .when(wakeUp(1), at(46_138))
      .then(moved(46_138, { fired: 1 }));
  });

  it('[WAKE-3, WAKE-10] is not relied on by a later event once it has fired', () => {
    given(
      opened({ push: false }),
      connected('S1', 5 * SEC, { arm: { number: 2, at: 7_860_000 } }),
      moved(46_138, { fired: 1 }),
    )
      .when(socketGone('S1'), at(50 * SEC))
      .then(disconnected('S1', 50 * SEC, { arm: { number: 3, at: 50 * SEC + DUE.flexPresence + SEC } }));
  });

  it('[WAKE-4] never relies on itself, though its time may lie ahead of a clock that is behind', () => {
    given(opened())
      .when(wakeUp(1), at(DUE.alert - 10 * SEC))
      .then(moved(DUE.alert - 10 * SEC, { fired: 1, arm: { number: 2, at: DUE.alert + SEC } }));
  });

  it('[WAKE-4] relies on another one that is still to come, but not once that one has come as well', () => {
    const twice = [opened({ push: false }), connected('S1', 5 * SEC, { arm: { number: 2, at: 66_138 } })] as const;
    given(...twice)
      .when(wakeUp(1), at(46_138))
      .then(moved(46_138, { fired: 1 }));
    given(...twice, moved(46_138, { fired: 1 }))
      .when(wakeUp(2), at(46_138))
      .then(moved(46_138, { id: 's/wake/2', fired: 2, arm: { number: 3, at: 7_860_000 } }));
  });

  it('[WAKE-1] of a number that the state does not list changes nothing while another one is coming', () => {
    given(opened()).when(wakeUp(9), at(HOUR)).thenNothing();
    given(opened(), removed(HOUR))
      .when(wakeUp(0), at(2 * HOUR))
      .thenNothing();
  });

  it('[WAKE-1] does the first of several things that are due', () => {
    given(opened({ push: false }), doubted(HOUR))
      .when(wakeUp(9), at(DUE.alert + HOUR))
      .then(removed(DUE.alert + HOUR, { id: 's/wake/9', fired: 9, arm: { number: 2, at: DUE.alert + HOUR } }));
  });

  it('[PRES-2] shows the end of the last lease to agents, of another to nobody', () => {
    const lease = 130 * MIN;
    given(opened(), connected('S1', 0), connected('S2', 3 * MIN, { arm: { number: 2, at: 8_040_000 } }))
      .when(wakeUp(2), at(lease + 3 * MIN))
      .then(disconnected('S2', lease + 3 * MIN, { id: 's/wake/2', cause: 'lease-over', fired: 2 }));
  });

  it('[WAKE-1] of any number does what is due', () => {
    given(opened(), removed(HOUR))
      .when(wakeUp(9), at(DUE.alert))
      .then((index) => ({
        v: 1,
        index,
        at: DUE.alert,
        id: 's/wake/9',
        actor: { type: 'SYSTEM' },
        visibility: 'ALL',
        type: 'idle-alerted',
        text: 'Chat session will be closed soon due to inactivity of chat participants.',
        fired: 9,
      }));
  });
});

import { describe, expect, it } from 'vitest';
import {
  deskDueAt,
  deskExpired,
  deskTold,
  deskTouched,
  deskWithoutSocket,
  deskWithSocket,
  isLost,
  mayDeclareLost,
  type Desk,
} from '../../shared/domain/desk.ts';
import { SOCKETS_MAX } from '../../shared/domain/limits.ts';
import { ANN, HOUR, MIN, SEC } from '../support/builders.ts';
import { deepFreeze } from '../support/matchers.ts';

const LEASE = 20 * MIN;

/** A desk with one page, opened at 0. */
const present: Desk = deepFreeze({
  agentId: ANN,
  epoch: 1,
  sockets: [{ id: 'S1', since: 0 }],
  seenUntil: LEASE,
  absences: 0,
});

/** The same desk after its page was closed at one hour. */
const absent: Desk = deepFreeze({ ...present, sockets: [], absences: 1, absentSince: HOUR });

/** The same desk once it was declared lost, and once every chat knows. */
const lost: Desk = deepFreeze({ ...absent, lostEpoch: 1 });
const told: Desk = deepFreeze({ ...lost, toldEpoch: 1 });

describe('a hello of a desk', () => {
  it('[DESK-1] makes the desk of an agent who had none, in epoch 1', () => {
    expect(deskWithSocket(undefined, ANN, 'S1', HOUR)).toEqual({
      agentId: ANN,
      epoch: 1,
      sockets: [{ id: 'S1', since: HOUR }],
      seenUntil: HOUR + LEASE,
      absences: 0,
    });
  });

  it('[DESK-1] adds a page to the desk that there is', () => {
    expect(deskWithSocket(present, ANN, 'S2', 5 * MIN)).toEqual({
      ...present,
      sockets: [
        { id: 'S1', since: 0 },
        { id: 'S2', since: 5 * MIN },
      ],
      seenUntil: 25 * MIN,
    });
  });

  it('[DESK-1] lists a page once, however often it says hello', () => {
    expect(deskWithSocket(present, ANN, 'S1', 5 * MIN).sockets).toEqual([{ id: 'S1', since: 5 * MIN }]);
  });

  it('[DESK-1] makes room for the ninth page by forgetting the oldest', () => {
    const ids = Array.from({ length: SOCKETS_MAX + 1 }, (_, place) => `T${place}`);
    const desk = ids.reduce<Desk | undefined>((before, id) => deskWithSocket(before, ANN, id, 0), undefined);
    expect(desk?.sockets.map((socket) => socket.id)).toEqual(['T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'T8']);
  });

  it('[AGENT-6] ends an absence without a trace while nobody has declared the desk lost', () => {
    expect(deskWithSocket(absent, ANN, 'S2', HOUR + 5 * SEC)).toEqual({
      agentId: ANN,
      epoch: 1,
      sockets: [{ id: 'S2', since: HOUR + 5 * SEC }],
      seenUntil: HOUR + 5 * SEC + LEASE,
      absences: 1,
    });
  });

  it('[AGENT-9] raises the epoch after a declaration of loss, once', () => {
    const back = deskWithSocket(lost, ANN, 'S2', 2 * HOUR);
    expect(back).toEqual({
      agentId: ANN,
      epoch: 2,
      sockets: [{ id: 'S2', since: 2 * HOUR }],
      seenUntil: 2 * HOUR + LEASE,
      absences: 1,
      lostEpoch: 1,
    });
    expect(deskWithSocket(back, ANN, 'S3', 2 * HOUR).epoch).toBe(2);
  });

  it('[AGENT-6] never moves the lease back, though a clock may be behind', () => {
    expect(deskWithSocket(present, ANN, 'S2', -MIN).seenUntil).toBe(LEASE);
  });
});

describe('a page of a desk that goes', () => {
  it('[DESK-1] leaves the others', () => {
    const two = deskWithSocket(present, ANN, 'S2', 5 * MIN);
    expect(deskWithoutSocket(two, 'S1', HOUR)).toEqual({ ...two, sockets: [{ id: 'S2', since: 5 * MIN }] });
  });

  it('[AGENT-6] begins a numbered absence when it is the last one', () => {
    expect(deskWithoutSocket(present, 'S1', HOUR)).toEqual(absent);
  });

  it('[DESK-1] changes nothing when it is not listed', () => {
    expect(deskWithoutSocket(present, 'S9', HOUR)).toBe(present);
    expect(deskWithoutSocket(absent, 'S9', 2 * HOUR)).toBe(absent);
  });
});

describe('the declaration of a loss', () => {
  it('[AGENT-9] rests on an absence that still lasts and began long enough ago', () => {
    expect(mayDeclareLost(absent, 1, HOUR)).toBe(true);
    expect(mayDeclareLost(absent, 1, HOUR + 1)).toBe(true);
  });

  it('[AGENT-9] is refused when the absence began later', () => {
    expect(mayDeclareLost(absent, 1, HOUR - 1)).toBe(false);
  });

  it('[AGENT-9] is refused when the absence is not the one that was looked at', () => {
    expect(mayDeclareLost({ ...absent, absences: 2 }, 1, HOUR)).toBe(false);
  });

  it('[AGENT-9] is refused when a page is back, or nobody was ever away', () => {
    expect(mayDeclareLost({ ...absent, sockets: present.sockets }, 1, HOUR)).toBe(false);
    expect(mayDeclareLost({ ...present, sockets: [] }, 0, HOUR)).toBe(false);
  });

  it('[AGENT-9] holds for the epoch for which it was made', () => {
    expect([present, absent, lost, told].map(isLost)).toEqual([false, false, true, true]);
    expect(isLost({ ...lost, epoch: 2 })).toBe(false);
  });

  it('[AGENT-12] is done with when every chat has been told, unless the desk was seen meanwhile', () => {
    expect(deskTold(lost, 1)).toEqual(told);
    expect(deskTold(absent, 1)).toBe(absent);
    const back = deskWithSocket(lost, ANN, 'S2', 2 * HOUR);
    expect(deskTold(back, 1)).toBe(back);
    expect(deskTold(back, 2)).toBe(back);
  });
});

describe('the lease of a desk', () => {
  it('[AGENT-6] is 20 minutes from the last sign of life, and never moves back', () => {
    expect(deskTouched(present, HOUR)).toEqual({ ...present, seenUntil: HOUR + LEASE });
    expect(deskTouched(present, -MIN)).toEqual(present);
  });

  it('[AGENT-6] is not taken up again by a desk without a page', () => {
    expect(deskTouched(absent, 2 * HOUR)).toBe(absent);
  });

  it('[AGENT-6] ends every page when it is over, and begins an absence', () => {
    expect(deskExpired(present, LEASE)).toEqual({ ...present, sockets: [], absences: 1, absentSince: LEASE });
  });

  it('[AGENT-6] ends nothing before, or when no page is there', () => {
    expect(deskExpired(present, LEASE - 1)).toBe(present);
    expect(deskExpired(absent, 9 * HOUR)).toBe(absent);
  });
});

describe('the time at which a desk needs a look', () => {
  it('[AGENT-6] is the end of its lease while a page is there', () => {
    expect(deskDueAt(present)).toBe(LEASE);
    expect(deskDueAt({ ...present, absentSince: HOUR })).toBe(LEASE);
  });

  it('[AGENT-6] is the end of the grace period of 60 seconds during an absence', () => {
    expect(deskDueAt(absent)).toBe(HOUR + MIN);
    expect(deskDueAt(lost)).toBe(HOUR + MIN);
  });

  it('[AGENT-12] is never once every chat has been told', () => {
    expect(deskDueAt(told)).toBeUndefined();
    expect(deskDueAt({ ...told, epoch: 2 })).toBe(HOUR + MIN);
  });

  it('[AGENT-6] is never for a desk that has neither a page nor an absence', () => {
    expect(deskDueAt({ ...present, sockets: [] })).toBeUndefined();
  });
});

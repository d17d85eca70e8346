import { describe, expect, it } from 'vitest';
import { checkAt, deadlines } from '../../shared/domain/deadlines.ts';
import type { Unplaced } from '../support/builders.ts';
import {
  alerted,
  closed,
  connected,
  customerPosted,
  doubted,
  DUE,
  HOUR,
  MIN,
  opened,
  OPTIONS,
  removed,
  SEC,
} from '../support/builders.ts';
import { sessionOf } from '../support/given-when-then.ts';
import { periodsOf } from '../../shared/domain/options.ts';

describe('deadlines', () => {
  it('[IDLE-1, PRES-1] are, for a new chat with a push subscription, the alert and the first presence period', () => {
    expect(deadlines(sessionOf(opened()))).toEqual([
      { kind: 'idle-alert', at: DUE.alert },
      { kind: 'presence', at: DUE.pushPresence },
    ]);
  });

  it('[PROV-2, PRES-1] come sooner without a push subscription: 45 seconds for the first presence period', () => {
    expect(deadlines(sessionOf(opened({ push: false })))).toEqual([
      { kind: 'presence', at: DUE.flexPresence },
      { kind: 'idle-alert', at: DUE.alert },
    ]);
  });

  it('[PRES-2, PRES-3] are, with a socket, the lease of the newest one instead of the presence clock', () => {
    expect(deadlines(sessionOf(opened(), connected('S1', 0), connected('S2', 5 * MIN)))).toEqual([
      { kind: 'lease', at: 135 * MIN },
      { kind: 'idle-alert', at: DUE.alert },
    ]);
  });

  it('[PRES-4] count the second presence period from the doubt', () => {
    expect(deadlines(sessionOf(opened({ push: false }), doubted(60 * SEC)))[0]).toEqual({
      kind: 'presence',
      at: 60 * SEC + DUE.flexPresence,
    });
  });

  it('[IDLE-6] are, after the alert, the close counted from the alert', () => {
    expect(deadlines(sessionOf(opened(), removed(HOUR), alerted(30 * HOUR)))).toEqual([
      { kind: 'idle-close', at: 30 * HOUR + DUE.close },
    ]);
  });

  it('[CLOSE-4] are none for a closed chat', () => {
    expect(deadlines(sessionOf(opened(), connected('S1', 0), closed(HOUR)))).toEqual([]);
  });
});

describe('jitter', () => {
  const alertOf = (chatId: string, idleAlertSec: number): number => {
    const periods = periodsOf({ ...OPTIONS, idleAlertSec }, true);
    const chat: Unplaced = (index) => ({ ...opened({ periods })(index), chatId }) as ReturnType<Unplaced>;
    return deadlines(sessionOf(chat, removed(0)))[0]?.at ?? 0;
  };
  const chatIds = Array.from({ length: 1_000 }, (_, number) => `chat${number}`);

  it('[WAKE-8] is the same every time for one chat and clock', () => {
    expect(alertOf('chat1', 86_400)).toBe(alertOf('chat1', 86_400));
    expect(alertOf('chat1', 86_400)).not.toBe(alertOf('chat2', 86_400));
  });

  it('[WAKE-8] adds less than a 288th of the period, and never five minutes', () => {
    const delays = (sec: number): number[] => chatIds.map((chatId) => alertOf(chatId, sec) - sec * SEC);
    for (const [sec, bound] of [
      [1, 3],
      [3_600, 12_500],
      [86_400, 5 * MIN],
      [1_728_000, 5 * MIN],
    ] as const) {
      expect(Math.min(...delays(sec))).toBeGreaterThanOrEqual(0);
      expect(Math.max(...delays(sec))).toBeLessThan(bound);
    }
  });

  it('[WAKE-8] spreads the chats of one moment evenly: none of ten equal parts of five minutes has over twice its share', () => {
    const parts = new Map<number, number>();
    for (const chatId of chatIds) {
      const part = Math.floor((alertOf(chatId, 86_400) - 86_400 * SEC) / (30 * SEC));
      parts.set(part, (parts.get(part) ?? 0) + 1);
    }
    expect([...parts.keys()].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(Math.max(...parts.values())).toBeLessThan(200);
  });
});

describe('GCTI_Chat_AsyncCheckAt', () => {
  it('[CHK-2] is, for a chat opened at 0 with Genesys’ defaults, 25 h 20 min 12.5 s', () => {
    expect(checkAt(sessionOf(opened()))).toBe(91_212_500);
  });

  it('[CHK-2] moves with activity', () => {
    expect(checkAt(sessionOf(opened(), customerPosted('m-000001', HOUR)))).toBe(91_212_500 + HOUR);
    expect(checkAt(sessionOf(opened(), connected('S1', HOUR)))).toBe(91_212_500);
  });

  it('[CHK-3] is, after the alert, counted from it: 1 h 15 min 12.5 s later', () => {
    expect(checkAt(sessionOf(opened(), alerted(DUE.alert)))).toBe(DUE.alert + 4_512_500);
  });

  it('[CHK-2] has a margin of two minutes and a tenth of both periods while that is less than 13 minutes', () => {
    const periods = periodsOf({ ...OPTIONS, idleAlertSec: 60, idleCloseSec: 60 }, true);
    expect(checkAt(sessionOf(opened({ periods })))).toBe(60_208 + 60_208 + 120_000 + 12_000);
  });

  it('[CHK-1] lies more than the slip of two minutes after the last moment of alert and close, whatever the periods', () => {
    for (const idleAlertSec of [1, 60, 86_400, 1_728_000]) {
      for (const idleCloseSec of [1, 60, 3_600, 1_728_000]) {
        const periods = periodsOf({ ...OPTIONS, idleAlertSec, idleCloseSec }, true);
        const before = sessionOf(opened({ periods }), removed(0));
        const alertAt = deadlines(before)[0]?.at ?? 0;
        const after = sessionOf(opened({ periods }), removed(0), alerted(alertAt));
        const closeAt = deadlines(after)[0]?.at ?? 0;
        expect(checkAt(before)).toBeGreaterThan(closeAt + 2 * MIN);
        expect(checkAt(after)).toBeGreaterThan(closeAt + 2 * MIN);
      }
    }
  });
});

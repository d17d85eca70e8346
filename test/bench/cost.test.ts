import { describe, expect, it } from 'vitest';
import {
  backupCost,
  conversationsCost,
  dollarsOf,
  messagesCost,
  sleepCost,
  totalOf,
  type Assumptions,
} from '../../bench/cost.ts';
import { add, NO_USAGE, times, type Usage } from '../../bench/usage.ts';

const ASSUMPTIONS: Assumptions = {
  lambdaMs: 30,
  memoryGb: 0.25,
  messagesOfAChat: 20,
  chatsOfADesk: 4,
  minutesOfAChat: 15,
  pingSec: 30,
  typingPerMessage: 1,
};

const MESSAGE: Usage = { ...NO_USAGE, frames: 3, posts: 1, invocations: 1, readUnits: 1, writeUnits: 1.25 };

const rounded = (lines: readonly { what: string; dollars: number }[]): [string, number][] =>
  lines.map(({ what, dollars }) => [what, Math.round(dollars * 1000) / 1000]);

describe('the cost of messages', () => {
  it('is three frames, a short run, one read and a bit more than one write', () => {
    expect(rounded(messagesCost(MESSAGE, ASSUMPTIONS))).toEqual([
      ['3 frames each', 3],
      ['Lambda, 256 MB for 30 ms', 0.3],
      ['DynamoDB writes', 0.781],
      ['DynamoDB reads', 0.125],
    ]);
  });

  it('has everything around the messages in it when it is all-in', () => {
    const part = { ...NO_USAGE, writeUnits: 1 };
    const parts = {
      opening: part,
      customerHello: part,
      deskHello: NO_USAGE,
      join: part,
      messages: times(MESSAGE, 20),
      customerPing: { ...NO_USAGE, frames: 2 },
      deskPing: { ...NO_USAGE, frames: 0.5 },
      typing: { ...NO_USAGE, frames: 2 },
      ending: times(part, 20),
    };
    expect(rounded(conversationsCost(parts, ASSUMPTIONS))).toEqual([
      ['messages, the wake-up among them, data out', 4.206],
      ['opening', 0.031],
      ['tickets, hellos, the agent’s join', 0.063],
      ['socket minutes', 0.234],
      ['close, and the time to live of every item', 0.625],
      ['heartbeats, one each side in 30 s', 3.75],
      ['typing, 1 frame per message', 2],
    ]);
  });
});

describe('the cost of sleep', () => {
  it('is storage and what happened meanwhile', () => {
    const woken = { ...NO_USAGE, firings: 1, writeUnits: 4 };
    const lines = sleepCost(woken, 2 ** 30 / 1_000_000, 15.2, ASSUMPTIONS);
    expect(rounded(lines)).toEqual([
      ['storage', 0.125],
      ['what happened meanwhile', 3.5],
    ]);
    expect(totalOf(lines)).toBeCloseTo(3.625, 10);
  });

  it('has backups apart', () => {
    expect(backupCost(2 ** 30 / 1_000_000, 30.4)).toBeCloseTo(0.2, 10);
  });
});

describe('a usage', () => {
  it('is priced whole', () => {
    const everything = {
      ...NO_USAGE,
      frames: 1,
      httpCalls: 1,
      firings: 1,
      queueCalls: 1,
      busEvents: 1,
      bytesOut: 2 ** 30,
      logBytes: 2 ** 30,
    };
    expect(dollarsOf(everything, ASSUMPTIONS)).toBeCloseTo(4.4e-6 + 0.09 + 0.5, 12);
  });

  it('can be added and scaled', () => {
    expect(times(add(MESSAGE, MESSAGE), 1 / 2)).toEqual(MESSAGE);
  });
});

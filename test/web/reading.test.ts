import { describe, expect, it } from 'vitest';
import { Reading } from '../../web/client/reading.ts';
import { ManualTimers } from '../support/manual-timers.ts';
import { CHAT, fixture, said } from './support/chat-fixture.ts';

describe('how far a side has read', () => {
  it('[READ-5] is said at most every three seconds, the newest of it', () => {
    const timers = new ManualTimers();
    const told: number[] = [];
    const reading = new Reading(timers, (upTo) => told.push(upTo));
    for (const upTo of [1, 2, 3]) {
      reading.note(upTo);
      timers.pass(900);
    }
    expect(told).toEqual([]);
    timers.pass(300);
    expect(told).toEqual([3]);
    reading.note(3);
    timers.pass(10_000);
    expect(told).toEqual([3]);
    reading.note(4);
    timers.pass(3_000);
    expect(told).toEqual([3, 4]);
  });

  it('[READ-3] is said again when what was said may not have arrived', () => {
    const timers = new ManualTimers();
    const told: number[] = [];
    const reading = new Reading(timers, (upTo) => told.push(upTo));
    reading.note(3);
    timers.pass(3_000);
    reading.forget();
    reading.note(3);
    timers.pass(3_000);
    expect(told).toEqual([3, 3]);
  });

  it('[READ-2] is heard of the other side only when it is more', () => {
    const reading = new Reading(new ManualTimers(), () => {});
    expect([5, 5, 4, 6, 0].map((upTo) => reading.hear(upTo))).toEqual([true, false, false, true, false]);
  });
});

describe('the customer’s client', () => {
  it('[READ-1, READ-3] says what was read, and hears of the agents’ from hello, page and frame', () => {
    const heard: number[] = [];
    const { client, far, timers, greet } = fixture({ onRead: (upTo) => heard.push(upTo) });
    client.connect();
    const end = greet([said(1, 'one'), said(2, 'two')]);
    client.read();
    timers.pass(3_000);
    expect(end.inbox.at(-1)).toEqual({ op: 'read', chat: CHAT, upTo: 2 });
    for (const read of [{ AGENT: 1 }, { CLIENT: 2 }, { AGENT: 1 }, { AGENT: 2 }])
      end.deliver({ type: 'read', chat: CHAT, read });
    end.deliver({ type: 'read', chat: 'b'.repeat(26), read: { AGENT: 9 } });
    expect(heard).toEqual([1, 2]);
    expect(far.ends).toHaveLength(1);
  });
});

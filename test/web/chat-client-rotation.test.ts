import { describe, expect, it } from 'vitest';
import { acknowledge, answerHello, fixture, page, pushed, said, texts } from './support/chat-fixture.ts';

describe('the two hours of a socket', () => {
  it('opens the next socket first and closes the old one after a heartbeat on the new', () => {
    const { client, far, timers, shown, states, greet } = fixture();
    client.connect();
    const old = greet([said(1, 'm1')]);
    while (far.ends.length === 1) {
      timers.pass(1_000);
      if (old.inbox.length > 0) old.deliver({ type: 'pong', ref: old.take('ping').ref, behind: [] });
    }
    expect(timers.now()).toBeGreaterThanOrEqual(6_270_000);
    expect(timers.now()).toBeLessThanOrEqual(6_601_000);
    const next = far.last();
    next.open();
    old.deliver(pushed(said(2, 'm2')));
    answerHello(next, [said(2, 'm2'), said(3, 'm3')]);
    old.deliver(pushed(said(3, 'm3')));
    old.deliver(pushed(said(4, 'm4')));
    expect(old.isClosed).toBe(false);
    next.deliver(pushed(said(4, 'm4')));
    next.deliver({ type: 'pong', ref: next.take('ping').ref, behind: [] });
    expect(old.isClosed).toBe(true);
    next.deliver(pushed(said(5, 'm5')));
    expect(texts(shown)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
    expect(states).toEqual(['connecting', 'live']);
    void client.post('on the new one');
    expect(next.take('post').text).toBe('on the new one');
  });

  it('lets the old socket answer what it was asked', () => {
    const { client, far, timers, greet } = fixture();
    client.connect();
    const old = greet();
    while (far.ends.length === 1) {
      timers.pass(1_000);
      if (old.inbox.length > 0) old.deliver({ type: 'pong', ref: old.take('ping').ref, behind: [] });
    }
    const next = greet();
    void client.post('in between');
    next.deliver({ type: 'pong', ref: next.take('ping').ref, behind: [] });
    expect(old.isClosed).toBe(false);
    acknowledge(old, 1);
    expect(old.isClosed).toBe(true);
    expect(next.inbox).toEqual([]);
  });

  it('catches up on the new socket when the old one dies owing an answer', () => {
    const { client, far, timers, greet } = fixture();
    client.connect();
    const old = greet();
    while (far.ends.length === 1) {
      timers.pass(1_000);
      if (old.inbox.length > 0) old.deliver({ type: 'pong', ref: old.take('ping').ref, behind: [] });
    }
    const next = greet();
    const { ref } = next.take('ping');
    void client.post('in between');
    const { id } = old.take('post');
    old.lose();
    next.deliver({ type: 'pong', ref, behind: [] });
    page(next, [], 0);
    expect(next.take('post').id).toBe(id);
  });

  it('keeps the old socket when the new one fails, and tries again', () => {
    const { client, far, timers, greet, states } = fixture();
    client.connect();
    const old = greet();
    const alive = (ms: number): void => {
      for (let passed = 0; passed < ms; passed += 1_000) {
        timers.pass(1_000);
        if (old.inbox.length > 0) old.deliver({ type: 'pong', ref: old.take('ping').ref, behind: [] });
      }
    };
    while (far.ends.length === 1) alive(1_000);
    far.last().lose();
    expect(old.isClosed).toBe(false);
    alive(31_000);
    expect(far.ends).toHaveLength(3);
    expect(states).toEqual(['connecting', 'live']);
  });
});

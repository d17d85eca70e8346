import { describe, expect, it } from 'vitest';
import { CHAT, answerHello, fixture, page, pauseUntilNext, pushed, said, texts } from './support/chat-fixture.ts';

describe('connecting', () => {
  it('says hello with its position and is live once the answer is taken', () => {
    const { client, far, shown, states } = fixture({ after: 4 });
    client.connect();
    far.last().open();
    expect(far.last().inbox).toEqual([{ op: 'hello', v: 1, ref: 'q1', after: 4 }]);
    answerHello(far.last(), [said(5, 'five'), said(6, 'six')]);
    expect(texts(shown)).toEqual(['five', 'six']);
    expect(client.position).toBe(6);
    expect(states).toEqual(['connecting', 'live']);
  });

  it('reads page after page before it is live', () => {
    const { client, shown, states, greet } = fixture();
    client.connect();
    const end = greet([said(1, 'one')], 1, { more: true });
    expect(states).toEqual(['connecting']);
    page(end, [[2, 'two']], 2, true);
    expect(states).toEqual(['connecting']);
    page(end, [[3, 'three']], 7);
    expect(states).toEqual(['connecting', 'live']);
    expect(texts(shown)).toEqual(['one', 'two', 'three']);
    expect(client.position).toBe(7);
  });

  it('ends for good when the hello is refused, and when the ticket is', () => {
    const first = fixture();
    first.client.connect();
    first.far.last().open();
    const { ref } = first.far.last().take('hello');
    first.far.last().deliver({ type: 'error', ref, code: 'chat-not-found', message: 'unable to find the chat' });
    expect(first.states).toEqual(['connecting', 'closed: chat-not-found']);
    const second = fixture();
    second.client.connect();
    second.far.last().lose('unauthorized');
    expect(second.states).toEqual(['connecting', 'closed: unauthorized']);
    expect(second.timers.pending).toBe(0);
  });

  it('gives up a socket that does not open or does not answer in 10 s, and comes back', () => {
    const { client, far, timers, states } = fixture();
    client.connect();
    timers.pass(10_000);
    expect(states).toEqual(['connecting', 'waiting']);
    timers.pass(500);
    far.last().open();
    timers.pass(9_999);
    expect(far.ends).toHaveLength(2);
    timers.pass(1_001);
    expect(far.ends).toHaveLength(3);
    expect(far.ends.map((end) => end.isClosed)).toEqual([true, true, false]);
  });

  it('comes back after a hundred losses in a row, with pauses of at most a minute, and misses nothing', () => {
    const { client, far, timers, shown, greet } = fixture();
    client.connect();
    for (let lost = 1; lost <= 100; lost += 1) {
      greet([said(lost, `message ${lost}`)]);
      far.last().lose();
      expect(far.ends).toHaveLength(lost);
      expect(pauseUntilNext(far, timers)).toBeLessThanOrEqual(60_000);
    }
    expect(texts(shown)).toEqual(Array.from({ length: 100 }, (_, n) => `message ${n + 1}`));
  });

  it('waits longer after each loss and starts over after an answer to a heartbeat', () => {
    const { client, far, timers, greet } = fixture();
    client.connect();
    const pauses: number[] = [];
    for (let lost = 0; lost < 8; lost += 1) {
      far.last().lose();
      pauses.push(pauseUntilNext(far, timers));
    }
    expect(pauses.map((pause) => Math.floor(Math.log2(pause / 250)))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const end = greet();
    timers.pass(30_000);
    end.deliver({ type: 'pong', ref: end.take('ping').ref, behind: [] });
    end.lose();
    expect(pauseUntilNext(far, timers)).toBeLessThanOrEqual(500);
  });

  it('holds nothing after disconnect: no socket, no timer', () => {
    const { client, far, timers, greet, states } = fixture();
    client.connect();
    greet();
    client.disconnect();
    expect(far.last().isClosed).toBe(true);
    expect(timers.pending).toBe(0);
    expect(states).toEqual(['connecting', 'live', 'closed']);
    client.connect();
    expect(far.ends).toHaveLength(2);
  });
});

describe('receiving', () => {
  it('shows doubled and reordered events once and in order, without asking', () => {
    const { client, timers, shown, greet } = fixture();
    client.connect();
    const end = greet();
    for (const index of [1, 1, 3, 4, 3, 2, 2, 4]) end.deliver(pushed(said(index, `m${index}`)));
    timers.pass(1_000);
    expect(texts(shown)).toEqual(['m1', 'm2', 'm3', 'm4']);
    expect(end.inbox).toEqual([]);
  });

  it('takes an event whose forerunners it may not see', () => {
    const { client, shown, greet } = fixture();
    client.connect();
    const end = greet([], 3);
    end.deliver(pushed(said(9, 'nine', 2)));
    expect(texts(shown)).toEqual(['nine']);
    expect(client.position).toBe(9);
  });

  it('asks for what is missing when a gap lasts', () => {
    const { client, timers, shown, greet } = fixture();
    client.connect();
    const end = greet([said(1, 'm1')]);
    end.deliver(pushed(said(3, 'm3')));
    timers.pass(249);
    expect(end.inbox).toEqual([]);
    timers.pass(1);
    expect(end.inbox).toEqual([{ op: 'catch-up', ref: 'q2', chat: CHAT, after: 1 }]);
    page(end, [[2, 'm2']], 2);
    expect(texts(shown)).toEqual(['m1', 'm2', 'm3']);
  });

  it('asks again after a pause when the page did not reach what it had heard of', () => {
    const { client, timers, shown, greet } = fixture();
    client.connect();
    const end = greet([said(1, 'm1')]);
    end.deliver(pushed(said(4, 'm4')));
    timers.pass(250);
    page(end, [[2, 'm2']], 2);
    expect(end.inbox).toEqual([]);
    timers.pass(1_000);
    page(end, [[3, 'm3']], 3);
    expect(texts(shown)).toEqual(['m1', 'm2', 'm3', 'm4']);
  });

  it('catches up when a heartbeat tells of a later position', () => {
    const { client, timers, shown, greet } = fixture();
    client.connect();
    const end = greet([said(1, 'm1')]);
    timers.pass(30_000);
    expect(end.inbox).toEqual([{ op: 'ping', ref: 'q2', after: 1 }]);
    end.deliver({ type: 'pong', ref: end.take('ping').ref, behind: [{ chat: CHAT, position: 2 }] });
    page(end, [[2, 'm2']], 2);
    expect(texts(shown)).toEqual(['m1', 'm2']);
  });

  it('says hello again when it is told to, and gives the socket up when that does not help', () => {
    const { client, far, timers, greet } = fixture();
    client.connect();
    const end = greet([said(1, 'm1')]);
    for (let time = 0; time < 3; time += 1) {
      end.deliver({ type: 'error', code: 'say-hello', message: 'unable to place the socket' });
      answerHello(end);
    }
    expect(end.isClosed).toBe(false);
    end.deliver({ type: 'error', code: 'say-hello', message: 'unable to place the socket' });
    expect(end.isClosed).toBe(true);
    timers.pass(500);
    expect(far.ends).toHaveLength(2);
  });

  it('ignores frames that it does not know', () => {
    const { client, states, greet } = fixture();
    client.connect();
    const end = greet();
    for (const text of [
      '',
      'null',
      '7',
      '[]',
      '{}',
      '{"type":"news"}',
      '{"type":"event","chat":"x"}',
      '{"type":"page"}',
    ]) {
      end.deliverText(text);
    }
    expect(states).toEqual(['connecting', 'live']);
  });

  it('ends with the chat', () => {
    const { client, far, timers, shown, states, greet } = fixture();
    client.connect();
    const end = greet();
    const from = { type: 'SYSTEM' } as const;
    end.deliver(pushed({ type: 'chat-closed', index: 1, prev: 0, at: 5, from, cause: 'idle', text: 'Good bye' }));
    expect(texts(shown)).toEqual(['Good bye']);
    expect(states).toEqual(['connecting', 'live', 'closed: chat-closed']);
    expect(far.last().isClosed).toBe(true);
    expect(timers.pending).toBe(0);
  });
});

describe('presence and typing', () => {
  it('pings every 30 s while visible, every 8 min while hidden, and at each change', () => {
    const { client, timers, greet } = fixture();
    client.connect();
    const end = greet();
    const answer = (): void => end.deliver({ type: 'pong', ref: end.take('ping').ref, behind: [] });
    timers.pass(30_000);
    answer();
    client.setVisible(false);
    answer();
    timers.pass(479_999);
    expect(end.inbox).toEqual([]);
    timers.pass(1);
    answer();
    client.setVisible(true);
    answer();
    timers.pass(30_000);
    answer();
    expect(end.inbox).toEqual([]);
  });

  it('tries at once when somebody looks', () => {
    const { client, far } = fixture();
    client.connect();
    client.setVisible(false);
    far.last().lose();
    client.setVisible(true);
    expect(far.ends).toHaveLength(2);
  });

  it('tells of typing at most every 3 s, and once of its end', () => {
    const { client, timers, greet } = fixture();
    client.connect();
    const end = greet();
    client.typing(false);
    for (let key = 0; key < 40; key += 1) {
      client.typing(true);
      timers.pass(100);
    }
    client.typing(false);
    client.typing(false);
    expect(end.inbox).toEqual([
      { op: 'typing', chat: CHAT, on: true },
      { op: 'typing', chat: CHAT, on: true },
      { op: 'typing', chat: CHAT, on: false },
    ]);
  });
});

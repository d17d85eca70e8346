import { describe, expect, it } from 'vitest';
import {
  CHAT,
  acknowledge,
  answerHello,
  fixture,
  keptStore,
  own,
  page,
  pauseUntilNext,
  pushed,
  said,
  texts,
} from './support/chat-fixture.ts';

describe('sending', () => {
  it('sends one command at a time, with the position seen, and shows it in its place on the ack', async () => {
    const { client, shown, greet } = fixture();
    client.connect();
    const end = greet([said(1, 'm1')]);
    const first = client.post('hello');
    const second = client.post('there', { messageType: 'text' });
    expect(end.inbox).toHaveLength(1);
    expect(end.inbox[0]).toMatchObject({ op: 'post', chat: CHAT, text: 'hello', seen: 1 });
    const id = acknowledge(end, 2);
    expect(id).toMatch(/^[A-Za-z0-9_-]{10}\.1$/);
    expect(end.inbox[0]).toMatchObject({ text: 'there', messageType: 'text', seen: 2 });
    const next = acknowledge(end, 3);
    expect(next).toBe(id.replace('.1', '.2'));
    expect([await first, await second]).toEqual([2, 3]);
    expect(shown).toEqual([said(1, 'm1'), own(2, id, 'hello'), { ...own(3, next, 'there'), messageType: 'text' }]);
    expect(client.unsent).toEqual([]);
  });

  it('puts an own message behind the one that came before it', async () => {
    const { client, timers, shown, greet } = fixture();
    client.connect();
    const end = greet();
    const posted = client.post('mine');
    acknowledge(end, 2);
    expect(await posted).toBe(2);
    expect(shown).toEqual([]);
    end.deliver(pushed(said(1, 'theirs')));
    expect(texts(shown)).toEqual(['theirs', 'mine']);
    timers.pass(1_000);
    expect(end.inbox).toEqual([]);
  });

  it('finds a message whose ack was lost among its own events and does not send it again', async () => {
    const { client, timers, shown, greet } = fixture();
    client.connect();
    const end = greet();
    const posted = client.post('once');
    const { id } = end.take('post');
    timers.pass(10_000);
    expect(end.isClosed).toBe(true);
    timers.pass(500);
    const next = greet([own(1, id, 'once')]);
    expect(await posted).toBe(1);
    expect(next.inbox).toEqual([]);
    expect(texts(shown)).toEqual(['once']);
  });

  it('sends a message that is not found again, under the same id', () => {
    const { client, timers, greet } = fixture();
    client.connect();
    const end = greet();
    void client.post('once');
    const { id } = end.take('post');
    end.lose();
    timers.pass(500);
    const next = greet([said(1, 'meanwhile')]);
    expect(next.inbox).toEqual([{ op: 'post', id, chat: CHAT, text: 'once', seen: 1 }]);
  });

  it('takes a frame of the gateway for no answer', () => {
    const { client, timers, far, greet } = fixture();
    client.connect();
    const end = greet();
    void client.post('once');
    const { id } = end.take('post');
    end.deliverText('{"message":"Internal server error","connectionId":"c1","requestId":"r1"}');
    expect(end.isClosed).toBe(true);
    timers.pass(500);
    expect(far.ends).toHaveLength(2);
    expect(greet().take('post').id).toBe(id);
  });

  it('catches up first when it is told to, then sends again', () => {
    const { client, timers, greet } = fixture();
    client.connect();
    const end = greet([said(1, 'm1')]);
    void client.post('new?');
    const { id } = end.take('post');
    end.deliver({ type: 'error', ref: id, code: 'catch-up-first', message: 'catch up' });
    timers.pass(0);
    page(end, [[2, 'm2']], 2);
    expect(end.inbox).toEqual([{ op: 'post', id, chat: CHAT, text: 'new?', seen: 2 }]);
  });

  it('pauses before it sends again after try-again, longer each time, on the same socket', () => {
    const { client, timers, greet } = fixture();
    client.connect();
    const end = greet();
    void client.post('busy');
    const pauses = [1, 2, 3].map(() => {
      const { id } = end.take('post');
      end.deliver({ type: 'error', ref: id, code: 'try-again', message: 'busy' });
      const from = timers.now();
      while (end.inbox.length === 0) timers.pass(10);
      page(end, [], 0);
      return timers.now() - from;
    });
    expect(pauses[0]).toBeGreaterThanOrEqual(500);
    expect(pauses[1]).toBeGreaterThanOrEqual(1_000);
    expect(pauses[2]).toBeGreaterThanOrEqual(2_000);
    expect(end.inbox[0]).toMatchObject({ op: 'post', text: 'busy' });
  });

  it('[LIM-7] waits after rate-limited and sends the same command again, on the same socket', () => {
    const { client, timers, greet } = fixture();
    client.connect();
    const end = greet([said(1, 'm1')]);
    void client.post('quick');
    const { id } = end.take('post');
    end.deliver({ type: 'error', ref: id, code: 'rate-limited', message: 'too fast' });
    expect(end.inbox).toEqual([]);
    timers.pass(500);
    while (end.inbox.length === 0) timers.pass(10);
    page(end, [], 1);
    expect(end.inbox).toEqual([{ op: 'post', id, chat: CHAT, text: 'quick', seen: 1 }]);
    expect(end.isClosed).toBe(false);
  });

  it('[LIM-7] connects again when even its hello was too much', () => {
    const { client, timers, far } = fixture();
    client.connect();
    const end = far.last();
    end.open();
    end.deliver({ type: 'error', ref: end.take('hello').ref, code: 'rate-limited', message: 'too fast' });
    expect([end.isClosed, client.state]).toEqual([true, 'waiting']);
    pauseUntilNext(far, timers);
    answerHello((far.last().open(), far.last()), [said(1, 'm1')]);
    expect(client.state).toBe('live');
  });

  it('hands a refusal to whoever gave the command and goes on with the next', async () => {
    const { client, greet } = fixture();
    client.connect();
    const end = greet();
    const refused = client.post('no');
    void client.post('yes');
    end.deliver({ type: 'error', ref: end.take('post').id, code: 'not-allowed', message: 'not so' });
    await expect(refused).rejects.toMatchObject({ name: 'Refused', code: 'not-allowed', message: 'not so' });
    expect(end.take('post').text).toBe('yes');
  });

  it('refuses what the gateway would close the socket for', async () => {
    const { client, far } = fixture();
    client.connect();
    await expect(client.post('x'.repeat(16_385))).rejects.toMatchObject({ code: 'too-long' });
    await expect(client.post('\u0001'.repeat(8_000))).rejects.toMatchObject({ code: 'too-long' });
    expect(far.last().inbox).toEqual([]);
  });

  it('keeps what is posted without a connection and sends it in order', () => {
    const { client, greet } = fixture();
    void client.post('first');
    void client.post('second');
    client.connect();
    const end = greet();
    acknowledge(end, 1);
    expect(end.take('post').text).toBe('second');
  });

  it('refuses what the chat can no longer take when it is closed', async () => {
    const { client, greet } = fixture();
    const late = client.post('late');
    client.connect();
    greet([], 3, { closed: true });
    await expect(late).rejects.toMatchObject({ code: 'chat-closed' });
    await expect(client.post('later')).rejects.toMatchObject({ code: 'chat-closed' });
  });
});

describe('after a reload', () => {
  it('sends what was not acknowledged under the same ids', () => {
    const store = keptStore();
    const before = fixture({ store });
    before.client.connect();
    const end = before.greet([said(1, 'm1')]);
    void before.client.post('kept');
    const { id } = end.take('post');
    before.client.disconnect();
    const after = fixture({ store, seed: 2, after: 1 });
    expect(after.client.unsent).toMatchObject([{ id, text: 'kept' }]);
    after.client.connect();
    expect(after.greet().take('post')).toEqual({ op: 'post', id, chat: CHAT, text: 'kept', seen: 1 });
  });

  it('looks for it from where it was made, even if the page has seen more, and shows nothing twice', () => {
    const store = keptStore();
    const before = fixture({ store });
    before.client.connect();
    const end = before.greet([said(1, 'm1')]);
    void before.client.post('kept');
    const { id } = end.take('post');
    const after = fixture({ store, seed: 2, after: 3 });
    after.client.connect();
    after.far.last().open();
    expect(after.far.last().inbox[0]).toMatchObject({ op: 'hello', after: 1 });
    answerHello(after.far.last(), [own(2, id, 'kept'), said(3, 'm3'), said(4, 'm4')]);
    expect(after.far.last().inbox).toEqual([]);
    expect(after.client.unsent).toEqual([]);
    expect(texts(after.shown)).toEqual(['m4']);
    expect(store.text).toBe('[]');
  });

  it('ignores a store that holds something else', () => {
    const store = keptStore();
    const almost = '[{"command":{"op":"post","id":"a.1","chat":5},"from":1}]';
    for (const text of ['', 'null', '{}', '[1,null,{"command":{}},{"command":{"op":"post"},"from":1}]', almost]) {
      store.text = text;
      expect(fixture({ store }).client.unsent).toEqual([]);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { concernsOpenChats, walkAfter, walkBegun } from '../../shared/domain/option-walk.ts';

const begun = walkBegun('orders', 7, 1_000);
const page = { looked: 25, changed: 3, failed: 0 };

describe('a change of options', () => {
  it.each([
    ['async-idle-alert', true],
    ['async-idle-close', true],
    ['flex-disconnect-timeout', true],
    ['flex-push-timeout', true],
    ['message-alert', false],
    ['customer-rate', false],
  ] as const)('[OPT-13] of %s concerns open chats: %s', (name, concerns) => {
    expect(concernsOpenChats([{ name, from: null, to: 60 }])).toBe(concerns);
  });

  it('[OPT-13] concerns open chats when one of its steps does', () => {
    const steps = [
      { name: 'customer-rate', from: null, to: 1 },
      { name: 'async-idle-close', from: null, to: 60 },
    ] as const;
    expect(concernsOpenChats(steps)).toBe(true);
    expect(concernsOpenChats([])).toBe(false);
  });
});

describe('a walk over the open chats', () => {
  it('[OPT-15] begins at the first shard, with nothing looked at', () => {
    expect(begun).toStrictEqual({
      service: 'orders',
      number: 7,
      startedAt: 1_000,
      position: { shard: 0, after: '' },
      tries: 0,
      looked: 0,
      changed: 0,
      failed: 0,
    });
  });

  it('[OPT-15] goes on behind its page, and at the end of a shard with the next one', () => {
    const first = walkAfter(begun, { ...page, next: 'chat-25' }, 2_000, 2);
    expect(first).toStrictEqual({ ...begun, position: { shard: 0, after: 'chat-25' }, looked: 25, changed: 3 });
    expect(walkAfter(first, page, 3_000, 2)).toStrictEqual({
      ...begun,
      position: { shard: 1, after: '' },
      looked: 50,
      changed: 6,
    });
  });

  it('[OPT-15] is finished at the end of the last shard', () => {
    const last = { ...begun, position: { shard: 1, after: 'chat-25' }, looked: 50, changed: 6, failed: 1 };
    expect(walkAfter(last, page, 4_000, 2)).toStrictEqual({
      ...begun,
      position: { shard: 2, after: '' },
      looked: 75,
      changed: 9,
      failed: 1,
      finishedAt: 4_000,
    });
  });

  it('[OPT-15] tries a page three times while chats fail, and counts once whom it looked at and left behind', () => {
    const failing = { ...page, failed: 2, next: 'chat-25' };
    const once = walkAfter(begun, failing, 2_000, 2);
    expect(once).toStrictEqual({ ...begun, changed: 3, tries: 1 });
    const twice = walkAfter(once, { ...failing, changed: 0 }, 2_000, 2);
    expect(twice).toStrictEqual({ ...begun, changed: 3, tries: 2 });
    expect(walkAfter(twice, { ...failing, changed: 0 }, 2_000, 2)).toStrictEqual({
      ...begun,
      position: { shard: 0, after: 'chat-25' },
      looked: 25,
      changed: 3,
      failed: 2,
    });
    expect(walkAfter(twice, { ...page, next: 'chat-25' }, 2_000, 2)).toStrictEqual({
      ...begun,
      position: { shard: 0, after: 'chat-25' },
      looked: 25,
      changed: 6,
    });
  });
});

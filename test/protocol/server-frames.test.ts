import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ServerFrame, WireEvent } from '../../shared/protocol/index.ts';

const CHAT = 'abcdefghijklmnopqrstuvwxyz';
const ada = { type: 'AGENT', nickname: 'Ada', agentId: 'agent-ada' };
const at = { index: 5, prev: 4, at: 1_000, from: ada };
const id = { id: 'AbCdEfGhIj.1' };

/** Every type of event: with all that it must have, and what it may have besides. */
const events: readonly (readonly [string, object, object])[] = [
  ['chat-opened', { ...at, type: 'chat-opened' }, { ...id, subject: 'Parcel', continues: [{ chat: CHAT, from: 3 }] }],
  ['customer-connected', { ...at, type: 'customer-connected' }, id],
  ['customer-disconnected', { ...at, type: 'customer-disconnected' }, id],
  ['customer-removed', { ...at, type: 'customer-removed' }, id],
  ['customer-restored', { ...at, type: 'customer-restored' }, id],
  ['message-posted', { ...at, type: 'message-posted', text: 'Hi' }, { ...id, messageType: 'text', visibility: 'INT' }],
  ['notice-sent', { ...at, type: 'notice-sent', notice: 'custom', text: '{"survey":7}' }, { ...id, visibility: 'INT' }],
  ['user-data-updated', { ...at, type: 'user-data-updated', userData: { TimeZone: '60', Priority: null } }, id],
  [
    'file-uploaded',
    { ...at, type: 'file-uploaded', fileId: 'f1', name: 'cat.png', sizeBytes: 1_000, contentType: 'image/png' },
    { ...id, visibility: 'INT' },
  ],
  ['file-deleted', { ...at, type: 'file-deleted', fileId: 'f1' }, { ...id, visibility: 'INT' }],
  ['agent-joined', { ...at, type: 'agent-joined', agent: ada }, id],
  [
    'agent-left',
    { ...at, type: 'agent-left', agent: ada, cause: 'transferred' },
    { ...id, queue: 'billing', workbin: 'mine' },
  ],
  ['idle-alerted', { ...at, type: 'idle-alerted', text: 'Soon.' }, id],
  ['chat-closed', { ...at, type: 'chat-closed', cause: 'idle', text: 'Bye.' }, id],
];

const event = { ...at, type: 'idle-alerted', text: 'Soon.' };
const missed = { chat: CHAT, events: [event], position: 5, more: false };

/** Every type of frame, in the same way. */
const frames: readonly (readonly [string, object, object])[] = [
  ['ack', { type: 'ack', ref: 'q1', chat: CHAT }, { index: 5, prev: 4, at: 1_000, repeated: true }],
  ['error', { type: 'error', code: 'bad-json', message: 'no' }, { ref: 'q1' }],
  [
    'hello-ok',
    { type: 'hello-ok', v: 1, role: 'agent', chats: [{ ...missed, closed: false }], pingSec: 30, rotateSec: 6_600 },
    { ref: 'q1', desks: 2, declaredLost: true },
  ],
  ['page', { type: 'page', ...missed }, { ref: 'q1', read: { CLIENT: 5, AGENT: 4 } }],
  ['pong', { type: 'pong', behind: [{ chat: CHAT, position: 5 }] }, { ref: 'q1' }],
  ['event', { type: 'event', chat: CHAT, event }, {}],
  ['typing', { type: 'typing', chat: CHAT, from: ada, on: true }, { preview: 'hel' }],
  ['read', { type: 'read', chat: CHAT, read: { CLIENT: 7 } }, {}],
  ['desks', { type: 'desks', count: 2 }, {}],
];

const without = (value: object, field: string): object =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== field));

describe('an event as a reader sees it', () => {
  it.each(events)('%s is taken with all that it may have, and with no more than it must have', (_type, must, may) => {
    expect(v.parse(WireEvent, { ...must, ...may })).toEqual({ ...must, ...may });
    expect(v.parse(WireEvent, must)).toEqual(must);
  });

  it.each(events)('%s lacks nothing that it must have', (_type, must) => {
    for (const field of Object.keys(must)) expect(v.is(WireEvent, without(must, field))).toBe(false);
  });

  it.each([
    ['an author of another kind', { from: { type: 'BOT' } }],
    ['a position before everything', { prev: -1 }],
  ])('has never %s', (_what, change) => {
    expect(v.is(WireEvent, { ...event, ...change })).toBe(false);
  });

  it.each(['pushed-url', 'custom', 'nickname-changed'])('says what kind of notice was sent: %s', (notice) => {
    expect(v.is(WireEvent, { ...at, type: 'notice-sent', notice, text: 'x' })).toBe(true);
  });

  it.each(['left', 'hold', 'transferred', 'lost'])('tells why an agent left: %s', (cause) => {
    expect(v.is(WireEvent, { ...at, type: 'agent-left', agent: ada, cause })).toBe(true);
  });

  it.each(['idle', 'agent', 'customer', 'workflow', 'abandoned'])('tells why the chat was closed: %s', (cause) => {
    expect(v.is(WireEvent, { ...at, type: 'chat-closed', text: '', cause })).toBe(true);
  });

  it.each(['CLIENT', 'AGENT', 'EXTERNAL', 'SYSTEM'])('comes from a %s', (type) => {
    expect(v.is(WireEvent, { ...event, from: { type } })).toBe(true);
  });

  it('names of a chat that is continued which, and from where on', () => {
    for (const continued of [{ chat: CHAT }, { from: 1 }, { chat: 'CHAT', from: 1 }]) {
      expect(v.is(WireEvent, { ...at, type: 'chat-opened', continues: [continued] })).toBe(false);
    }
  });

  it('knows no other cause', () => {
    expect(v.is(WireEvent, { ...at, type: 'agent-left', agent: ada, cause: 'idle' })).toBe(false);
    expect(v.is(WireEvent, { ...at, type: 'chat-closed', text: '', cause: 'hold' })).toBe(false);
    expect(v.is(WireEvent, { ...at, type: 'message-posted', text: 'Hi', visibility: 'VIP' })).toBe(false);
    expect(v.is(WireEvent, { ...at, type: 'notice-sent', notice: 'custom', text: 'x', visibility: 'VIP' })).toBe(false);
    expect(v.is(WireEvent, { ...at, type: 'notice-sent', notice: 'typing', text: 'x' })).toBe(false);
    expect(v.is(WireEvent, { ...at, type: 'user-data-updated', userData: { TimeZone: 60 } })).toBe(false);
  });
});

describe('a frame of the server', () => {
  it.each(frames)('%s is taken with all that it may have, and with no more than it must have', (_type, must, may) => {
    expect(v.parse(ServerFrame, { ...must, ...may })).toEqual({ ...must, ...may });
    expect(v.parse(ServerFrame, must)).toEqual(must);
  });

  it.each(frames)('%s lacks nothing that it must have', (_type, must) => {
    for (const field of Object.keys(must)) expect(v.is(ServerFrame, without(must, field))).toBe(false);
  });

  it('lacks nothing in what it lists', () => {
    const chat = { ...missed, closed: false };
    const hello = { type: 'hello-ok', v: 1, role: 'customer', pingSec: 30, rotateSec: 6_600 };
    expect(v.is(ServerFrame, { ...hello, chats: [chat] })).toBe(true);
    for (const field of Object.keys(chat)) {
      expect(v.is(ServerFrame, { ...hello, chats: [without(chat, field)] })).toBe(false);
    }
    for (const field of ['chat', 'position']) {
      expect(v.is(ServerFrame, { type: 'pong', behind: [without({ chat: CHAT, position: 5 }, field)] })).toBe(false);
    }
  });

  it('names a code that is on the list, and a role that there is', () => {
    expect(v.is(ServerFrame, { type: 'error', code: 'no-idea', message: 'no' })).toBe(false);
    expect(v.is(ServerFrame, { type: 'hello-ok', v: 1, role: 'bot', chats: [], pingSec: 30, rotateSec: 1 })).toBe(
      false,
    );
  });
});

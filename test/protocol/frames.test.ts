import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { readFrame } from '../../functions/socket/read-frame.ts';
import { ClientFrame, OpenRequest, ServerFrame } from '../../shared/protocol/index.ts';
import { decodeFrame } from '../../web/client/frames.ts';

const CHAT = 'abcdefghijklmnopqrstuvwxyz';
const ID = 'AbCdEfGhIj.1';
const post = { op: 'post', id: ID, chat: CHAT, seen: 0, text: 'hello' };

const pushed = { op: 'notice', id: ID, chat: CHAT, seen: 0, notice: 'pushed-url', text: 'https://shop.example/lamps' };
const data = { op: 'user-data', id: ID, chat: CHAT, seen: 0 };

/** What is no address of a page: [NOTE-3]. */
const NO_PAGES = [
  'shop.example',
  'see https://shop.example',
  '/lamps',
  'https:lamps',
  'https://',
  'https:///lamps',
  'javascript:alert(1)',
  'data:text/html,x',
  'ftp://shop.example',
  'https://bank.example@evil.example/',
  'https://a.example/b c',
  'https://a.example/"x"',
  'https://a.example/\u0000',
  'https://a.example\\@evil.example',
  `https://a/${'x'.repeat(2_039)}`,
];

const accepted: readonly (readonly [string, object])[] = [
  ['a hello of a customer', { op: 'hello', v: 1, ref: 'q1', after: 0 }],
  ['a hello of another version, to be refused by name', { op: 'hello', v: 99 }],
  ['a hello of a desk', { op: 'hello', v: 1, chats: { [CHAT]: 3 } }],
  ['a message', post],
  ['a message without its chat', { op: 'post', id: ID, seen: 4, text: 'x' }],
  ['a message with everything', { ...post, messageType: 'text', visibility: 'INT', echo: true }],
  ['a text of exactly 16,384 bytes', { ...post, text: 'é'.repeat(8_192) }],
  ['a command id of 40 characters', { ...post, id: 'a'.repeat(40) }],
  ['a join', { op: 'join', id: ID, chat: CHAT, seen: 1 }],
  ['a leave', { op: 'leave', id: ID, chat: CHAT, seen: 1 }],
  ['a hold', { op: 'hold', id: ID, chat: CHAT, seen: 1, echo: false }],
  ['a hold in a workbin', { op: 'hold', id: ID, chat: CHAT, seen: 1, workbin: 'mine' }],
  ['a transfer', { op: 'transfer', id: ID, chat: CHAT, seen: 1, queue: 'q'.repeat(64) }],
  ['a pushed URL', pushed],
  ['a pushed URL of 2,048 characters', { ...pushed, text: `http://a/${'x'.repeat(2_039)}` }],
  ['a pushed URL with a port, a query and a fragment', { ...pushed, text: 'HTTPS://shop.example:8443/a@b?c=d#e' }],
  ['a custom notice of 4,096 bytes', { ...pushed, notice: 'custom', text: 'é'.repeat(2_048), visibility: 'INT' }],
  ['a new nickname of 64 characters', { ...pushed, notice: 'nickname-changed', text: 'x'.repeat(64) }],
  ['user data', { ...data, userData: { ['k'.repeat(128)]: '', b: null } }],
  ['user data of 8,192 bytes', { ...data, userData: { a: 'x'.repeat(8_184) } }],
  ['a close', { op: 'close', id: ID, chat: CHAT, seen: 1 }],
  ['a catch-up', { op: 'catch-up', ref: 'q2', after: 7 }],
  ['a ping of a customer', { op: 'ping', after: 7 }],
  ['a ping of a desk', { op: 'ping', ref: 'q3', chats: {} }],
  ['typing', { op: 'typing', chat: CHAT, on: true, preview: 'hel' }],
  ['what was read', { op: 'read', upTo: 7 }],
];

const refused: readonly (readonly [string, unknown, string])[] = [
  ['a list', [], 'bad-frame'],
  ['a word', 'hello', 'bad-frame'],
  ['nothing', null, 'bad-frame'],
  ['no operation', {}, 'unknown-operation'],
  ['an unknown operation', { op: 'shout' }, 'unknown-operation'],
  ['an operation that every object has', { op: 'constructor' }, 'unknown-operation'],
  ['an unknown field', { ...post, colour: 'red' }, 'bad-frame'],
  ['a missing text', { op: 'post', id: ID, seen: 0 }, 'bad-frame'],
  ['an empty text', { ...post, text: '' }, 'bad-frame'],
  ['a text of another type', { ...post, text: 7 }, 'bad-frame'],
  ['a text of 16,385 bytes', { ...post, text: `${'é'.repeat(8_192)}x` }, 'too-long'],
  ['a frame of more than 32 KB', { ...post, text: 'x'.repeat(32_768) }, 'too-long'],
  ['a missing position', { op: 'post', id: ID, text: 'x' }, 'bad-frame'],
  ['a negative position', { ...post, seen: -1 }, 'bad-frame'],
  ['half a position', { ...post, seen: 0.5 }, 'bad-frame'],
  ['a position beyond all numbers', { ...post, seen: 2 ** 53 }, 'bad-frame'],
  ['an id of seven characters', { ...post, id: 'a'.repeat(7) }, 'bad-frame'],
  ['an id of 41 characters', { ...post, id: 'a'.repeat(41) }, 'bad-frame'],
  ['an id with a slash', { ...post, id: 'c/abcdefgh' }, 'bad-frame'],
  ['a chat id of another alphabet', { ...post, chat: 'A'.repeat(26) }, 'bad-frame'],
  ['a visibility that is not on the list', { ...post, visibility: 'VIP' }, 'bad-frame'],
  ['a message type of 51 characters', { ...post, messageType: 'x'.repeat(51) }, 'bad-frame'],
  ...NO_PAGES.map((text) => [`the pushed URL ${text.slice(0, 40)}`, { ...pushed, text }, 'bad-frame'] as const),
  ['a notice of another kind', { ...pushed, notice: 'typing' }, 'bad-frame'],
  ['a notice of 4,097 bytes', { ...pushed, notice: 'custom', text: `${'é'.repeat(2_048)}x` }, 'too-long'],
  ['a notice without words', { ...pushed, notice: 'custom', text: ' ' }, 'bad-frame'],
  ['a nickname of 65 characters', { ...pushed, notice: 'nickname-changed', text: 'x'.repeat(65) }, 'bad-frame'],
  ['user data without a key', { ...data, userData: {} }, 'bad-frame'],
  ['user data with a key of 129 characters', { ...data, userData: { ['k'.repeat(129)]: '' } }, 'bad-frame'],
  ['user data with a number', { ...data, userData: { a: 1 } }, 'bad-frame'],
  ['user data of 8,193 bytes', { ...data, userData: { a: 'x'.repeat(8_185) } }, 'bad-frame'],
  ['a transfer to nowhere', { op: 'transfer', id: ID, chat: CHAT, seen: 1 }, 'bad-frame'],
  ['a queue of 65 characters', { op: 'transfer', id: ID, chat: CHAT, seen: 1, queue: 'q'.repeat(65) }, 'bad-frame'],
  ['a hold in two places', { op: 'hold', id: ID, chat: CHAT, seen: 1, queue: 'a', workbin: 'b' }, 'bad-frame'],
  ['a hello without a version', { op: 'hello' }, 'bad-frame'],
  ['a reference of 41 characters', { op: 'ping', ref: 'x'.repeat(41) }, 'bad-frame'],
  ['a preview of 501 characters', { op: 'typing', on: true, preview: 'x'.repeat(501) }, 'bad-frame'],
  ['positions of something else than chats', { op: 'ping', chats: { nonsense: 1 } }, 'bad-frame'],
  [
    'positions of 101 chats',
    {
      op: 'ping',
      chats: Object.fromEntries(
        Array.from({ length: 101 }, (_, n) => [
          `${'a'.repeat(24)}${String.fromCharCode(97 + Math.floor(n / 26))}${String.fromCharCode(97 + (n % 26))}`,
          1,
        ]),
      ),
    },
    'bad-frame',
  ],
];

describe('frames from a client', () => {
  it.each(accepted)('[NOTE-3, TRF-1, DATA-2] accepts %s', (_name, frame) => {
    expect(readFrame(JSON.stringify(frame))).toEqual(frame);
  });

  it.each(refused)('[NOTE-3, TRF-1, DATA-2] refuses %s', (_name, frame, code) => {
    expect(readFrame(JSON.stringify(frame))).toMatchObject({ type: 'error', code });
  });

  it('refuses what is not JSON', () => {
    for (const text of ['', '{', 'undefined', '{"op":"ping"']) {
      expect(readFrame(text)).toMatchObject({ type: 'error', code: 'bad-json' });
    }
  });

  it('answers a broken frame under its reference, if it has a usable one', () => {
    expect(readFrame(JSON.stringify({ ...post, seen: -1 }))).toMatchObject({ ref: ID });
    expect(readFrame(JSON.stringify({ op: 'ping', ref: 'q9', after: 'x' }))).toMatchObject({ ref: 'q9' });
    expect(readFrame(JSON.stringify({ op: 'ping', ref: 7 }))).not.toHaveProperty('ref');
  });

  it('[PROTO-2] names the field of a notice that is wrong', () => {
    expect(readFrame(JSON.stringify({ ...pushed, text: 'javascript:alert(1)' }))).toMatchObject({
      message: 'unable to read the frame; text: must be an http or https URL',
    });
  });

  it('never repeats the text of a message in an error', () => {
    const secret = 'my password is swordfish';
    for (const frame of [{ ...post, text: [secret] }, { ...post, messageType: secret.repeat(3) }, { op: secret }]) {
      expect(JSON.stringify(readFrame(JSON.stringify(frame)))).not.toContain('swordfish');
    }
  });
});

/** Frames that are almost right: a valid one with some fields replaced by anything. */
const almost = fc
  .tuple(
    fc.constantFrom(...accepted.map(([, frame]) => frame)),
    fc.dictionary(
      fc.constantFrom('op', 'id', 'ref', 'chat', 'seen', 'after', 'chats', 'text', 'v', 'on', '__proto__'),
      fc.jsonValue(),
    ),
  )
  .map(([frame, changes]) => JSON.stringify({ ...frame, ...changes }));

describe('whatever arrives', () => {
  it('is read or refused and never throws, at the server and at the client', () => {
    const text = fc.oneof(fc.string(), fc.json(), almost);
    fc.assert(
      fc.property(text, (one) => {
        const read = readFrame(one);
        expect('op' in read || read.type === 'error').toBe(true);
        decodeFrame(one);
        const value = ((): unknown => {
          try {
            return JSON.parse(one);
          } catch {
            return undefined;
          }
        })();
        for (const schema of [ClientFrame, ServerFrame, OpenRequest]) v.safeParse(schema, value);
      }),
      { numRuns: 2_000, seed: 20_260_102 },
    );
  });

  it('is taken by the client as the server made it', () => {
    const frame = { type: 'page', ref: 'q1', chat: CHAT, events: [], position: 4, more: false };
    expect(decodeFrame(JSON.stringify(frame))).toEqual(frame);
    const news = { type: 'event', chat: CHAT, event: { type: 'survey-offered', index: 2, prev: 1, at: 5, from: {} } };
    expect(decodeFrame(JSON.stringify(news))).toEqual(news);
  });
});

import { describe, expect, it } from 'vitest';
import { readFrame } from '../../functions/socket/read-frame.ts';

const CHAT = 'abcdefghijklmnopqrstuvwxyz';
const ID = 'AbCdEfGhIj.1';
const post = { op: 'post', id: ID, chat: CHAT, seen: 0, text: 'hello' };
const typing = { op: 'typing', chat: CHAT, on: true };
const notice = { op: 'notice', id: ID, chat: CHAT, seen: 0, notice: 'custom', text: 'x' };
const data = { op: 'user-data', id: ID, chat: CHAT, seen: 0 };
const transfer = { op: 'transfer', id: ID, chat: CHAT, seen: 0, queue: 'billing' };
const hold = { op: 'hold', id: ID, chat: CHAT, seen: 0 };

/** Different chats, by number. */
const chatsOf = (count: number): Record<string, number> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [
      `${'a'.repeat(24)}${String.fromCharCode(97 + Math.floor(n / 26), 97 + (n % 26))}`,
      n,
    ]),
  );

const chatRule = 'must be 26 characters a-z or 2-7';
const idRule = 'must consist of A-Z, a-z, 0-9, dot, dash and underscore';

describe('the refusal of a frame', () => {
  it.each([
    ['a chat id of 25 characters', { ...post, chat: 'a'.repeat(25) }, `chat: ${chatRule}`],
    ['a chat id of 27 characters', { ...post, chat: 'a'.repeat(27) }, `chat: ${chatRule}`],
    ['a chat id with more before it', { ...post, chat: `/${CHAT}` }, `chat: ${chatRule}`],
    ['a chat id with more behind it', { ...post, chat: `${CHAT}/` }, `chat: ${chatRule}`],
    ['a chat id with a digit that is none of base32', { ...post, chat: `${'a'.repeat(25)}1` }, `chat: ${chatRule}`],
    ['an id with a blank', { ...post, id: 'abcd efgh' }, `id: ${idRule}`],
    ['an id with a slash before it', { ...post, id: '/abcdefgh' }, `id: ${idRule}`],
    ['an id with a slash behind it', { ...post, id: 'abcdefgh/' }, `id: ${idRule}`],
    ['positions of 101 chats', { op: 'ping', chats: chatsOf(101) }, 'chats: must name at most 100 chats'],
    ['an empty message type', { ...post, messageType: '' }, 'messageType: must have at least 1 character'],
    [
      'a message type of 51 characters',
      { ...post, messageType: 'x'.repeat(51) },
      'messageType: must have at most 50 characters',
    ],
    [
      'a preview of 501 characters',
      { ...typing, preview: 'x'.repeat(501) },
      'preview: must have at most 500 characters',
    ],
    ['a reference of 41 characters', { op: 'ping', ref: 'x'.repeat(41) }, 'ref: must have at most 40 characters'],
    ['an echo that is no yes or no', { ...post, echo: 'yes' }, 'echo: must be true or false'],
    ['a typing that is neither on nor off', { op: 'typing', chat: CHAT }, 'on: is missing'],
    ['a catch-up from nowhere', { op: 'catch-up', chat: CHAT }, 'after: is missing'],
    [
      'a new nickname of 65 characters',
      { ...notice, notice: 'nickname-changed', text: 'x'.repeat(65) },
      'text: must be a nickname',
    ],
    ['the address of no page', { ...notice, notice: 'pushed-url' }, 'text: must be an http or https URL'],
    ['a notice without words', { ...notice, text: ' ' }, 'text: must have at least 1 character'],
    ['a hold in two places', { ...hold, queue: 'a', workbin: 'b' }, 'workbin: must be left out beside queue'],
    ['a hold in a workbin without a name', { ...hold, workbin: '' }, 'workbin: must have at least 1 character'],
    ['a transfer into a queue of blanks', { ...transfer, queue: ' ' }, 'queue: must have at least 1 character'],
    [
      'a transfer into a queue of 65 characters',
      { ...transfer, queue: 'q'.repeat(65) },
      'queue: must have at most 64 characters',
    ],
    ['a transfer to nowhere', { ...transfer, queue: undefined }, 'queue: is missing'],
    ['user data without a key', { ...data, userData: {} }, 'userData: must name at least one key'],
    [
      'user data of 8,193 bytes',
      { ...data, userData: { a: 'x'.repeat(8_185) } },
      'userData: must take at most 8192 bytes',
    ],
    ['user data with an empty key', { ...data, userData: { '': 'x' } }, 'userData.: must have at least 1 character'],
    ['no user data', data, 'userData: is missing'],
    ['a hello of no version', { op: 'hello', after: 0 }, 'v: is missing'],
  ])('names the field and the rule: %s', (_what, frame, complaint) => {
    expect(readFrame(JSON.stringify(frame))).toMatchObject({
      type: 'error',
      code: 'bad-frame',
      message: `unable to read the frame; ${complaint}`,
    });
  });

  it.each([
    ['hello', {}],
    ['post', { text: 'hello' }],
    ['notice', { text: 'hello', notice: 'custom' }],
    ['user-data', { userData: { a: '1' } }],
    ['join', {}],
    ['leave', {}],
    ['hold', {}],
    ['transfer', { queue: 'billing' }],
    ['close', {}],
    ['catch-up', {}],
    ['ping', {}],
    ['typing', {}],
    ['read', { upTo: 1 }],
  ])('comes for a field that %s does not have', (op, fields) => {
    const everything = { id: ID, seen: 0, v: 1, after: 0, on: true, ...fields };
    expect(readFrame(JSON.stringify({ op, ...everything }))).toMatchObject({
      code: 'bad-frame',
      message: expect.stringMatching(/: is not a known field$/) as string,
    });
  });

  it.each([
    { op: 'post', text: 'hello' },
    { op: 'notice', notice: 'custom', text: 'hello' },
    { op: 'user-data', userData: { a: '1' } },
    { op: 'join' },
    { op: 'leave' },
    { op: 'hold' },
    { op: 'transfer', queue: 'billing' },
    { op: 'close' },
  ])('comes for a command $op without an id or a position', (fields) => {
    const command = { ...fields, id: ID, seen: 0 };
    expect(readFrame(JSON.stringify(command))).toEqual(command);
    expect(readFrame(JSON.stringify({ ...command, id: undefined }))).toMatchObject({
      message: 'unable to read the frame; id: is missing',
    });
    expect(readFrame(JSON.stringify({ ...command, seen: undefined }))).toMatchObject({
      message: 'unable to read the frame; seen: is missing',
    });
  });
});

describe('blanks', () => {
  it.each([
    ['a notice', { ...notice, text: ' x ' }, { text: 'x' }],
    ['a queue', { ...transfer, queue: ' billing ' }, { queue: 'billing' }],
    ['a workbin', { ...hold, workbin: ' mine ' }, { workbin: 'mine' }],
  ])('around %s are left out', (_what, frame, read) => {
    expect(readFrame(JSON.stringify(frame))).toEqual({ ...frame, ...read });
  });
});

describe('the longest that is taken', () => {
  it.each([
    ['an id of eight characters', { ...post, id: 'aZ09._-x' }],
    ['a message type of 50 characters', { ...post, messageType: 'x'.repeat(50) }],
    ['a message type of one', { ...post, messageType: 'x' }],
    ['a message for all', { ...post, visibility: 'ALL' }],
    ['a preview of 500 characters', { ...typing, preview: 'x'.repeat(500) }],
    ['a reference of 40 characters', { op: 'ping', ref: 'x'.repeat(40) }],
    ['positions of 100 chats', { op: 'hello', v: 1, chats: chatsOf(100) }],
    ['a queue of 64 characters', { ...hold, queue: 'q'.repeat(64) }],
    ['a queue of one', { ...transfer, queue: 'q' }],
    ['a notice of one character', notice],
    ['a notice for all', { ...notice, visibility: 'ALL' }],
    ['a pushed URL without a path', { ...notice, notice: 'pushed-url', text: 'https://shop.example' }],
    ['user data with a key of one character', { ...data, userData: { a: '' } }],
    ['the highest position', { ...post, seen: Number.MAX_SAFE_INTEGER }],
    ['a chat id with the digits of base32', { ...post, chat: `234567${'z'.repeat(20)}` }],
  ])('is %s', (_what, frame) => {
    expect(readFrame(JSON.stringify(frame))).toEqual(frame);
  });
});

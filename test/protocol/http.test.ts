import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  DeskChatsAnswer,
  FiguresAnswer,
  OpenAnswer,
  OpenRequest,
  OptionsAnswer,
  OptionsChanged,
  OptionsHistory,
  Problem,
  ShownWalk,
  TicketAnswer,
  TranscriptAnswer,
  WalkAnswer,
} from '../../shared/protocol/index.ts';

const CHAT = 'abcdefghijklmnopqrstuvwxyz';
const SECRET = 'abcdefghijklmnopqrstuv';
const opening = { secret: SECRET, service: 'orders', nickname: 'Ada', subject: 'Parcel', userData: { order: '7' } };

/** What is wrong with a value: the field, and the message about it. */
const complaintOf = (schema: v.GenericSchema, value: unknown): string => {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return 'nothing';
  const issue = parsed.issues[0];
  return `${v.getDotPath(issue) ?? ''}: ${issue.type === 'regex' || issue.type === 'check' ? issue.message : issue.type}`;
};

const userDataOf = (bytes: number): Record<string, string> => ({ note: 'x'.repeat(bytes - '{"note":""}'.length) });

describe('the request that opens a chat', () => {
  it('is taken as it stands', () => {
    expect(v.parse(OpenRequest, opening)).toEqual(opening);
  });

  it('needs a secret and a nickname: the service is "default" and user data are none unless said', () => {
    expect(v.parse(OpenRequest, { secret: SECRET, nickname: 'Ada' })).toEqual({
      secret: SECRET,
      service: 'default',
      nickname: 'Ada',
      userData: {},
    });
  });

  it('has its nickname without the blanks around it', () => {
    expect(v.parse(OpenRequest, { ...opening, nickname: '  Ada L. ' }).nickname).toBe('Ada L.');
  });

  it.each([
    ['a secret of 64 characters', { secret: 'A-z_0'.repeat(12) + 'abcd' }],
    ['a service of one character', { service: '7' }],
    ['a service of 32 characters', { service: `a${'-9'.repeat(15)}b` }],
    ['a nickname of 64 characters', { nickname: 'x'.repeat(64) }],
    ['an empty subject', { subject: '' }],
    ['a subject of 200 characters', { subject: 'x'.repeat(200) }],
    ['a chat that it continues', { continues: { chatId: CHAT, secureKey: 'k'.repeat(200) } }],
    ['an event from which on', { continues: { chatId: CHAT, secureKey: '', from: 1 } }],
    ['a key of 128 characters', { userData: { ['k'.repeat(128)]: '' } }],
    ['user data of 8,192 bytes', { userData: userDataOf(8_192) }],
  ])('may have %s', (_what, change) => {
    expect(v.parse(OpenRequest, { ...opening, ...change })).toEqual({ ...opening, ...change });
  });

  const secretRule = 'secret: must be 22 to 64 characters of base64url';
  const serviceRule = 'service: must be 1 to 32 characters a-z, 0-9 or dash';
  it.each([
    ['no secret', { secret: undefined }, 'secret: string'],
    ['a secret of 21 characters', { secret: 'a'.repeat(21) }, secretRule],
    ['a secret of 65 characters', { secret: 'a'.repeat(65) }, secretRule],
    ['a secret with a plus', { secret: `${SECRET}+` }, secretRule],
    ['a secret with a blank before it', { secret: ` ${SECRET}` }, secretRule],
    ['an empty service', { service: '' }, serviceRule],
    ['a service in capitals', { service: 'Orders' }, serviceRule],
    ['a service that begins with a dash', { service: '-orders' }, serviceRule],
    ['a service of 33 characters', { service: 'a'.repeat(33) }, serviceRule],
    ['a nickname of blanks', { nickname: '   ' }, 'nickname: min_length'],
    ['a nickname of 65 characters', { nickname: 'x'.repeat(65) }, 'nickname: max_length'],
    ['a subject of 201 characters', { subject: 'x'.repeat(201) }, 'subject: max_length'],
    ['an empty key', { userData: { '': 'x' } }, 'userData.: min_length'],
    ['a key of 129 characters', { userData: { ['k'.repeat(129)]: '' } }, `userData.${'k'.repeat(129)}: max_length`],
    ['a value that is no text', { userData: { order: 7 } }, 'userData.order: string'],
    ['user data of 8,193 bytes', { userData: userDataOf(8_193) }, 'userData: must take at most 8192 bytes'],
    ['a chat that has no key', { continues: { chatId: CHAT } }, 'continues.secureKey: strict_object'],
    ['a key of no chat', { continues: { secureKey: 'k' } }, 'continues.chatId: strict_object'],
    [
      'a key of 201 characters',
      { continues: { chatId: CHAT, secureKey: 'k'.repeat(201) } },
      'continues.secureKey: max_length',
    ],
    ['a position 0', { continues: { chatId: CHAT, secureKey: 'k', from: 0 } }, 'continues.from: min_value'],
    ['more of that chat', { continues: { chatId: CHAT, secureKey: 'k', to: 9 } }, 'continues.to: strict_object'],
    ['an unknown field', { colour: 'red' }, 'colour: strict_object'],
  ])('is refused with %s', (_what, change, complaint) => {
    expect(complaintOf(OpenRequest, { ...opening, ...change })).toBe(complaint);
  });

  it('has its user data measured in UTF-8', () => {
    expect(complaintOf(OpenRequest, { ...opening, userData: { note: 'é'.repeat(4_091) } })).toBe(
      'userData: must take at most 8192 bytes',
    );
  });
});

describe('the answers over HTTP', () => {
  const listed = {
    chatId: CHAT,
    service: 'orders',
    nickname: 'Ada',
    status: 2,
    statusAt: 5,
    openedAt: 1,
    agents: ['agent-ann'],
  };
  const changed = { version: 2, at: 5, by: { id: 'rita-1', name: 'Rita' } };
  const step = { name: 'async-idle-alert', from: null, to: 60 };
  const option = {
    name: 'async-idle-alert',
    section: 'settings',
    value: 60,
    default: 86_400,
    allowed: 'a whole number from 1 to 1728000',
    meaning: 'silence before the alert',
    inForce: true,
  };
  const walk = { walk: 7, startedAt: 5, chats: 75, changed: 9, failed: 1 };
  const figures = {
    service: 'orders',
    at: 5,
    complete: true,
    open: 4,
    waiting: 1,
    handled: 2,
    dormant: 1,
    alerted: 0,
    byStatus: { '-1': 2 },
    longestWaitMs: null,
    agentsConnected: 2,
  };
  const event = { index: 1, prev: 0, at: 1, from: { type: 'CLIENT' }, type: 'chat-opened', subject: 'Parcel' };
  const answers: readonly (readonly [string, v.GenericSchema, Record<string, unknown>])[] = [
    ['an opened chat', OpenAnswer, { chatId: CHAT, secureKey: 'k1.key', created: true }],
    ['a ticket', TicketAnswer, { ticket: 't', socketUrl: 'wss://example.org', expiresInSec: 60 }],
    ['a transcript', TranscriptAnswer, { chatId: CHAT, events: [event], position: 1, more: false }],
    [
      'the chats of a desk',
      DeskChatsAnswer,
      { waiting: [listed], mine: [{ ...listed, queue: 'billing', workbin: 'mine' }] },
    ],
    [
      'the options of a service',
      OptionsAnswer,
      { service: 'orders', version: 2, options: [{ ...option, unit: 's', changed }] },
    ],
    ['changed options', OptionsChanged, { service: 'orders', version: 2, changes: [step] }],
    ['the history of options', OptionsHistory, { service: 'orders', changes: [{ ...changed, changes: [step] }] }],
    ['a walk', ShownWalk, walk],
    ['the newest walk of a service', WalkAnswer, { service: 'orders', ...walk }],
    ['live figures', FiguresAnswer, figures],
    ['a problem', Problem, { type: 'about:blank', title: 'No', status: 400, code: 'bad-frame', detail: 'secret' }],
  ];

  it.each(answers)('are, for %s, what the schema says', (_what, schema, answer) => {
    expect(v.parse(schema, answer)).toEqual(answer);
  });

  it.each(answers)('lack nothing of what the schema says: %s', (_what, schema, answer) => {
    for (const field of Object.keys(answer)) expect(v.is(schema, { ...answer, [field]: undefined })).toBe(false);
  });

  it('tell of a walk when it was finished, and of a change the walk that it began', () => {
    const finished = { ...walk, finishedAt: 9 };
    expect(v.parse(WalkAnswer, { service: 'orders', ...finished })).toEqual({ service: 'orders', ...finished });
    const changes = { service: 'orders', version: 2, changes: [step], apply: finished };
    expect(v.parse(OptionsChanged, changes)).toEqual(changes);
    for (const field of Object.keys(walk)) {
      expect(v.is(OptionsChanged, { ...changes, apply: { ...walk, [field]: undefined } })).toBe(false);
    }
    expect(v.is(FiguresAnswer, { ...figures, longestWaitMs: 7 })).toBe(true);
    expect(v.is(FiguresAnswer, { ...figures, byStatus: { '-1': '2' } })).toBe(false);
  });

  it('may name the next page of a history, and the options that a problem is about', () => {
    const history = { service: 'orders', changes: [], next: 2 };
    expect(v.parse(OptionsHistory, history)).toEqual(history);
    const problem = { type: 'about:blank', title: 'No', status: 400, code: 'bad-option', detail: 'none is changed' };
    const options = [{ name: 'async-idle-close', value: '0', allowed: 'more' }];
    expect(v.parse(Problem, { ...problem, options })).toEqual({ ...problem, options });
    for (const field of ['name', 'value', 'allowed']) {
      expect(v.is(Problem, { ...problem, options: [{ ...options[0], [field]: undefined }] })).toBe(false);
    }
  });

  it('say of an option, and of a change, all that there is to say', () => {
    const answerWith = (one: object): unknown => ({ service: 'orders', version: 2, options: [one] });
    for (const field of Object.keys(option)) {
      expect(v.is(OptionsAnswer, answerWith({ ...option, [field]: undefined }))).toBe(false);
    }
    for (const field of Object.keys(changed)) {
      expect(v.is(OptionsAnswer, answerWith({ ...option, changed: { ...changed, [field]: undefined } }))).toBe(false);
    }
    for (const by of [{ id: 'rita-1' }, { name: 'Rita' }]) {
      expect(v.is(OptionsAnswer, answerWith({ ...option, changed: { ...changed, by } }))).toBe(false);
    }
    for (const value of [true, 'Hello?', 7]) expect(v.is(OptionsAnswer, answerWith({ ...option, value }))).toBe(true);
    expect(v.is(OptionsAnswer, answerWith({ ...option, value: null }))).toBe(false);
  });

  it('tell of a step what, from where and to where, null for the default', () => {
    const change = (one: object): unknown => ({ service: 'orders', version: 2, changes: [one] });
    expect(v.is(OptionsChanged, change({ name: 'message-alert', from: 'Hello?', to: null }))).toBe(true);
    for (const field of ['name', 'from', 'to']) {
      expect(v.is(OptionsChanged, change({ ...step, [field]: undefined }))).toBe(false);
    }
  });

  it('name for each listed chat all that the list shows', () => {
    for (const field of Object.keys(listed)) {
      expect(v.is(DeskChatsAnswer, { waiting: [], mine: [{ ...listed, [field]: undefined }] })).toBe(false);
    }
  });
});

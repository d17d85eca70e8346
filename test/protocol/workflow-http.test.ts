import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  SessionAnswer,
  WorkflowAnswer,
  WorkflowClose,
  WorkflowMessage,
  WorkflowNotice,
  WorkflowUserData,
} from '../../shared/protocol/workflow-http.ts';

const CHAT = 'abcdefghijklmnopqrstuvwxyz';
const author = { id: 'flow-7.step_1', seen: 3, nickname: 'Parcels', style: 'BOT' };
const message = { ...author, text: 'On its way.', messageType: 'text', visibility: 'ALL' };
const notice = { ...author, noticeType: 'custom', text: '{"survey":7}', visibility: 'INT' };
const answer = {
  chatId: CHAT,
  service: 'orders',
  phase: 'open',
  index: 7,
  at: 5_000,
  openedAt: 1_000,
  status: 2,
  statusAt: 3_000,
  checkAt: 9_000,
  activeAt: 4_000,
  customer: { nickname: 'Ada', presence: 'connected', seen: 6, push: true },
  agents: [{ agentId: 'ann', nickname: 'Ann', joinedAt: 2_000 }],
  userData: { order: '7' },
  deadlines: [{ kind: 'idle-alert', at: 9_000 }],
};
const restored = { allowed: true, overdue: [{ kind: 'presence', lateMs: 5 }], reissued: 1, customerRestored: false };

/** What is wrong with a value: the field, and the kind of the mistake or the words about it. */
const complaintOf = (schema: v.GenericSchema, value: unknown): string => {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return 'nothing';
  const [issue] = parsed.issues;
  return `${v.getDotPath(issue) ?? ''}: ${issue.type === 'regex' || issue.type === 'check' ? issue.message : issue.type}`;
};

const without = (value: object, field: string): object =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== field));

describe('a command of a workflow', () => {
  it.each([
    ['a message', WorkflowMessage, message],
    ['a notice', WorkflowNotice, notice],
    ['user data', WorkflowUserData, { ...author, userData: { order: '7', priority: null } }],
    ['a close', WorkflowClose, author],
  ] as const)('[FLOW-1, FLOW-4, FLOW-6] %s is taken as it stands', (_, schema: v.GenericSchema, command) => {
    expect(v.parse(schema, command)).toEqual(command);
    expect(complaintOf(schema, { ...command, by: 'me' })).toBe('by: strict_object');
  });

  it('[FLOW-4, FLOW-6] needs none of what says who its author is: before anything it has seen nothing', () => {
    expect(v.parse(WorkflowClose, {})).toEqual({ seen: 0 });
    expect(v.parse(WorkflowMessage, { text: 'x' })).toEqual({ seen: 0, text: 'x' });
    expect(v.parse(WorkflowNotice, { noticeType: 'custom', text: 'x' })).toEqual({
      seen: 0,
      noticeType: 'custom',
      text: 'x',
    });
  });

  it.each(['12345678', 'A-z_0.9x', 'x'.repeat(80)])('[FLOW-6] has an id like %s', (id) => {
    expect(complaintOf(WorkflowClose, { id })).toBe('nothing');
  });

  it.each([
    ['an id of 7 characters', { id: 'x'.repeat(7) }, 'id: min_length'],
    ['an id of 81 characters', { id: 'x'.repeat(81) }, 'id: max_length'],
    ['an id that begins otherwise', { id: ' 12345678' }, 'id: must consist of A-Z, a-z, 0-9, dot, dash and underscore'],
    ['an id that ends otherwise', { id: '12345678/' }, 'id: must consist of A-Z, a-z, 0-9, dot, dash and underscore'],
    ['a position before everything', { seen: -1 }, 'seen: min_value'],
    ['an empty nickname', { nickname: ' ' }, 'nickname: min_length'],
    ['a style of nobody', { style: 'HUMAN' }, 'style: literal'],
  ])('[FLOW-4, FLOW-6] has never %s', (_, more, complaint) => {
    expect(complaintOf(WorkflowClose, { ...author, ...more })).toBe(complaint);
  });

  it.each(['ALL', 'INT', 'VIP'])('[FLOW-2] speaks for %s', (visibility) => {
    expect(complaintOf(WorkflowMessage, { ...message, visibility })).toBe('nothing');
    expect(complaintOf(WorkflowNotice, { ...notice, visibility })).toBe('nothing');
  });

  it('[FLOW-2] speaks for nobody else', () => {
    expect(complaintOf(WorkflowMessage, { ...message, visibility: 'NONE' })).toBe('visibility: picklist');
    expect(complaintOf(WorkflowNotice, { ...notice, visibility: 'NONE' })).toBe('visibility: picklist');
  });
});

describe('the notice of a workflow', () => {
  it.each(['pushed-url', 'USER_PUSHED_URL'])('[FLOW-5] is a URL: %s', (noticeType) => {
    const pushed = { ...notice, noticeType };
    expect(complaintOf(WorkflowNotice, { ...pushed, text: 'https://shop.example/7' })).toBe('nothing');
    expect(complaintOf(WorkflowNotice, pushed)).toBe('text: must be an http or https URL');
  });

  it('[FLOW-5] is anything else, but no new nickname', () => {
    expect(complaintOf(WorkflowNotice, { ...notice, text: 'https://shop.example/7' })).toBe('nothing');
    expect(complaintOf(WorkflowNotice, { ...notice, noticeType: 'nickname-changed' })).toBe('noticeType: picklist');
  });

  it('[FLOW-5] has its text without the blanks around it, and not too long', () => {
    expect(v.parse(WorkflowNotice, { ...notice, text: ' x ' })).toEqual({ ...notice, text: 'x' });
    expect(complaintOf(WorkflowNotice, { ...notice, text: '  ' })).toBe('text: min_length');
    expect(complaintOf(WorkflowNotice, { ...notice, text: 'x'.repeat(4_096) })).toBe('nothing');
    expect(complaintOf(WorkflowNotice, { ...notice, text: 'x'.repeat(4_097) })).toBe('text: max_bytes');
  });
});

describe('an answer to a workflow', () => {
  it('[FLOW-6] says where its command stands', () => {
    const stands = { chatId: CHAT, index: 7, repeated: false };
    expect(v.parse(WorkflowAnswer, stands)).toEqual(stands);
    for (const field of Object.keys(stands)) expect(v.is(WorkflowAnswer, without(stands, field))).toBe(false);
  });

  it('[FLOW-8] about the chat is taken with all that it may have, and with no more than it must have', () => {
    const customer = { ...answer.customer, presence: 'absent', absentSince: 4_500 };
    const all = { ...answer, alertedAt: 4_800, customer, queue: 'billing', workbin: 'mine', restored };
    expect(v.parse(SessionAnswer, all)).toEqual(all);
    expect(v.parse(SessionAnswer, answer)).toEqual(answer);
  });

  it('[FLOW-8] about the chat lacks nothing that it must have', () => {
    for (const field of Object.keys(answer)) expect(v.is(SessionAnswer, without(answer, field))).toBe(false);
    for (const field of Object.keys(answer.customer)) {
      expect(v.is(SessionAnswer, { ...answer, customer: without(answer.customer, field) })).toBe(false);
    }
    for (const field of Object.keys(restored)) {
      expect(v.is(SessionAnswer, { ...answer, restored: without(restored, field) })).toBe(false);
    }
    expect(v.is(SessionAnswer, { ...answer, agents: [{}] })).toBe(false);
    expect(v.is(SessionAnswer, { ...answer, deadlines: [{}] })).toBe(false);
    expect(v.is(SessionAnswer, { ...answer, restored: { ...restored, overdue: [{}] } })).toBe(false);
  });

  it('[FLOW-8] knows these phases, and these ways to be there', () => {
    const isShown = (more: object): boolean => v.is(SessionAnswer, { ...answer, ...more });
    const isPresent = (presence: string): boolean => isShown({ customer: { ...answer.customer, presence } });
    expect(['open', 'closed', 'opening'].map((phase) => isShown({ phase }))).toEqual([true, true, false]);
    expect(['connected', 'absent', 'removed', 'away'].map(isPresent)).toEqual([true, true, true, false]);
  });
});

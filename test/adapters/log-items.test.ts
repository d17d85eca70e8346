import { describe, expect, it } from 'vitest';
import { effectsOfImage, fromItem, snapshotFrom, toItem } from '../../shared/adapters/dynamodb/items.ts';
import { SchemaTooNew, type LogEntry } from '../../shared/app/ports.ts';
import type { Effect } from '../../shared/domain/effects.ts';
import { EVENT_VERSION, type ChatEvent, type EventBody } from '../../shared/domain/events.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import { SNAPSHOT_EVERY } from '../../shared/domain/limits.ts';
import type { Session } from '../../shared/domain/session.ts';
import { encodeSession, STATE_VERSION } from '../../shared/domain/session-codec.ts';
import { itemBytes } from '../contract/support/item-size.ts';
import { entryOf, message, opening, START } from '../contract/support/sample-log.ts';

const CHAT = 'abcdefghijklmnopqrstuvwx23';
const AGENT = '3f2b8c1e-5d4a-4b6c-9e7f-0a1b2c3d4e5f';
const UNIT_BYTES = 4096;
const envelope = { v: 1, index: 7, at: START, id: 's/wake 3', actor: { type: 'SYSTEM' }, visibility: 'ALL' } as const;

const bodies: readonly EventBody[] = [
  { type: 'customer-connected', connectionId: 'L0SM9cOFvHcCIhw=' },
  { type: 'customer-disconnected', connectionId: 'L0SM9cOFvHcCIhw=', cause: 'gone' },
  { type: 'presence-doubted' },
  { type: 'presence-confirmed', contactAt: START },
  { type: 'customer-removed' },
  { type: 'customer-restored' },
  { type: 'message-posted', text: 'hello', messageType: 'text' },
  { type: 'agent-joined', agentId: AGENT, nickname: 'Zoe', epoch: 2 },
  { type: 'agent-left', agentId: AGENT, nickname: 'Zoe', cause: 'hold' },
  { type: 'agent-left', agentId: AGENT, nickname: 'Zoe', cause: 'transferred', place: { queue: 'billing' } },
  { type: 'notice-sent', notice: 'pushed-url', text: 'https://a.example', counts: true },
  { type: 'typing-noted' },
  { type: 'user-data-updated', userData: { a: '1', b: null } },
  { type: 'idle-alerted', text: '' },
  { type: 'chat-closed', cause: 'idle', text: 'bye' },
  { type: 'unseen-noted' },
  { type: 'wake-up-moved' },
];

const text120 =
  'I ordered two lamps last week; one of them arrived broken. Could you please send me a new one, or the money back? Thanks';

const ordinary = (index: number): ChatEvent =>
  index % 2 === 0
    ? message(index, text120)
    : {
        ...message(index, text120),
        id: `a/${AGENT}/${'m'.repeat(16)}`,
        actor: { type: 'AGENT', agentId: AGENT, nickname: 'Zoe from Support' },
      };

/** A lively chat: agent and customer connected, the window of accepted commands full. */
const lively = (): Session => {
  let state = evolve(undefined, opening(CHAT));
  const add = (body: EventBody, actor: ChatEvent['actor']): void => {
    const index = state.index + 1;
    const id = actor.type === 'AGENT' ? `a/${AGENT}/joinjoinjoinjoin` : 'c/conn0000000000';
    state = evolve(state, { ...envelope, index, id, actor, at: START + index, ...body });
  };
  add({ type: 'customer-connected', connectionId: 'L0SM9cOFvHcCIhw=' }, { type: 'CLIENT' });
  add(
    { type: 'agent-joined', agentId: AGENT, nickname: 'Zoe from Support', epoch: 1 },
    { type: 'AGENT', agentId: AGENT, nickname: 'Zoe from Support' },
  );
  while (state.index < 10 * SNAPSHOT_EVERY) state = evolve(state, ordinary(state.index + 1));
  return state;
};

describe('items of the log', () => {
  it('[FLOW-3, FLOW-4] hold a workflow with its nickname, if it gave one, and whether it spoke as a bot', () => {
    const body = { ...envelope, v: 3, id: 'x/AROAFLOW/m-000001', type: 'message-posted', text: 'Hello' } as const;
    for (const actor of [
      { type: 'EXTERNAL' },
      { type: 'EXTERNAL', nickname: 'Night watch' },
      { type: 'EXTERNAL', nickname: 'Night watch', bot: true },
    ] as const) {
      const event = { ...body, actor, visibility: 'VIP' } as const;
      expect(fromItem(toItem(CHAT, { event, effects: [] }))).toStrictEqual(event);
    }
  });

  it('hold every event so that it can be read as it was', () => {
    const optional = {
      seen: 0,
      socket: 'socket-1',
      periods: { idleAlertSec: 1, idleCloseSec: 2, presenceSec: 3 },
      arm: { number: 4, at: START },
      fired: 3,
      overdue: { kind: 'lease', lateMs: 9 },
    } as const;
    for (const body of bodies) {
      for (const event of [
        { ...envelope, ...body },
        { ...envelope, ...optional, visibility: 'INT', ...body },
      ] as const) {
        expect(fromItem(toItem(CHAT, { event, effects: [] }))).toEqual(event);
      }
    }
    expect(fromItem(toItem(CHAT, { event: opening(CHAT), effects: [] }))).toEqual(opening(CHAT));
    expect(fromItem(toItem(CHAT, { event: ordinary(3), effects: [] }))).toEqual(ordinary(3));
  });

  it('name their attributes as the storage document says', () => {
    const { entry } = entryOf(undefined, opening(CHAT));
    expect(toItem(CHAT, { ...entry, effects: [{ kind: 'expire-log' }] })).toEqual({
      pk: { S: `CHAT#${CHAT}` },
      sk: { S: 'E#0000000001' },
      v: { N: '1' },
      at: { N: String(START) },
      id: { S: 'c/open000000000000' },
      t: { S: 'chat-opened' },
      by: { S: 'C' },
      d: {
        S: JSON.stringify({
          periods: { idleAlertSec: 86_400, idleCloseSec: 3_600, presenceSec: 45 },
          arm: { number: 1, at: START + 46_000 },
          chatId: CHAT,
          service: 'support',
          nickname: 'Ada',
          push: false,
          userData: { GCTI_Chat_AsyncMode: 'true' },
        }),
      },
      e: { S: '[{"kind":"expire-log"}]' },
      fx: { S: '1' },
    });
    expect(toItem(CHAT, { event: { ...ordinary(3), visibility: 'INT' }, effects: [] })).toEqual({
      pk: { S: `CHAT#${CHAT}` },
      sk: { S: 'E#0000000003' },
      v: { N: '1' },
      at: { N: String(START + 3000) },
      id: { S: '/mmmmmmmmmmmmmmmm' },
      t: { S: 'message-posted' },
      by: { S: 'A' },
      ag: { S: AGENT },
      nn: { S: 'Zoe from Support' },
      vis: { S: 'INT' },
      seen: { N: '2' },
      d: { S: JSON.stringify({ text: text120 }) },
    });
  });

  it('of an ordinary message take no more than 330 bytes', () => {
    expect(text120).toHaveLength(120);
    for (const index of [2, 3]) {
      expect(itemBytes(toItem(CHAT, { event: ordinary(index), effects: [] }))).toBeLessThanOrEqual(330);
    }
  });

  it('of one load stay within one read unit, a snapshot of a lively chat among them', () => {
    const before = lively();
    const entries: LogEntry[] = [];
    let state = before;
    while (entries.length < SNAPSHOT_EVERY) {
      const made = entryOf(state, ordinary(state.index + 1));
      entries.push({ ...made.entry, effects: [] });
      state = made.after;
    }
    expect(Buffer.byteLength(encodeSession(state))).toBeGreaterThan(1100);
    const bytes = entries.map((entry) => itemBytes(toItem(CHAT, entry)));
    expect(bytes.reduce((sum, each) => sum + each)).toBeLessThan(UNIT_BYTES);
  });

  it('[SKEW-1] with a snapshot of newer code are refused', () => {
    const state = lively();
    const item = toItem(CHAT, { event: ordinary(state.index), effects: [], snapshot: state });
    expect(snapshotFrom(item)).toEqual(state);
    expect(() => snapshotFrom({ ...item, sv: { N: String(STATE_VERSION + 1) } })).toThrow(SchemaTooNew);
  });

  it('that are none are refused', () => {
    const good = toItem(CHAT, { event: ordinary(3), effects: [] });
    const bad = [
      { ...good, sk: { S: 'SEEN#CUSTOMER' } },
      { ...good, t: { S: 'constructor' } },
      { ...good, t: { S: 'chat-opened' } },
      { ...good, by: { S: 'Z' } },
      { ...good, vis: { S: 'SOME' } },
      { ...good, d: { S: '{"text":7}' } },
      { ...good, d: { S: '[]' } },
      { ...good, d: { S: '{' } },
      { ...good, at: { S: 'noon' } },
      { ...good, v: { N: 'one' } },
    ];
    for (const item of bad) expect(() => fromItem(item)).toThrow(/^unable to read /);
    const state = lively();
    const withState = toItem(CHAT, { event: ordinary(state.index), effects: [], snapshot: state });
    for (const s of ['{', 'null', '{"index":3}', encodeSession({ ...state, index: 72 })]) {
      expect(() => snapshotFrom({ ...withState, s: { S: s } })).toThrow(/^unable to read the snapshot/);
    }
  });
});

describe('effects in a record of the stream', () => {
  const effects: Effect[] = [{ kind: 'arm-wake-up', arming: { number: 2, at: START } }, { kind: 'expire-log' }];

  it('are read with their chat, index and time', () => {
    const image = toItem(CHAT, { event: ordinary(3), effects });
    expect(effectsOfImage({ ...image })).toEqual({ chatId: CHAT, index: 3, at: START + 3000, effects });
  });

  it('are none where there are none', () => {
    expect(effectsOfImage({ ...toItem(CHAT, { event: ordinary(3), effects: [] }) })).toBeUndefined();
    expect(effectsOfImage({ pk: { S: `CHAT#${CHAT}` }, sk: { S: 'SEEN#CUSTOMER' }, at: { N: '1' } })).toBeUndefined();
    expect(effectsOfImage({})).toBeUndefined();
  });

  it('[SKEW-1, EFF-7] of newer code, and of no known kind, are refused', () => {
    const image = toItem(CHAT, { event: ordinary(3), effects });
    expect(() => effectsOfImage({ ...image, v: { N: String(EVENT_VERSION + 1) } })).toThrow(SchemaTooNew);
    expect(() => effectsOfImage({ ...image, e: { S: '[{"kind":"toString"}]' } })).toThrow('they are not effects');
  });
});

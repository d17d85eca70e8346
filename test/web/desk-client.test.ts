import { expect, it } from 'vitest';
import type { WireEvent } from '../../shared/protocol/index.ts';
import { createDeskClient, type DeskClient } from '../../web/client/desk-client.ts';
import { ManualTimers } from '../support/manual-timers.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { farSide, type FarEnd, type FarSide } from '../support/socket-pair.ts';

const ONE = 'aaaaaaaaaaaaaaaaaaaaaaaaaa';
const TWO = 'bbbbbbbbbbbbbbbbbbbbbbbbbb';

interface DeskFixture {
  readonly client: DeskClient;
  readonly timers: ManualTimers;
  readonly far: FarSide;
  readonly shown: [string, WireEvent['type'], number][];
  readonly found: string[];
  /** The positions that each hello named. */
  readonly named: Record<string, number>[];
  greet(options?: { positions?: Record<string, number>; declaredLost?: boolean; desks?: number }): FarEnd;
}

const desk = (): DeskFixture => {
  const timers = new ManualTimers();
  const far = farSide();
  const shown: DeskFixture['shown'] = [];
  const found: string[] = [];
  const named: Record<string, number>[] = [];
  const client = createDeskClient({
    agentId: 'ada',
    nickname: 'Ada',
    openSocket: far.openSocket,
    timers,
    random: seededRandom(7),
    onEvents: (chat, events) => {
      for (const { type, index } of events) shown.push([chat, type, index]);
    },
    onFound: (chat) => found.push(chat),
  });
  const greet: DeskFixture['greet'] = ({ positions = {}, declaredLost, desks = 1 } = {}) => {
    const end = far.last();
    end.open();
    const { ref, chats = {} } = end.take('hello');
    named.push(chats);
    end.deliver({
      type: 'hello-ok',
      ref,
      v: 1,
      role: 'agent',
      chats: Object.entries({ ...chats, ...positions }).map(([chat, position]) => ({
        chat,
        events: [],
        position,
        more: false,
        closed: false,
      })),
      pingSec: 30,
      rotateSec: 6_600,
      desks,
      ...(declaredLost === undefined ? {} : { declaredLost }),
    });
    return end;
  };
  return { client, timers, far, shown, found, named, greet };
};

const answerPage = (end: FarEnd, chat: string, position: number): void => {
  const { ref, chat: asked } = end.take('catch-up');
  expect(asked).toBe(chat);
  end.deliver({ type: 'page', ref, chat, events: [], position, more: false });
};

const message = (index: number, prev = index - 1): WireEvent => ({
  type: 'message-posted',
  index,
  prev,
  at: index,
  from: { type: 'CLIENT', nickname: 'Carl' },
  text: `m${index}`,
});

const acknowledge = (end: FarEnd, op: 'join' | 'leave' | 'hold', index: number): void => {
  const { id, chat = '' } = end.take(op);
  end.deliver({ type: 'ack', ref: id, chat, index, prev: index - 1, at: index });
};

it('names its chats and their positions in hello and in heartbeats', () => {
  const { client, named, timers, greet } = desk();
  client.watch(ONE, { after: 5 });
  client.watch(TWO);
  client.connect();
  const end = greet();
  expect(named).toEqual([{ [ONE]: 5, [TWO]: 0 }]);
  timers.pass(30_000);
  const ping = end.take('ping');
  expect(ping.chats).toEqual({ [ONE]: 5, [TWO]: 0 });
  end.deliver({ type: 'pong', ref: ping.ref, behind: [{ chat: TWO, position: 4 }] });
  answerPage(end, TWO, 4);
  expect(client.positionOf(TWO)).toBe(4);
});

it('keeps the chats apart and shows own joins, holds and messages in their places', async () => {
  const { client, shown, greet } = desk();
  client.connect();
  const end = greet();
  const joined = client.join(ONE);
  answerPage(end, ONE, 2);
  acknowledge(end, 'join', 3);
  expect(await joined).toBe(3);
  client.watch(TWO, { after: 8 });
  answerPage(end, TWO, 8);
  end.deliver({ type: 'event', chat: TWO, event: message(9) });
  end.deliver({ type: 'event', chat: ONE, event: message(4) });
  const held = client.hold(ONE);
  acknowledge(end, 'hold', 5);
  expect(await held).toBe(5);
  expect(shown).toEqual([
    [ONE, 'agent-joined', 3],
    [TWO, 'message-posted', 9],
    [ONE, 'message-posted', 4],
    [ONE, 'agent-left', 5],
  ]);
});

it('sends for one chat while another one catches up', () => {
  const { client, greet } = desk();
  client.watch(ONE, { after: 1 });
  client.watch(TWO, { after: 1 });
  client.connect();
  const end = greet();
  void client.post(ONE, 'first');
  const { id } = end.take('post');
  end.deliver({ type: 'error', ref: id, code: 'try-again', message: 'busy' });
  void client.post(TWO, 'second');
  expect(end.take('post')).toMatchObject({ chat: TWO, text: 'second' });
});

it('joins its chats again when the server took the desk for lost, and no chat that it has left', async () => {
  const { client, timers, greet } = desk();
  client.watch(ONE, { after: 3, joined: true });
  client.watch(TWO, { after: 3, joined: true });
  client.connect();
  const end = greet();
  const left = client.leave(TWO);
  acknowledge(end, 'leave', 4);
  await left;
  end.lose();
  timers.pass(500);
  const next = greet({ declaredLost: true });
  expect(next.take('join')).toMatchObject({ chat: ONE, seen: 3 });
  expect(next.inbox).toEqual([]);
});

it('joins again a chat that it was lost to, when only the log says so', () => {
  const { client, greet } = desk();
  client.watch(ONE, { after: 3, joined: true });
  client.watch(TWO, { after: 3 });
  client.connect();
  const end = greet();
  const self = { type: 'AGENT', nickname: 'Ada', agentId: 'ada' } as const;
  const lost = {
    index: 4,
    prev: 3,
    at: 4,
    from: { type: 'SYSTEM' },
    type: 'agent-left',
    agent: self,
    cause: 'lost',
  } as const;
  end.deliver({ type: 'event', chat: TWO, event: lost });
  expect(end.inbox).toEqual([]);
  end.deliver({ type: 'event', chat: ONE, event: lost });
  expect(end.take('join')).toMatchObject({ chat: ONE, seen: 4 });
});

it('follows a chat of the agent that it did not know, from its beginning', () => {
  const { client, found, greet } = desk();
  client.connect();
  const end = greet({ positions: { [ONE]: 12 } });
  expect(found).toEqual([ONE]);
  answerPage(end, ONE, 12);
  end.deliver({ type: 'event', chat: TWO, event: message(40) });
  expect(found).toEqual([ONE, TWO]);
  answerPage(end, TWO, 40);
});

it('asks for echoes only while another desk of the agent is open', () => {
  const { client, greet } = desk();
  client.watch(ONE, { after: 0 });
  client.connect();
  const end = greet();
  void client.post(ONE, 'alone', { visibility: 'INT' });
  const alone = end.take('post');
  expect(alone).toMatchObject({ visibility: 'INT' });
  expect(alone).not.toHaveProperty('echo');
  end.deliver({ type: 'ack', ref: alone.id, chat: ONE, index: 1, prev: 0, at: 1 });
  end.deliver({ type: 'desks', count: 2 });
  void client.post(ONE, 'twice');
  expect(end.take('post')).toMatchObject({ echo: true });
});

it('hands on why a chat cannot be followed', async () => {
  const { client, greet } = desk();
  client.connect();
  const end = greet();
  const joined = client.join(ONE);
  const { ref } = end.take('catch-up');
  end.deliver({ type: 'error', ref, code: 'chat-not-found', message: 'unable to find the chat' });
  await expect(joined).rejects.toMatchObject({ code: 'chat-not-found' });
});

it('asks for what is new in a chat that it only looks at', () => {
  const { client, shown, greet } = desk();
  client.watch(ONE, { after: 3 });
  client.connect();
  const end = greet();
  client.refresh(ONE);
  client.refresh(ONE);
  const { ref, after } = end.take('catch-up');
  expect(after).toBe(3);
  end.deliver({ type: 'page', ref, chat: ONE, events: [message(4)], position: 4, more: false });
  expect(shown).toEqual([[ONE, 'message-posted', 4]]);
  expect(end.inbox).toEqual([]);
});

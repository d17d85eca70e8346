import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../shared/domain/events.ts';
import { makePlan } from './engine/plan.ts';
import { judge } from './engine/run-range.ts';
import type { History } from './history.ts';
import { labelOf } from './words.ts';
import { allInvariants } from './invariants/all-invariants.ts';

/** The first session without faults in which the customer posted something and an alert came. */
const findSound = async (): Promise<History> => {
  for (let seed = 1; seed < 100; seed++) {
    const { history } = (await judge(makePlan(seed, { only: [] }))).played;
    const isAlerted = history.log.some((event) => event.type === 'idle-alerted');
    const isPosted = history.submitted.some(
      ({ op, author, outcome }) =>
        op === 'post' && author === 'customer' && outcome !== undefined && 'index' in outcome,
    );
    if (isAlerted && isPosted) return history;
  }
  throw new Error('unable to find a session; none of a hundred has a post and an alert');
};

const sound = await findSound();

const withEvents = (change: (event: ChatEvent) => ChatEvent): History => ({ ...sound, log: sound.log.map(change) });

const alert = sound.log.find((event) => event.type === 'idle-alerted')!;
const own = sound.submitted.find(
  ({ op, outcome, author }) => op === 'post' && author === 'customer' && outcome !== undefined && 'index' in outcome,
)!;
const ownEvent = sound.log.find((event) => event.type === 'message-posted' && labelOf(event.text) === own.label)!;
const removed: ChatEvent = { ...alert, type: 'customer-removed' };
const lost: ChatEvent = { ...alert, type: 'agent-left', agentId: 'agent-1', nickname: 'A', cause: 'lost' };

const joined: ChatEvent = { ...alert, index: 2, type: 'agent-joined', agentId: 'agent-1', nickname: 'A', epoch: 2 };
const lostAgain: ChatEvent = { ...lost, index: 3, id: 's/lost/agent-1/1', at: joined.at + 5_000_000 };
const opened = sound.log[0]!;
const withLog = (...log: ChatEvent[]): History => ({ ...sound, log, settledIndex: log.length });
const shared = { fileId: 'f', author: 'agent-1', sizeBytes: 8 } as const;
const file: ChatEvent = {
  ...alert,
  index: 2,
  type: 'file-uploaded',
  actor: { type: 'AGENT', agentId: 'agent-1', nickname: 'A' },
  file: shared.fileId,
  name: 'cat.png',
  sizeBytes: shared.sizeBytes,
  contentType: 'image/png',
};
const withShown = (history: History, reader: string, index: number, atMs: number): History => ({
  ...history,
  views: [{ ...sound.views[0]!, reader, openedMs: 0, shown: new Map([[index, { atMs, steadySinceMs: 0 }]]) }],
});

/** What a workflow is told of the opening. */
const told = {
  chatId: sound.chatId,
  service: 'default',
  phase: 'open',
  index: 1,
  at: opened.at,
  openedAt: opened.at,
  status: 1,
  statusAt: opened.at,
  checkAt: opened.at,
  activeAt: opened.at,
  customer: { nickname: 'Ann', presence: 'absent', seen: 0, push: false },
  agents: [],
  userData: {},
  deadlines: [],
} as const satisfies History['told'][number];

/** For each promise, a history that breaks it and nothing says so but its check. */
const doctored: Readonly<Record<string, History>> = {
  'acknowledged-once': { ...sound, log: [...sound.log, { ...ownEvent, index: sound.log.length + 1 }] },
  'back-in-the-chat': withShown(withLog(opened, joined, lostAgain), 'agent-1', 2, joined.at),
  bounded: { ...sound, state: { ...sound.state!, armings: Array.from({ length: 5 }, () => ({ number: 1, at: 1 })) } },
  'check-at-holds': withEvents((event) =>
    event === alert ? { ...event, overdue: { kind: 'idle-alert', lateMs: 9 } } : event,
  ),
  'everything-announced': { ...sound, announced: sound.announced.slice(1) },
  'everything-expires': { ...sound, expiries: sound.expiries.map((sec, place) => (place === 0 ? undefined : sec)) },
  'files-counted': withLog(opened, { ...file, actor: { type: 'CLIENT' } }),
  'files-once': { ...withLog(opened, file), sharedFiles: [{ ...shared, index: 3 }] },
  'files-settled': withLog(opened, file),
  'idle-clock': withEvents((event) => (event === alert ? { ...event, at: event.at - 600_000_000 } : event)),
  'lost-in-time': withLog(opened, joined, lostAgain),
  'lost-late': {
    ...sound,
    log: [...sound.log.slice(0, -1), lost],
    deskContacts: [{ agentId: 'agent-1', atMs: lost.at - 20_000 }],
  },
  'lost-of-its-epoch': withLog(opened, joined, lostAgain),
  masked: withEvents((event) => (event === ownEvent ? { ...ownEvent, text: `${own.label} pin ****` } : event)),
  'never-stuck': { ...sound, state: { ...sound.state!, phase: 'open' } },
  'no-alarm': { ...sound, alarms: ['something that must not happen'] },
  'nothing-after-close': { ...sound, log: [...sound.log, { ...ownEvent, index: sound.log.length + 1 }] },
  'nothing-forgotten': { ...sound, log: sound.log.filter((event) => event !== ownEvent) },
  'one-order': { ...sound, log: sound.log.filter((event) => event !== ownEvent) },
  'own-order': {
    ...sound,
    log: withEvents((event) => (event === ownEvent ? { ...event, index: 99 } : event)).log.concat({
      ...ownEvent,
      type: 'message-posted',
      text: 'later',
      index: 98,
    }),
    submitted: [...sound.submitted, { ...own, label: 'later' }],
  },
  punctual: withEvents((event) => (event.type === 'idle-alerted' ? { ...event, at: event.at + 1_000_000 } : event)),
  pushed:
    opened.type === 'chat-opened' && opened.subscription === undefined
      ? { ...sound, pushedTo: [1] }
      : { ...sound, effects: sound.effects.map(() => []) },
  'read-is-true': {
    ...sound,
    views: sound.views.map((view) => ({ ...view, read: [{ atMs: alert.at, shown: 10_000 }] })),
  },
  'removed-in-time': withLog(opened, { ...alert, index: 2, at: opened.at + 400_000_000 }),
  'removed-late': {
    ...sound,
    log: [...sound.log.slice(0, -1), removed],
    contacts: [{ cameMs: removed.at - 2_000, answeredMs: removed.at - 2_000 }],
  },
  restored: withLog(opened, { ...joined, restores: true }),
  reported: { ...sound, facts: sound.facts.map((fact) => ({ ...fact, customer_message_count: 4711 })) },
  'row-is-current': { ...sound, row: { ...sound.row!, status: 5 } },
  'same-view': { ...sound, views: sound.views.map((view) => ({ ...view, events: view.events.slice(1) })) },
  'seen-or-pushed': {
    ...withLog({ ...opened, subscription: { deviceId: 'd', deviceType: 'ios' } } as ChatEvent, joined, {
      ...alert,
      index: 3,
      at: joined.at + 90_000_000,
    }),
    unseenSecs: [90],
    effects: [],
  },
  'shown-at-once': withShown(sound, 'customer', ownEvent.index, ownEvent.at + 11_000),
  'state-is-fold': { ...sound, state: { ...sound.state!, armed: 4711 } },
  status: { ...sound, state: { ...sound.state!, status: 5 } },
  'told-truly': { ...sound, told: [{ ...told, status: 5 }] },
};

describe('every check can fail', () => {
  it('given a sound session, when it is checked, then nothing is said', () => {
    expect(allInvariants.flatMap(({ check }) => check(sound))).toEqual([]);
  });

  it.each(allInvariants)(
    'given a history that breaks $name, when it is checked, then it says so',
    ({ name, check }) => {
      expect(Object.keys(doctored)).toContain(name);
      expect(check(doctored[name]!)).not.toEqual([]);
    },
  );
});

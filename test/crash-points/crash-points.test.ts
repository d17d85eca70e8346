import { describe, expect, it } from 'vitest';
import { listedBeforeJoin } from '../simulation/ablations/listed-before-join.ts';
import { ownPut } from '../simulation/ablations/own-put.ts';
import { retryQueue } from '../simulation/ablations/retry-queue.ts';
import type { Plot } from './plot.ts';
import { allPlots } from './plots/all-plots.ts';
import { READS, type Point } from './points.ts';
import type { Playing } from './try-plot.ts';
import { isViolation, tryPoints, type Verdict } from './try-points.ts';

const violations = (verdicts: readonly Verdict[]): unknown[] =>
  verdicts
    .filter(isViolation)
    .map(({ point, struck, breaches }) => ({ ...point, plot: point.plot.name, struck, breaches }));

const tried = async (isWanted: (point: Point) => boolean, playing: Playing = { seed: 1 }, plots = allPlots) => {
  const verdicts: Verdict[] = [];
  const all = await tryPoints(plots, playing, isWanted, (verdict) => verdicts.push(verdict));
  return { all, verdicts };
};

const named = (name: string): Plot[] => allPlots.filter((plot) => plot.name === name);

const isOneCrash = ({ aim }: Point): boolean => aim.times === 1 && (aim.side === 'before' || aim.side === 'after');

/** `npm run crash-points` does the others: reads, calls under way, lost answers, second crashes. */
const isAtWrite = (point: Point): boolean => isOneCrash(point) && !READS.has(point.callName);

const OPERATIONS = [
  'GET /chats/{chatId}/transcript',
  'GET /desk/chats',
  'GET /desk/chats/{chatId}/transcript',
  'GET /service/chats/{chatId}',
  'PATCH /service/chats/{chatId}/user-data',
  'POST /chats',
  ...['close', 'messages', 'notices'].map((of) => `POST /service/chats/{chatId}/${of}`),
  'POST /services/{service}/options/apply',
  ...[
    '$disconnect',
    'catch-up',
    'close',
    'hello',
    'hold',
    'join',
    'leave',
    'ping',
    'post',
    'post INT',
    'read',
    'typing',
  ].map((op) => `agent: ${op}`),
  ...['$disconnect', 'catch-up', 'close', 'hello', 'ping', 'post', 'read', 'typing'].map((op) => `customer: ${op}`),
  ...['agent-joined', 'agent-left', 'chat-closed', 'chat-opened', 'customer-disconnected', 'customer-removed'].map(
    (type) => `effects of ${type}`,
  ),
  'effects of customer-restored',
  ...[
    'idle-alerted',
    'message-posted',
    'presence-confirmed',
    'presence-doubted',
    'unseen-noted',
    'user-data-updated',
    'wake-up-moved',
  ].map((type) => `effects of ${type}`),
  'push',
  'report',
  'retried effect of chat-closed',
  'retried effect of chat-opened',
  'tick: agent-left',
  'tick: check, nothing due',
  'tick: customer-removed + chat-closed',
  'tick: lost desk in no chat',
  'tick: lost effects',
  'tick: presence-doubted + idle-alerted',
  'tick: row without a log',
  'tick: silent desk',
  ...['chat-closed', 'customer-disconnected', 'customer-removed', 'idle-alerted', 'nothing due'].map(
    (type) => `wake-up: ${type}`,
  ),
  ...['presence-confirmed', 'presence-doubted', 'unseen-noted', 'wake-up-moved'].map((type) => `wake-up: ${type}`),
  'walk with new options',
  ...['/chats', '/desk/chats'].flatMap((base) =>
    ['', '/{fileId}/confirm', '/{fileId}/delete', '/{fileId}/download'].map((of) => `POST ${base}/{chatId}/files${of}`),
  ),
  ...['file-deleted', 'file-uploaded'].map((type) => `effects of ${type}`),
];

/** Every call of a port but `sockets.close`, which ends a flood: the run has nothing to do after it. */
const CALLS = [
  ...['forget', 'list', 'remember'].map((call) => `agentChats.${call}`),
  'bus.announce',
  ...['note', 'read'].map((call) => `contacts.${call}`),
  ...['declareLost', 'due', 'expire', 'read', 'register', 'settle', 'touch', 'unregister'].map(
    (call) => `desks.${call}`,
  ),
  'facts.put',
  ...['expire', 'keep', 'remove'].map((call) => `files.${call}`),
  ...['append', 'effectsAfter', 'expire', 'load', 'readAfter'].map((call) => `log.${call}`),
  'phone.push',
  'pushes.send',
  ...['note', 'read'].map((call) => `readMarks.${call}`),
  ...['note', 'read'].map((call) => `receipts.${call}`),
  'retries.send',
  ...['due', 'moveLookAt', 'open', 'prepare', 'read', 'remove', 'waiting', 'write'].map((call) => `rows.${call}`),
  ...['post', 'probe'].map((call) => `sockets.${call}`),
  ...['keep', 'look'].map((call) => `uploads.${call}`),
  'wakeUps.arm',
  'walkOrders.send',
  ...['read', 'replace'].map((call) => `walks.${call}`),
];

describe('a function that ends before or after any of its calls', () => {
  it('[LOG-5, CMD-1, EFF-3, WAKE-6, STUCK-10] given every plot, when it ends at any write, then every promise holds', async () => {
    const { all, verdicts } = await tried(isAtWrite);
    expect(violations(verdicts)).toEqual([]);
    expect(verdicts.length).toBeGreaterThan(600);
    const points = all.flatMap((each) => each.points);
    expect([...new Set(points.map(({ operation }) => operation))].toSorted()).toEqual(OPERATIONS.toSorted());
    expect([...new Set(points.map(({ callName }) => callName))].toSorted()).toEqual(CALLS);
    expect(all.flatMap(({ calm }) => calm.breaches)).toEqual([]);
  }, 180_000);
});

describe('points that once broke a promise', () => {
  it.each([
    ['the effects of a close are lost', 'tick: lost effects'],
    ['the effects of the opening are lost', 'tick: presence-doubted + idle-alerted'],
  ])(
    '[STUCK-10] given %s, when %s ends anywhere, then they are found again',
    async (plot, operation) => {
      const { verdicts } = await tried(
        (point) => isOneCrash(point) && point.plot.name === plot && point.operation === operation,
      );
      expect(violations(verdicts)).toEqual([]);
      expect(verdicts.length).toBeGreaterThan(15);
    },
    30_000,
  );
});

describe('a rule that is switched off is missed', () => {
  it.each([
    { ablation: ownPut, plot: 'a customer posts, nobody there', side: 'answer-lost', invariant: 'acknowledged-once' },
    { ablation: listedBeforeJoin, plot: 'an agent joins', side: 'after', invariant: 'no-alarm' },
    {
      ablation: retryQueue,
      plot: 'every effect of an opening fails once',
      side: 'before',
      invariant: 'everything-announced',
    },
  ])(
    'given $plot without the rule $ablation.name, when it goes wrong ($side), then $invariant breaks',
    async ({ ablation, plot, side, invariant }) => {
      const { verdicts } = await tried(
        ({ aim }) => aim.side === side && aim.times === 1,
        { seed: 1, ablation },
        named(plot),
      );
      expect(verdicts.flatMap(({ breaches }) => breaches.map((breach) => breach.invariant))).toContain(invariant);
    },
  );
});

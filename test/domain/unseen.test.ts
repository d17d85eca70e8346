import { describe, expect, it } from 'vitest';
import { needsSeen } from '../../shared/domain/decide/wake.ts';
import { deadlines } from '../../shared/domain/deadlines.ts';
import { effectsOf } from '../../shared/domain/effects.ts';
import { versionOf } from '../../shared/domain/events.ts';
import { LEASE_MS } from '../../shared/domain/limits.ts';
import { decodeSession, encodeSession, stateVersionOf } from '../../shared/domain/session-codec.ts';
import {
  agentPost,
  agentPosted,
  ANN,
  connected,
  customerPosted,
  DEVICE,
  disconnected,
  hello,
  HOUR,
  join,
  joined,
  closed,
  MIN,
  moved,
  opened,
  OPTIONS,
  post,
  SEC,
  socketGone,
  unseenNoted,
  type Unplaced,
} from '../support/builders.ts';
import { given, logOf, sessionOf } from '../support/given-when-then.ts';

/** The delay that the chat of these tests has for 90 seconds (WAKE-8). */
const DELAY = 244;
const BY = (atMs: number): number => atMs + 90 * SEC + DELAY;

/** What the hello of a socket arms: a second after its lease, on the full minute. */
const FOR_LEASE = { number: 2, at: 7_860_000 } as const;

const subscribed = opened({ subscription: DEVICE });
/** A customer with a socket who has seen that Ann is there. */
const there = [subscribed, joined(ANN, 1), connected('S1', 2, { seen: 2, arm: FOR_LEASE })];
/** Ann wrote when a minute had passed, and nobody has said that it was seen. */
const unseen = [...there, agentPosted(ANN, 'm-1', MIN, { seeBy: BY(MIN), arm: { number: 3, at: BY(MIN) + SEC } })];

const wakeUp = { type: 'wake-up', id: 's/wake/3', number: 3 } as const;

const pushesOf = (...events: readonly Unplaced[]): number[] =>
  logOf(...events).flatMap((event, place) => {
    const before = place === 0 ? undefined : sessionOf(...events.slice(0, place));
    const effects = effectsOf(before, event, sessionOf(...events.slice(0, place + 1)));
    // That Ann came was pushed before anybody was there.
    return effects.flatMap((effect) => (effect.kind === 'push' && effect.upTo > 2 ? [effect.upTo] : []));
  });

const waits = (...events: readonly Unplaced[]) => sessionOf(...events).customer.unseen;

describe('what goes to a socket', () => {
  it('[PUSH-12, COST-2] begins the time in which it must be seen, with one wake-up for its end', () => {
    given(...there)
      .when(agentPost(ANN, 'm-1', { seen: 3 }), MIN)
      .then(agentPosted(ANN, 'm-1', MIN, { seeBy: BY(MIN), arm: { number: 3, at: BY(MIN) + SEC } }));
    expect(waits(...unseen)).toEqual({ from: 4, by: BY(MIN) });
    expect(deadlines(sessionOf(...unseen))[0]).toEqual({ kind: 'unseen', at: BY(MIN) });
  });

  it('[PUSH-12, COST-2] goes with what waits already, and adds nothing', () => {
    given(...unseen)
      .when(agentPost(ANN, 'm-2', { seen: 4 }), MIN + 80 * SEC)
      .then(agentPosted(ANN, 'm-2', MIN + 80 * SEC));
    expect(waits(...unseen, agentPosted(ANN, 'm-2', MIN + 80 * SEC))).toEqual({ from: 4, by: BY(MIN) });
  });

  it('[PUSH-14] begins none where the option is 0, or nothing is pushed at all', () => {
    for (const off of [{ pushUnseenSec: 0 }, { pushEnabled: false }]) {
      given(...there)
        .when(agentPost(ANN, 'm-1', { seen: 3 }), MIN, { ...OPTIONS, ...off })
        .then(agentPosted(ANN, 'm-1', MIN));
    }
  });

  it('[COST-2, PUSH-8] begins none without a subscription, though the chat has push periods', () => {
    given(opened(), joined(ANN, 1), connected('S1', 2, { seen: 2, arm: FOR_LEASE }))
      .when(agentPost(ANN, 'm-1', { seen: 3 }), MIN)
      .then(agentPosted(ANN, 'm-1', MIN));
  });

  it('[PUSH-13] has what was read looked up when its time is over, and for nothing else', () => {
    expect(needsSeen(sessionOf(...unseen), wakeUp, BY(MIN))).toBe(true);
    expect(needsSeen(sessionOf(...unseen), wakeUp, BY(MIN) - 1)).toBe(false);
    expect(needsSeen(sessionOf(...there), wakeUp, 25 * HOUR)).toBe(false);
  });

  it('[PUSH-13] waits no longer when the customer writes, who then has seen it, though their own words are pushed to others', () => {
    const shared = opened({ subscription: { ...DEVICE, own: true } });
    const past = [shared, ...unseen.slice(1)];
    expect(waits(...past)).toEqual({ from: 4, by: BY(MIN) });
    expect(waits(...past, customerPosted('m-2', 2 * MIN, { seen: 4 }))).toBeUndefined();
  });

  it('[PUSH-12] has no time where nothing waits, and no byte of it', () => {
    expect(sessionOf(...there).customer).not.toHaveProperty('unseen');
  });

  it('[PUSH-14] begins none when it is for agents only, or the customer’s own', () => {
    given(...there)
      .when(agentPost(ANN, 'm-1', { seen: 3, visibility: 'INT' }), MIN)
      .then(agentPosted(ANN, 'm-1', MIN, { visibility: 'INT' }));
    const own = [
      opened({ subscription: { ...DEVICE, own: true } }),
      joined(ANN, 1),
      connected('S1', 2, { seen: 2, arm: FOR_LEASE }),
    ];
    given(...own)
      .when(post('m-1', { seen: 3 }), MIN)
      .then(customerPosted('m-1', MIN, { seen: 3 }));
  });

  it('[PUSH-2, PUSH-12] is pushed at once, and waits for nobody, when there is no socket', () => {
    given(subscribed, joined(ANN, 1))
      .when(agentPost(ANN, 'm-1', { seen: 2 }), MIN)
      .then(agentPosted(ANN, 'm-1', MIN));
    expect(waits(subscribed, joined(ANN, 1), agentPosted(ANN, 'm-1', MIN))).toBeUndefined();
  });

  it('[PUSH-12] is also that an agent has come', () => {
    given(subscribed, connected('S1', 0, { seen: 1, arm: FOR_LEASE }))
      .when(join(ANN), MIN)
      .then(joined(ANN, MIN, { seeBy: BY(MIN), arm: { number: 3, at: BY(MIN) + SEC } }));
  });
});

describe('when the time is over', () => {
  it('[PUSH-12] all that waits is pushed, once, and the socket stays', () => {
    given(...unseen)
      .when(wakeUp, BY(MIN))
      .then(unseenNoted(BY(MIN), { id: 's/wake/3', fired: 3, seen: 2 }));
    const noted = [...unseen, agentPosted(ANN, 'm-2', 2 * MIN), unseenNoted(BY(MIN), { fired: 3, seen: 2 })];
    expect(pushesOf(...noted)).toEqual([5]);
    expect(waits(...noted)).toBeUndefined();
    expect(sessionOf(...noted).customer.sockets).toEqual([{ id: 'S1', since: 2 }]);
    expect(pushesOf(...noted, disconnected('S1', 4 * MIN))).toEqual([5]);
  });

  it('[PUSH-12] a millisecond earlier nothing happens but that another wake-up is seen to', () => {
    given(...unseen)
      .when(wakeUp, BY(MIN) - 1)
      .then(moved(BY(MIN) - 1, { id: 's/wake/3', fired: 3, arm: { number: 4, at: BY(MIN) + SEC } }));
  });

  it('[PUSH-13] nothing is pushed that was read, or that a device has: it is written down', () => {
    given(...unseen)
      .when({ ...wakeUp, seenTo: 4 }, BY(MIN))
      .then(moved(BY(MIN), { id: 's/wake/3', fired: 3, seen: 4 }));
    const after = [...unseen, moved(BY(MIN), { fired: 3, seen: 4 })];
    expect(pushesOf(...after)).toEqual([]);
    expect(waits(...after)).toBeUndefined();
    expect(pushesOf(...after, disconnected('S1', 4 * MIN))).toEqual([]);
  });

  it('[PUSH-13, MSG-3] nobody has seen what is not there', () => {
    given(...unseen)
      .when({ ...wakeUp, seenTo: 400 }, BY(MIN))
      .then(moved(BY(MIN), { id: 's/wake/3', fired: 3, seen: 4 }));
  });

  it('[PUSH-13] who has seen the oldest only has the time anew for the rest', () => {
    const two = [...unseen, agentPosted(ANN, 'm-2', 2 * MIN)];
    const again = { seen: 4, seeBy: BY(BY(MIN)), arm: { number: 4, at: BY(BY(MIN)) + SEC } };
    given(...two)
      .when({ ...wakeUp, seenTo: 4 }, BY(MIN))
      .then(moved(BY(MIN), { id: 's/wake/3', fired: 3, ...again }));
    const renewed = [...two, moved(BY(MIN), { fired: 3, ...again })];
    expect(waits(...renewed)).toEqual({ from: 5, by: BY(BY(MIN)) });
    given(...renewed)
      .when({ ...wakeUp, id: 's/wake/4', number: 4, seenTo: 4 }, BY(BY(MIN)))
      .then(unseenNoted(BY(BY(MIN)), { id: 's/wake/4', fired: 4, seen: 4 }));
  });

  it('[PUSH-12] what was seen before the oldest is no sign that somebody is getting on', () => {
    const own = [...there, customerPosted('m-0', 10, { seen: 3 })];
    const quiet = [...own, agentPosted(ANN, 'm-1', MIN, { seeBy: BY(MIN) })];
    given(...quiet)
      .when({ ...wakeUp, seenTo: 4 }, BY(MIN))
      .then(unseenNoted(BY(MIN), { id: 's/wake/3', fired: 3, seen: 4 }));
  });

  it('[PUSH-14] what had begun is pushed although the option is 0 by now', () => {
    const two = [...unseen, agentPosted(ANN, 'm-2', 2 * MIN)];
    given(...two)
      .when({ ...wakeUp, seenTo: 4 }, BY(MIN), { ...OPTIONS, pushUnseenSec: 0 })
      .then(unseenNoted(BY(MIN), { id: 's/wake/3', fired: 3, seen: 4 }));
  });

  it('[PUSH-12, STUCK-3] the stuck-check does it when every wake-up was lost', () => {
    given(...unseen)
      .when({ type: 'check-stuck', id: 's/stuck/1', seenTo: 0 }, BY(MIN) + 2 * MIN)
      .then(
        unseenNoted(BY(MIN) + 2 * MIN, {
          id: 's/stuck/1',
          seen: 2,
          overdue: { kind: 'unseen', lateMs: 2 * MIN },
        }),
      );
  });
});

describe('the time ends', () => {
  it.each([
    ['a message that names what waits', customerPosted('m-2', 2 * MIN, { seen: 4 })],
    ['a hello that names it', connected('S2', 2 * MIN, { seen: 4 })],
    ['the close', closed(2 * MIN)],
    ['the loss of the last socket', disconnected('S1', 2 * MIN)],
    ['the end of its lease, whatever comes then', agentPosted(ANN, 'm-2', LEASE_MS + HOUR)],
  ])('[PUSH-13, PUSH-14] with %s', (_name, event) => {
    expect(waits(...unseen, event)).toBeUndefined();
  });

  it.each([
    ['a message that names less', customerPosted('m-2', 2 * MIN, { seen: 3 })],
    ['a second socket that names less', connected('S2', 2 * MIN, { seen: 3 })],
    ['the loss of one of two sockets', disconnected('S2', 2 * MIN)],
  ])('[PUSH-12] not with %s', (_name, event) => {
    expect(waits(...unseen, connected('S2', 70 * SEC, { seen: 3 }), event)).toEqual({ from: 4, by: BY(MIN) });
  });

  it('[PUSH-1, PUSH-12] is pushed once, whether the socket goes before its end or after', () => {
    expect(pushesOf(...unseen, disconnected('S1', 2 * MIN))).toEqual([4]);
    given(...unseen, disconnected('S1', 2 * MIN, { fired: 3 }))
      .when(socketGone('S1'), 3 * MIN)
      .thenNothing();
    expect(pushesOf(...unseen, unseenNoted(BY(MIN)), connected('S2', 3 * MIN, { seen: 3 }))).toEqual([4]);
  });

  it('[PUSH-13] does not begin with a hello that has yet to read what was pushed', () => {
    given(subscribed, joined(ANN, 1))
      .when(hello('S1', 0), MIN)
      .then(connected('S1', MIN, { arm: { number: 2, at: 7_920_000 } }));
  });
});

describe('older code', () => {
  it('[SKEW-4] is kept from a chat whose time runs, and from no other', () => {
    expect(unseen.at(-1)?.(4).v).toBe(5);
    expect(agentPosted(ANN, 'm-1', MIN)(4).v).toBe(1);
    expect(versionOf({ type: 'unseen-noted', actor: { type: 'SYSTEM' } })).toBe(5);
    expect(stateVersionOf(sessionOf(...unseen))).toBe(5);
    expect(stateVersionOf(sessionOf(...unseen, moved(BY(MIN), { seen: 4 })))).toBe(2);
    expect(decodeSession(encodeSession(sessionOf(...unseen)))).toEqual(sessionOf(...unseen));
  });
});

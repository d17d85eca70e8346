import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../shared/domain/decide/decide.ts';
import { effectsOf } from '../../shared/domain/effects.ts';
import type { ChatEvent } from '../../shared/domain/events.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import { SNAPSHOT_EVERY } from '../../shared/domain/limits.ts';
import { decodeSession, encodeSession } from '../../shared/domain/session-codec.ts';
import type { Session } from '../../shared/domain/session.ts';
import { ChatWorld, story } from '../support/chat-world.ts';
import { OPTIONS } from '../support/builders.ts';

/** The same stories in every run; fast-check prints the seed and the shortest story that fails. */
const SEED = 20_261_122;

const always = (holds: (world: ChatWorld) => void, numRuns = 300): void => {
  fc.assert(
    fc.property(story, (told) => {
      holds(new ChatWorld(told).live());
    }),
    { seed: SEED, numRuns },
  );
};

const fold = (events: readonly ChatEvent[], from?: Session): Session | undefined =>
  events.reduce<Session | undefined>(evolve, from);

/** The status by the words of the seed alone, from all events. */
const statusBySeed = (events: readonly ChatEvent[]): number => {
  const here = new Set<string>();
  let status = 0;
  for (const event of events) {
    if (event.type === 'agent-joined') here.add(event.agentId);
    if (event.type === 'chat-opened') status = 1;
    if (event.type === 'idle-alerted') status = 3;
    if (event.type === 'message-posted' && event.actor.type === 'CLIENT') status = 2;
    if (event.type === 'agent-left' && here.delete(event.agentId)) status = event.cause === 'lost' ? 4 : -2;
    if (here.size > 0) status = -1;
  }
  return status;
};

describe('any story of a chat', () => {
  it('[LOG-1, LOG-4] leaves a log without a hole, whose time never runs backwards', () => {
    always(({ commits }) => {
      expect(commits.map(({ event }) => event.index)).toEqual(commits.map((_, place) => place + 1));
      for (const { before, event } of commits) expect(event.at).toBeGreaterThanOrEqual(before?.at ?? 0);
    });
  });

  it('[LOG-3, SKEW-2] folds to the same state from the beginning and from every snapshot', () => {
    always(({ commits, session }) => {
      const events = commits.map(({ event }) => event);
      expect(fold(events)).toEqual(session);
      for (const { after } of commits) {
        if (after.index % SNAPSHOT_EVERY !== 0) continue;
        expect(fold(events.slice(after.index), decodeSession(encodeSession(after)))).toEqual(session);
      }
    });
  });

  it('[CLOSE-2, CLOSE-4] has nothing after the close', () => {
    always(({ commits }) => {
      const place = commits.findIndex(({ event }) => event.type === 'chat-closed');
      if (place >= 0) expect(commits.slice(place + 1)).toEqual([]);
    });
  });

  it('[CMD-1, CMD-2] takes no command twice, however late it is repeated', () => {
    always(({ accepted, session }) => {
      for (const { command, decision } of accepted) {
        if (decision.kind !== 'accepted') continue;
        const again = decide(session, command, session.at, OPTIONS);
        if (again.kind === 'rejected') expect(again.code).toBe('catch-up-first');
        else expect(again).toEqual({ kind: 'nothing', index: decision.event.index });
      }
    });
  });

  it('[STAT-1, STAT-2, STAT-3, STAT-4, STAT-5, STAT-6, STAT-8] has the status that the events say', () => {
    always(({ commits }) => {
      const events: ChatEvent[] = [];
      for (const { event, after } of commits) {
        events.push(event);
        expect(after.status).toBe(statusBySeed(events));
      }
    });
  });

  it('[EFF-2] has effects that replaying the log gives again', () => {
    always(({ commits }) => {
      let state: Session | undefined;
      for (const { event, effects } of commits) {
        const after = evolve(state, event);
        expect(effectsOf(state, event, after)).toEqual(effects);
        state = after;
      }
    });
  });

  it('[COST-1] has no effects for a message between people who are there', () => {
    let ordinary = 0;
    always(({ commits }) => {
      for (const { before, event, after, effects } of commits) {
        const isCustomerThere = before !== undefined && after.customer.sockets.length > 0;
        const isOrdinary = isCustomerThere && before.agents.length > 0 && event.type === 'message-posted';
        if (!isOrdinary || event.arm !== undefined || event.socket !== undefined) continue;
        ordinary++;
        expect(effects).toEqual([]);
      }
    });
    expect(ordinary).toBeGreaterThan(50);
  });

  it('[PRES-1, PRES-3, PRES-5] has a customer with sockets, with a running presence clock, or removed', () => {
    always(({ commits }) => {
      for (const { after } of commits) {
        const { sockets, absence, removed } = after.customer;
        if (after.phase === 'open')
          expect([sockets.length > 0, absence !== undefined, removed].filter(Boolean)).toEqual([true]);
      }
    });
  });

  it('[BND-4, WAKE-7, CMD-3, AGENT-10] keeps its lists within their bounds', () => {
    always(({ commits }) => {
      for (const { after } of commits) {
        expect(after.customer.sockets.length).toBeLessThanOrEqual(8);
        expect(after.armings.length).toBeLessThanOrEqual(4);
        expect(after.accepted.length).toBeLessThanOrEqual(32);
        expect(after.agents.length).toBeLessThanOrEqual(16);
      }
    });
  });

  it('[WAKE-11] misses no deadline as long as every wake-up comes', () => {
    always(({ missed }) => {
      expect(missed).toEqual([]);
    }, 1_500);
  });

  it('[PUSH-1, PUSH-2, PUSH-3, PUSH-4] has told an absent customer of everything that is not their own, once', () => {
    let pushes = 0;
    always(({ commits }) => {
      const [first] = commits;
      const subscription = first?.event.type === 'chat-opened' ? first.event.subscription : undefined;
      let [newest, told] = [0, 0];
      for (const { event, after, effects } of commits) {
        const isTheirs = event.actor.type === 'CLIENT' && subscription?.own !== true;
        if (event.visibility === 'ALL' && !isTheirs) newest = event.index;
        const pushed = effects.flatMap((effect) => (effect.kind === 'push' ? [effect.upTo] : []));
        told = Math.max(told, event.seen ?? 0);
        for (const upTo of pushed) expect(upTo).toBeGreaterThan(told);
        told = Math.max(told, ...pushed);
        pushes += pushed.length;
        const isUnseen = event.type === 'unseen-noted';
        const mayMiss = after.customer.sockets.length === 0 || event.type === 'chat-closed' || isUnseen;
        if (subscription === undefined) expect(pushed).toEqual([]);
        else if (mayMiss) expect(told).toBeGreaterThanOrEqual(newest);
        else expect(pushed).toEqual([]);
      }
    });
    expect(pushes).toBeGreaterThan(450);
  });

  it('[PUSH-12, PUSH-13, PUSH-14] has a time that runs exactly while something that others did waits to be seen', () => {
    let waited = 0;
    always(({ commits, story: { push, own, options } }) => {
      if (own) return;
      for (const { after } of commits) {
        const { sockets, seen, pushable = 0, pushedTo = 0, unseen } = after.customer;
        const waits = after.phase === 'open' && sockets.length > 0 && Math.max(seen, pushedTo) < pushable;
        expect(unseen !== undefined).toBe(push && options.pushUnseenSec > 0 && waits);
        if (unseen === undefined) continue;
        waited++;
        expect(unseen.from).toBeGreaterThan(Math.max(seen, pushedTo));
        expect(unseen.from).toBeLessThanOrEqual(after.index + 1);
      }
    }, 900);
    expect(waited).toBeGreaterThan(150);
  });

  it('[COST-2] asks for no wake-up while something waits already', () => {
    let followed = 0;
    always(({ commits }) => {
      for (const { before, event, after, effects } of commits) {
        const waits = before?.customer.unseen !== undefined && before.agents.length > 0;
        const isQuiet = event.arm === undefined && event.periods === undefined && event.socket === undefined;
        if (!waits || event.type !== 'message-posted' || after.customer.sockets.length === 0) continue;
        followed++;
        expect(event.seeBy).toBeUndefined();
        if (isQuiet) expect(effects).toEqual([]);
      }
    }, 900);
    expect(followed).toBeGreaterThan(40);
  });

  it('[WAKE-9] never gives a number to two wake-ups', () => {
    always(({ commits }) => {
      const numbers = commits.map(({ event }) => event.arm?.number).filter((number) => number !== undefined);
      expect(new Set(numbers).size).toBe(numbers.length);
    });
  });
});

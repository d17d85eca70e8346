import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeskRegistry } from '../../shared/app/ports.ts';
import type { AgentId } from '../../shared/domain/events.ts';
import { DESK_GRACE_MS, DESK_LEASE_MS, SOCKETS_MAX } from '../../shared/domain/limits.ts';
import { given, type Make, type Made } from './support/made.ts';
import { START } from './support/sample-log.ts';

const GRACE_MS = 30_000;

/** The promises of the registry of agents' sockets (docs/SPEC.md, section AGENT). */
export const describeDeskRegistry = (name: string, make: Make<DeskRegistry>): void => {
  describe(`DeskRegistry: ${name}`, () => {
    let current: Made<DeskRegistry> | undefined;
    let agents = 0;
    const registry = (): DeskRegistry => given(current);
    const freshAgent = (): AgentId => {
      agents += 1;
      return `agent-${agents}`;
    };

    beforeAll(async () => {
      current = await make();
    });
    afterAll(async () => {
      await current?.end();
    });

    it('knows nothing of an agent that never said hello', async () => {
      const agentId = freshAgent();
      expect(await registry().read(agentId)).toBeUndefined();
      expect(await registry().unregister(agentId, 'socket-1', START)).toBeUndefined();
      expect(await registry().declareLost(agentId, 0, START)).toBe(false);
      expect(await registry().read(agentId)).toBeUndefined();
    });

    it('lists every socket of an agent, and each once', async () => {
      const agentId = freshAgent();
      const first = {
        agentId,
        epoch: 1,
        sockets: [{ id: 'socket-1', since: START }],
        seenUntil: START + DESK_LEASE_MS,
        absences: 0,
      };
      expect(await registry().register(agentId, 'socket-1', START)).toEqual({ desk: first, wasLost: false });
      await registry().register(agentId, 'socket-2', START + 1);
      const both = {
        ...first,
        seenUntil: START + 2 + DESK_LEASE_MS,
        sockets: [
          { id: 'socket-2', since: START + 1 },
          { id: 'socket-1', since: START + 2 },
        ],
      };
      expect(await registry().register(agentId, 'socket-1', START + 2)).toEqual({ desk: both, wasLost: false });
      expect(await registry().read(agentId)).toEqual(both);
    });

    it('[REP-13] counts the agents who have a desk open, however many pages it has', async () => {
      const before = await registry().connected(250);
      const [here, gone] = [freshAgent(), freshAgent()];
      await registry().register(here, 'socket-1', START);
      await registry().register(here, 'socket-2', START);
      await registry().register(gone, 'socket-3', START);
      await registry().unregister(gone, 'socket-3', START + 1);
      expect(await registry().connected(250)).toEqual({ agents: before.agents + 1, more: false });
    });

    it('[REP-14] says that there may be more when it has read all it may', async () => {
      await registry().register(freshAgent(), 'socket-1', START);
      await registry().register(freshAgent(), 'socket-2', START);
      await registry().register(freshAgent(), 'socket-3', START);
      await registry().register(freshAgent(), 'socket-4', START);
      await registry().register(freshAgent(), 'socket-5', START);
      expect((await registry().connected(1)).more).toBe(true);
    });

    it('lets the oldest socket go when there are too many', async () => {
      const agentId = freshAgent();
      for (let n = 0; n <= SOCKETS_MAX; n++) await registry().register(agentId, `socket-${n}`, START + n);
      const desk = await registry().read(agentId);
      expect(desk?.sockets.map(({ id }) => id)).toEqual(
        Array.from({ length: SOCKETS_MAX }, (_, n) => `socket-${n + 1}`),
      );
    });

    it('begins a numbered absence when the last socket goes, and not before', async () => {
      const agentId = freshAgent();
      await registry().register(agentId, 'socket-1', START);
      await registry().register(agentId, 'socket-2', START);
      expect(await registry().unregister(agentId, 'socket-1', START + 5)).toEqual({
        agentId,
        epoch: 1,
        sockets: [{ id: 'socket-2', since: START }],
        seenUntil: START + DESK_LEASE_MS,
        absences: 0,
      });
      const seenUntil = START + DESK_LEASE_MS;
      const absent = { agentId, epoch: 1, sockets: [], seenUntil, absences: 1, absentSince: START + 9 };
      expect(await registry().unregister(agentId, 'socket-2', START + 9)).toEqual(absent);
      expect(await registry().unregister(agentId, 'socket-2', START + 12)).toEqual(absent);
      expect(await registry().unregister(agentId, 'never-seen', START + 12)).toEqual(absent);
    });

    it('ends an absence with a hello and keeps its number', async () => {
      const agentId = freshAgent();
      await registry().register(agentId, 'socket-1', START);
      await registry().unregister(agentId, 'socket-1', START + 1);
      const seenUntil = START + 2 + DESK_LEASE_MS;
      const desk = { agentId, epoch: 1, sockets: [{ id: 'socket-2', since: START + 2 }], seenUntil, absences: 1 };
      expect(await registry().register(agentId, 'socket-2', START + 2)).toEqual({ desk, wasLost: false });
      expect(await registry().declareLost(agentId, 1, START + 2 + GRACE_MS)).toBe(false);
      expect((await registry().unregister(agentId, 'socket-2', START + 3))?.absences).toBe(2);
    });

    it('declares lost only the absence that is meant, and only after its grace', async () => {
      const agentId = freshAgent();
      await registry().register(agentId, 'socket-1', START);
      await registry().unregister(agentId, 'socket-1', START + GRACE_MS);
      expect(await registry().declareLost(agentId, 1, START + GRACE_MS - 1)).toBe(false);
      expect(await registry().declareLost(agentId, 0, START + GRACE_MS)).toBe(false);
      expect(await registry().declareLost(agentId, 2, START + GRACE_MS)).toBe(false);
      expect(await registry().read(agentId)).not.toHaveProperty('lostEpoch');
      expect(await registry().declareLost(agentId, 1, START + GRACE_MS)).toBe(true);
      expect(await registry().read(agentId)).toMatchObject({ epoch: 1, lostEpoch: 1, absences: 1 });
      expect(await registry().declareLost(agentId, 1, START + GRACE_MS)).toBe(true);
    });

    it('raises the epoch at the first hello after a declaration, and says so once', async () => {
      const agentId = freshAgent();
      await registry().register(agentId, 'socket-1', START);
      await registry().unregister(agentId, 'socket-1', START);
      await registry().declareLost(agentId, 1, START);
      expect(await registry().register(agentId, 'socket-2', START + 1)).toEqual({
        desk: {
          agentId,
          epoch: 2,
          sockets: [{ id: 'socket-2', since: START + 1 }],
          seenUntil: START + 1 + DESK_LEASE_MS,
          absences: 1,
          lostEpoch: 1,
        },
        wasLost: true,
      });
      const again = await registry().register(agentId, 'socket-3', START + 2);
      expect([again.wasLost, again.desk.epoch]).toEqual([false, 2]);
    });

    it('decides a race of hello and declaration one way or the other', async () => {
      for (let round = 0; round < 10; round++) {
        const agentId = freshAgent();
        await registry().register(agentId, 'socket-1', START);
        await registry().unregister(agentId, 'socket-1', START);
        const [declared, hello] = await Promise.all([
          registry().declareLost(agentId, 1, START),
          registry().register(agentId, 'socket-2', START + 1),
        ]);
        expect(hello.wasLost).toBe(declared);
        expect(await registry().read(agentId)).toEqual({
          agentId,
          epoch: declared ? 2 : 1,
          sockets: [{ id: 'socket-2', since: START + 1 }],
          seenUntil: START + 1 + DESK_LEASE_MS,
          absences: 1,
          ...(declared ? { lostEpoch: 1 } : {}),
        });
      }
    });

    it('has a desk looked at when its lease is over, and again when its absence has lasted the grace', async () => {
      const agentId = freshAgent();
      const dueAt = async (now: number): Promise<boolean> => (await registry().due(now, 1000)).includes(agentId);
      await registry().register(agentId, 'socket-1', START);
      expect(await dueAt(START + DESK_LEASE_MS - 1)).toBe(false);
      expect(await dueAt(START + DESK_LEASE_MS)).toBe(true);
      await registry().touch(agentId, START + 5);
      expect(await dueAt(START + DESK_LEASE_MS)).toBe(false);
      await registry().expire(agentId, START + DESK_LEASE_MS + 4);
      expect((await registry().read(agentId))?.sockets).toHaveLength(1);
      const goneAt = START + DESK_LEASE_MS + 5;
      await registry().expire(agentId, goneAt);
      expect(await registry().read(agentId)).toMatchObject({ sockets: [], absences: 1, absentSince: goneAt });
      expect(await dueAt(goneAt + DESK_GRACE_MS - 1)).toBe(false);
      expect(await dueAt(goneAt + DESK_GRACE_MS)).toBe(true);
    });

    it('leaves a lost desk due until every chat has been told, and then alone', async () => {
      const agentId = freshAgent();
      const isDue = async (): Promise<boolean> => (await registry().due(START + DESK_GRACE_MS, 1000)).includes(agentId);
      await registry().register(agentId, 'socket-1', START);
      await registry().unregister(agentId, 'socket-1', START);
      await registry().settle(agentId, 1);
      expect(await isDue()).toBe(true);
      await registry().declareLost(agentId, 1, START);
      expect(await isDue()).toBe(true);
      await registry().settle(agentId, 1);
      expect(await isDue()).toBe(false);
      await registry().register(agentId, 'socket-2', START + 1);
      await registry().unregister(agentId, 'socket-2', START + 2);
      expect((await registry().due(START + 2 + DESK_GRACE_MS, 1000)).includes(agentId)).toBe(true);
    });

    it('loses no socket when several come and go at once', async () => {
      const agentId = freshAgent();
      await Promise.all(['a', 'b', 'c'].map((id) => registry().register(agentId, id, START)));
      await Promise.all([
        registry().unregister(agentId, 'a', START + 1),
        registry().register(agentId, 'd', START + 1),
        registry().unregister(agentId, 'c', START + 1),
      ]);
      const desk = await registry().read(agentId);
      expect(desk?.sockets.map(({ id }) => id).sort()).toEqual(['b', 'd']);
      expect(desk?.absences).toBe(0);
    });
  });
};

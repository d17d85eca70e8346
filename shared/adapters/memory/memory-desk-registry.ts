import type { Desk, DeskRegistry } from '../../app/ports.ts';
import { deskWithoutSocket, deskWithSocket, isLost, mayDeclareLost } from '../../domain/desk.ts';
import type { AgentId } from '../../domain/events.ts';

/** Plays the registry of agents' sockets. */
export const memoryDeskRegistry = (): DeskRegistry => {
  const desks = new Map<AgentId, Desk>();
  return {
    register: async (agentId, connectionId, now) => {
      const before = desks.get(agentId);
      const desk = deskWithSocket(before, agentId, connectionId, now);
      desks.set(agentId, desk);
      return { desk, wasLost: before !== undefined && isLost(before) };
    },
    unregister: async (agentId, connectionId, now) => {
      const before = desks.get(agentId);
      if (before === undefined) return undefined;
      const desk = deskWithoutSocket(before, connectionId, now);
      desks.set(agentId, desk);
      return desk;
    },
    read: async (agentId) => desks.get(agentId),
    declareLost: async (agentId, absences, since) => {
      const desk = desks.get(agentId);
      if (desk === undefined || !mayDeclareLost(desk, absences, since)) return false;
      desks.set(agentId, { ...desk, lostEpoch: desk.epoch });
      return true;
    },
  };
};

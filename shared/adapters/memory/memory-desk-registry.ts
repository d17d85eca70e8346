import type { Desk, DeskRegistry } from '../../app/ports.ts';
import {
  deskDueAt,
  deskExpired,
  deskTold,
  deskTouched,
  deskWithoutSocket,
  deskWithSocket,
  isLost,
  mayDeclareLost,
} from '../../domain/desk.ts';
import type { AgentId } from '../../domain/events.ts';

/** Plays the registry of agents' sockets. */
export const memoryDeskRegistry = (): DeskRegistry => {
  const desks = new Map<AgentId, Desk>();
  const change = (agentId: AgentId, step: (desk: Desk) => Desk): void => {
    const desk = desks.get(agentId);
    if (desk !== undefined) desks.set(agentId, step(desk));
  };
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
    touch: async (agentId, now) => change(agentId, (desk) => deskTouched(desk, now)),
    due: async (now, limit) =>
      [...desks.values()]
        .map((desk) => ({ agentId: desk.agentId, at: deskDueAt(desk) ?? Infinity }))
        .filter(({ at }) => at <= now)
        .sort((a, b) => a.at - b.at)
        .slice(0, limit)
        .map(({ agentId }) => agentId),
    connected: async (limit) => {
      const open = [...desks.values()].filter((desk) => desk.sockets.length > 0).length;
      return { agents: Math.min(open, limit), more: open > limit };
    },
    expire: async (agentId, now) => change(agentId, (desk) => deskExpired(desk, now)),
    settle: async (agentId, epoch) => change(agentId, (desk) => deskTold(desk, epoch)),
    declareLost: async (agentId, absences, since) => {
      const desk = desks.get(agentId);
      if (desk === undefined || !mayDeclareLost(desk, absences, since)) return false;
      desks.set(agentId, { ...desk, lostEpoch: desk.epoch });
      return true;
    },
  };
};

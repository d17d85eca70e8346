import type { LoadGauge } from '../../app/ports.ts';
import type { EpochMs } from '../../domain/events.ts';

/** Plays the count of what services may still open. */
export const memoryLoadGauge = (): LoadGauge => {
  const counts = new Map<string, { countedAt: EpochMs; room: number }>();
  return {
    take: async (service, freshSince) => {
      const count = counts.get(service);
      if (count === undefined) return { kind: 'stale' };
      if (count.countedAt <= freshSince) return { kind: 'stale', countedAt: count.countedAt };
      if (count.room < 1) return { kind: 'full' };
      count.room -= 1;
      return { kind: 'taken' };
    },
    claim: async (service, countedAt, now, sessionsMax) => {
      const count = counts.get(service);
      if (count?.countedAt !== countedAt) return undefined;
      const room = count?.room ?? sessionsMax;
      counts.set(service, { countedAt: now, room });
      return room;
    },
    settle: async (service, countedAt, change) => {
      const count = counts.get(service);
      if (count?.countedAt === countedAt) count.room += change;
    },
  };
};

import type { WakeUps } from '../../app/ports.ts';
import type { ChatId, EpochMs } from '../../domain/events.ts';

/** One wake-up that was asked for. */
export interface ArmedWakeUp {
  readonly chatId: ChatId;
  readonly number: number;
  readonly at: EpochMs;
}

/** The wake-ups asked for and not yet taken. */
export interface MemoryWakeUps extends WakeUps {
  /** Those outstanding, soonest first. */
  outstanding(): readonly ArmedWakeUp[];
  /** Removes and answers those at or before `now`, soonest first. */
  takeDue(now: EpochMs): readonly ArmedWakeUp[];
}

/** Plays queue and scheduler: keeps what was asked for until it is taken. One number is kept once. */
export const memoryWakeUps = (): MemoryWakeUps => {
  const armed = new Map<string, ArmedWakeUp>();
  const soonestFirst = (a: ArmedWakeUp, b: ArmedWakeUp): number => a.at - b.at || a.number - b.number;
  return {
    arm: async (chatId, arming, now) => {
      armed.set(`${chatId}.${arming.number}`, { chatId, number: arming.number, at: Math.max(arming.at, now) });
    },
    outstanding: () => [...armed.values()].sort(soonestFirst),
    takeDue: (now) => {
      const due: ArmedWakeUp[] = [];
      for (const [name, wakeUp] of armed) {
        if (wakeUp.at > now) continue;
        armed.delete(name);
        due.push(wakeUp);
      }
      return due.sort(soonestFirst);
    },
  };
};

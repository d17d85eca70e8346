import { readNaively } from '../naive-status.ts';
import type { Invariant } from './invariant.ts';

export const idleClock: Invariant = {
  name: 'idle-clock',
  about: 'An alert comes once in each silence and never early; the close never before an alert, nor early after it.',
  check: ({ log }) => {
    const readings = readNaively(log);
    return log.flatMap((event, place) => {
      const before = readings[place - 1];
      if (before === undefined) return [];
      if (event.type === 'idle-alerted') {
        if (before.alertedAtMs !== undefined) return [`a second alert in one silence at ${event.index}`];
        const earlyMs = before.activeAtMs + before.idleAlertMs - event.at;
        return earlyMs > 0 ? [`the alert at ${event.index} is ${earlyMs} ms early`] : [];
      }
      if (event.type !== 'chat-closed' || event.cause !== 'idle') return [];
      if (before.alertedAtMs === undefined) return [`closed at ${event.index} without an alert`];
      const earlyMs = before.alertedAtMs + before.idleCloseMs - event.at;
      return earlyMs > 0 ? [`the close at ${event.index} is ${earlyMs} ms early`] : [];
    });
  },
};

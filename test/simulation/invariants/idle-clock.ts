import type { ChatEvent } from '../../../shared/domain/events.ts';
import type { Next } from '../naive-silence.ts';
import { readNaively } from '../naive-status.ts';
import type { Invariant } from './invariant.ts';

const cameOf = (event: ChatEvent): Next | undefined => {
  if (event.type === 'idle-alerted') return event.second === true ? 'alert2' : 'alert';
  if (event.type !== 'chat-closed') return undefined;
  if (event.cause === 'idle') return 'close';
  return event.cause === 'abandoned' ? 'abandoned' : undefined;
};

export const idleClock: Invariant = {
  name: 'idle-clock',
  about:
    'Alerts and close come in their order, once in each silence and never early; a regular chat is abandoned only when all have left.',
  check: ({ log }) => {
    const readings = readNaively(log);
    return log.flatMap((event, place) => {
      const before = readings[place - 1];
      const came = cameOf(event);
      if (before === undefined || came === undefined) return [];
      if (came !== before.next) return [`${came} at ${event.index}, where ${before.next} is next`];
      const earlyMs = before.fromMs + before.periodMs - event.at;
      return earlyMs > 0 ? [`${came} at ${event.index} is ${earlyMs} ms early`] : [];
    });
  },
};

import type { StoredRow } from '../../shared/app/ports.ts';
import { checkAt } from '../../shared/domain/deadlines.ts';
import type { ChatEvent, EventType } from '../../shared/domain/events.ts';
import type { Session } from '../../shared/domain/session.ts';
import { STORY_OPTIONS, type Seen } from './story.ts';

/** One line of the log with the state after it. */
export interface Scene {
  readonly event: ChatEvent;
  readonly after: Session;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Scheduler counts in minutes, deadlines carry up to five minutes of jitter. */
const SLACK_MS = 7 * 60_000;

/** What everybody can see of the story, in order, with the status that follows. */
const PROMISED: readonly (readonly [EventType, number])[] = [
  ['chat-opened', 1],
  ['agent-joined', -1],
  ['message-posted', -1],
  ['message-posted', -1],
  ['message-posted', -1],
  ['agent-left', -2],
  ['message-posted', 2],
  ['agent-joined', -1],
  ['message-posted', -1],
  ['agent-left', -2],
  ['idle-alerted', 3],
  ['chat-closed', 3],
];

const differ = (what: string, promised: unknown, found: unknown): string[] =>
  JSON.stringify(promised) === JSON.stringify(found)
    ? []
    : [`${what}: promised ${JSON.stringify(promised)}, found ${JSON.stringify(found)}`];

const isBetween = (what: string, ms: number, from: number, to: number): string[] =>
  ms >= from && ms <= to ? [] : [`${what}: promised between ${from} and ${to} ms, found ${ms} ms`];

/** Everything that differs from what the core promises of this story; nothing when all is well. */
export const findDifferences = (
  startMs: number,
  scenes: readonly Scene[],
  seen: Seen,
  row: StoredRow | undefined,
): string[] => {
  const visible = scenes.filter(({ event }) => event.visibility === 'ALL');
  const at = (type: EventType): number => visible.findLast(({ event }) => event.type === type)?.event.at ?? Number.NaN;
  const lastActivity = at('agent-left');
  const indexes = scenes.map(({ event }) => event.index);
  return [
    ...differ(
      'events and statuses',
      PROMISED,
      visible.map(({ event, after }) => [event.type, after.status]),
    ),
    ...differ(
      'indexes',
      Array.from({ length: indexes.length }, (_, place) => place + 1),
      indexes,
    ),
    ...differ('first event', startMs, scenes[0]?.event.at),
    ...isBetween(
      'alert after the last activity',
      at('idle-alerted') - lastActivity,
      10 * DAY_MS,
      10 * DAY_MS + SLACK_MS,
    ),
    ...isBetween('close after the alert', at('chat-closed') - at('idle-alerted'), HOUR_MS, HOUR_MS + SLACK_MS),
    ...checkAtDifferences(scenes),
    ...differ('missed and read', ['The carrier answers within a week.'], seen.missedTexts),
    ...differ('pushed at the end', ['idle-alerted', 'chat-closed'], seen.lastPushed),
    ...differ(
      'row in the lists',
      ['closed', 3, scenes.at(-1)?.event.index],
      [row?.phase, row?.status, row?.appliedIndex],
    ),
  ];
};

/** Check-at stands after the sum of both options, "slightly": at most an hour later; and it never passes while the clocks work. */
const checkAtDifferences = (scenes: readonly Scene[]): string[] => {
  const silenceMs = (STORY_OPTIONS['async-idle-alert'] + STORY_OPTIONS['async-idle-close']) * 1000;
  return scenes.flatMap(({ event, after }) => {
    const name = `check-at after event ${event.index}`;
    const start = after.idle.alertedAt === undefined ? after.idle.since + silenceMs : after.idle.alertedAt + HOUR_MS;
    return isBetween(name, checkAt(after) - start, 1, HOUR_MS);
  });
};

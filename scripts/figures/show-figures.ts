import type * as v from 'valibot';
import type { FiguresAnswer } from '../../shared/protocol/index.ts';
import { durationText } from '../report/durations.ts';

/** What each status means to people, in the order in which they ask. */
const STATUSES: readonly (readonly [status: string, name: string])[] = [
  ['1', 'new'],
  ['2', 'the customer wrote'],
  ['3', 'alerted, close soon'],
  ['4', 'the desk vanished'],
  ['5', 'transferred'],
  ['-1', 'with an agent'],
  ['-2', 'asleep'],
];

const BAR_MAX = 40;

/** A picture for people: a bar for each status. */
export const asBars = (figures: v.InferOutput<typeof FiguresAnswer>): string => {
  const { service, at, open, waiting, byStatus, longestWaitMs, agentsConnected, complete } = figures;
  const most = Math.max(1, ...Object.values(byStatus));
  const least = complete ? '' : 'at least ';
  const lines = STATUSES.map(([status, name]) => {
    const count = byStatus[status] ?? 0;
    const bar = '#'.repeat(Math.ceil((count / most) * BAR_MAX));
    return `${status.padStart(4)}  ${name.padEnd(20)} ${String(count).padStart(6)}  ${bar}`.trimEnd();
  });
  return [
    `${service} at ${new Date(at).toISOString()}`,
    '',
    ...lines,
    '',
    `${least}${open} open, ${waiting} of them waiting, the longest for ${durationText(longestWaitMs)}; ${agentsConnected} agents connected`,
    ...(complete ? [] : ['There are more than were read: see docs/REPORTING.md.']),
  ].join('\n');
};

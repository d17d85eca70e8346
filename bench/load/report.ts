import type { HourResult } from './virtual-hour.ts';
import type { LoadResult } from './scenarios.ts';
import { barsOf, type Spread } from './spread.ts';
import type { MeasuredPhase, Phase } from './talk.ts';

const cells = ({ p50, p90, p99, max }: Spread): string =>
  [p50, p90, p99, max].map((ms) => String(ms).padStart(8)).join('');

const phaseLines = ({ name, messages, perSec, ack, seen, lost, doubled }: Phase): string[] => [
  `${name}: ${messages} messages, ${perSec} in a second, ${lost} lost, ${doubled} doubled`,
  '  ms                    p50     p90     p99     max',
  `  sent to acked    ${cells(ack)}`,
  `  sent to seen     ${cells(seen)}`,
];

/** What a run came to, for people. */
export const loadReport = ({ plan, sockets, gatherSec, phases, disturbance, troubles }: LoadResult): string => {
  const counts = Object.entries(disturbance).map(([what, count]) => `  ${what.padEnd(24)} ${count}`);
  return [
    `${plan.chats} chats on ${sockets} sockets, connected within ${gatherSec} s`,
    '',
    ...phases.flatMap((phase) => [...phaseLines(phase), '', barsOf(phase.seenMs), '']),
    ...(counts.length === 0 ? [] : [`what the ${plan.scenario} came to`, ...counts, '']),
    `${troubles.length} refused calls and failed invocations in the cloud`,
    ...troubles.slice(0, 5).map((text) => `  ${text}`),
  ].join('\n');
};

/** The result without the single times. */
export const withoutTimes = ({ phases, ...rest }: LoadResult): object => ({
  ...rest,
  phases: phases.map(({ ackMs: _ack, seenMs: _seen, dueSec: _due, ...phase }) => phase),
});

/** The heap of the function over the hour, for people. */
export const hourReport = ({ messages, frames, heapKb, slopeKbPerMin, flat }: HourResult): string => {
  const most = Math.max(...heapKb);
  const lines = heapKb.flatMap((kb, minute) =>
    minute % 5 === 4
      ? [
          `  minute ${String(minute + 1).padStart(2)} ${kb.toFixed(0).padStart(8)} KB  ${'#'.repeat(Math.round((kb / most) * 40))}`,
        ]
      : [],
  );
  return [
    `an hour of chat: ${messages} messages, ${frames} frames, through the deployed bundle of the socket function`,
    ...lines,
    `slope after the first ten minutes: ${slopeKbPerMin.toFixed(2)} KB in a minute, ${flat ? 'flat' : 'NOT flat'}`,
  ].join('\n');
};

const WIDTH = 720;
const HEIGHT = 240;
const COLOURS = ['#2a6f97', '#c9a227', '#c1432e'];

/** A mark for each message: when it was due, and how long its acknowledgement took, on a logarithmic scale. */
export const svgOf = ({ plan, phases }: LoadResult): string => {
  const x = (sec: number): number => Math.round(40 + (sec / plan.sec) * (WIDTH - 50));
  const y = (ms: number): number => Math.round(HEIGHT - 20 - (Math.log10(Math.max(1, ms)) / 4) * (HEIGHT - 30));
  const marks = ({ ackMs, dueSec }: MeasuredPhase, colour: string): string =>
    ackMs.map((ms, n) => `<circle cx="${x(dueSec[n] ?? 0)}" cy="${y(ms)}" r="1.5" fill="${colour}"/>`).join('');
  const lines = [1, 10, 100, 1000, 10_000].map(
    (ms) => `<path d="M40 ${y(ms)}H${WIDTH}" stroke="#ddd"/><text x="2" y="${y(ms) + 3}">${ms} ms</text>`,
  );
  const legend = phases.map(
    ({ name }, n) => `<text x="${50 + n * 120}" y="12" fill="${COLOURS[n] ?? '#000'}">${name}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="9">`,
    ...lines,
    ...phases.map((phase, n) => marks(phase, COLOURS[n] ?? '#000')),
    ...legend,
    '</svg>\n',
  ].join('\n');
};

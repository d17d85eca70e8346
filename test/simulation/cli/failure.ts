import { makePlan, type FaultChoice, type Plan } from '../engine/plan.ts';
import { shrink } from '../engine/shrink.ts';
import type { Breach } from '../engine/tally.ts';
import { timeOf, EPOCH_MS } from '../engine/trace.ts';

/** Long frames are cut in the trace. */
const LINE_CHARS_MAX = 260;

const commandFor = (seed: number, { only, without }: FaultChoice): string => {
  const faults = only === undefined ? '' : ` --faults "${only.join(',')}"`;
  const but = without === undefined || without.length === 0 ? '' : ` --without ${without.join(',')}`;
  return `npm run simulate -- --seed ${seed} --sessions 1${faults}${but}`;
};

const planLines = ({ options, cast, acts }: Plan): string[] => [
  `  options: alert ${options.idleAlertSec} s, close ${options.idleCloseSec} s, disconnect ${options.flexDisconnectSec} s, push ${options.flexPushSec} s`,
  `  cast: ${cast.customerDevices} customer devices${cast.push ? ' with push' : ''}, desks of each agent: ${cast.desks.join(', ')}`,
  ...acts.map(({ afterMs, operation }) => `  ${timeOf(EPOCH_MS + afterMs)}  ${operation.name}`),
];

/** A violation with the smallest session that still shows it, and how to run it again. */
export const describeFailure = async (breach: Breach, choice: FaultChoice): Promise<string> => {
  const shrunk = await shrink(makePlan(breach.seed, choice), breach.invariant);
  const head = [`\nViolation of ${breach.invariant}, seed ${breach.seed}`, ...breach.lines.map((line) => `  ${line}`)];
  const again = [`Run it again: ${commandFor(breach.seed, choice)}`];
  if (shrunk === undefined) return [...head, '  It did not happen again.', ...again].join('\n');
  return [
    ...head,
    'The smallest session that was found',
    ...planLines(shrunk.plan),
    `  faults: ${shrunk.played.strokes.join(', ') || 'none'}`,
    'What happened',
    ...shrunk.played.trace.map((line) => `  ${line.slice(0, LINE_CHARS_MAX)}`),
    ...again,
  ].join('\n');
};

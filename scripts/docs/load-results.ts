import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { Generator } from './blocks.ts';

const Spread = v.object({ p50: v.number(), p90: v.number(), p99: v.number(), max: v.number() });

const Run = v.object({
  plan: v.object({ chats: v.number(), perSec: v.number(), sec: v.number(), floodPerSec: v.number() }),
  sockets: v.number(),
  phases: v.array(
    v.object({
      name: v.string(),
      messages: v.number(),
      ack: Spread,
      seen: Spread,
      lost: v.number(),
      doubled: v.number(),
    }),
  ),
  disturbance: v.record(v.string(), v.number()),
  troubles: v.array(v.string()),
  machine: v.object({ processors: v.number(), loadBefore: v.number() }),
});

const Results = v.object({
  steady: Run,
  'slow-readers': Run,
  flood: Run,
  'virtual-hour': v.object({
    messages: v.number(),
    frames: v.number(),
    heapKb: v.array(v.number()),
    slopeKbPerMin: v.number(),
  }),
});
type Results = v.InferOutput<typeof Results>;

const results = async (): Promise<Results> =>
  v.parse(Results, JSON.parse(await readFile('bench/load/results.json', 'utf8')) as unknown);

const runTable = ({ plan, sockets, phases, disturbance, troubles, machine }: v.InferOutput<typeof Run>): string => {
  const counts = Object.entries(disturbance).map(([what, count]) => `${count.toLocaleString('en')} ${what}`);
  return [
    `${plan.chats} chats on ${sockets} sockets, ${plan.perSec} messages in a second for ${plan.sec} s, on ${machine.processors} processors with a load of ${machine.loadBefore} from other work before the run. Milliseconds; ${troubles.length} refused calls and failed invocations.`,
    '',
    '| phase | messages | acked p50 | p90 | p99 | max | seen p50 | p90 | p99 | max | lost | doubled |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...phases.map(({ name, messages, ack, seen, lost, doubled }) => {
      const times = [ack, seen].flatMap(({ p50, p90, p99, max }) => [p50, p90, p99, max]);
      return `| ${[name, messages, ...times, lost, doubled].join(' | ')} |`;
    }),
    ...(counts.length === 0 ? [] : ['', `Next to it: ${counts.join(', ')}.`]),
  ].join('\n');
};

const hourTable = ({ messages, frames, heapKb, slopeKbPerMin }: Results['virtual-hour']): string => {
  const minutes = [1, 10, 20, 30, 40, 50, 60];
  return [
    `${messages.toLocaleString('en')} messages, ${frames.toLocaleString('en')} frames; ${slopeKbPerMin.toFixed(2)} KB in a minute after the first ten.`,
    '',
    `| after minute | ${minutes.join(' | ')} |`,
    `| --- | ${minutes.map(() => '---:').join(' | ')} |`,
    `| heap, KB | ${minutes.map((minute) => (heapKb[minute - 1] ?? 0).toLocaleString('en')).join(' | ')} |`,
  ].join('\n');
};

/** What the last `npm run load -- --write` of each kind found out. */
export const loadResults: readonly Generator[] = [
  { name: 'load-steady', generate: async () => runTable((await results()).steady) },
  { name: 'load-slow-readers', generate: async () => runTable((await results())['slow-readers']) },
  { name: 'load-flood', generate: async () => runTable((await results()).flood) },
  { name: 'load-hour', generate: async () => hourTable((await results())['virtual-hour']) },
];

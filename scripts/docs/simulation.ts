import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { Generator } from './blocks.ts';

const Counts = v.record(v.string(), v.number());

const Result = v.object({
  seed: v.number(),
  workers: v.number(),
  processors: v.number(),
  sec: v.number(),
  sessions: v.number(),
  steps: v.number(),
  events: v.number(),
  commands: v.number(),
  acknowledged: v.number(),
  violations: Counts,
  struck: Counts,
  lateness: Counts,
});

const count = (value: number): string => value.toLocaleString('en');

const duration = (sec: number): string => (sec < 90 ? `${sec} s` : `${Math.round(sec / 60)} min`);

const table = (heads: readonly [string, string], rows: readonly (readonly [string, number])[]): string[] => [
  `| ${heads[0]} | ${heads[1]} |`,
  '| --- | ---: |',
  ...rows.map(([name, value]) => `| ${name} | ${count(value)} |`),
];

const report = (result: v.InferOutput<typeof Result>): string => {
  const { seed, sessions, sec, processors, commands, acknowledged, events, steps, violations, struck, lateness } =
    result;
  const seeds = seed === 1 ? '' : ` --seed ${seed}`;
  const broken = Object.entries(violations).filter(([, times]) => times > 0);
  const found =
    broken.length === 0
      ? `**No promise was broken**: ${Object.keys(violations).length} promises, looked at in every session.`
      : `Broken: ${broken.map(([name, times]) => `\`${name}\` in ${count(times)} sessions`).join(', ')}.`;
  return [
    `\`npm run simulate --${seeds} --sessions ${sessions} --write\``,
    '',
    `${count(sessions)} sessions in ${duration(sec)} on ${processors} processors: ${count(commands)} commands, ${count(acknowledged)} of them acknowledged, ${count(events)} events, ${count(steps)} steps. ${found}`,
    '',
    ...table(
      ['fault', 'strokes'],
      Object.entries(struck).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
    '',
    'Alerts and closes, by how late they came; jitter, rounding and every fault included:',
    '',
    ...table(['late', 'alerts and closes'], Object.entries(lateness)),
  ].join('\n');
};

/** What the last `npm run simulate -- --write` came to. */
export const simulation: Generator = {
  name: 'simulation',
  generate: async () =>
    report(v.parse(Result, JSON.parse(await readFile('test/simulation/results.json', 'utf8')) as unknown)),
};

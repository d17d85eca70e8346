import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { Generator } from './blocks.ts';

const Results = v.object({
  plots: v.number(),
  runs: v.number(),
  calls: v.number(),
  points: v.number(),
  violations: v.number(),
  twice: v.number(),
  operations: v.array(
    v.object({
      operation: v.string(),
      functions: v.array(v.string()),
      calls: v.array(v.string()),
      points: v.number(),
      violations: v.number(),
      converged: v.array(v.string()),
    }),
  ),
});

const table = ({
  plots,
  runs,
  calls,
  points,
  violations,
  twice,
  operations,
}: v.InferOutput<typeof Results>): string => {
  const count = (value: number): string => value.toLocaleString('en');
  return [
    `${plots} plots, ${count(runs)} runs of functions, ${count(calls)} calls: ${count(points)} points, ${violations} violations. At ${count(twice)} points the retry ended too.`,
    '',
    '| operation | function | calls | points | violations | how it came to the same end |',
    '| --- | --- | --- | ---: | ---: | --- |',
    ...operations.map((of) => {
      const cells = [of.operation, of.functions.join(', '), of.calls.join(' '), of.points, of.violations];
      return `| ${cells.join(' | ')} | ${of.converged.join('; ')} |`;
    }),
  ].join('\n');
};

/** What the last `npm run crash-points -- --write` found out. */
export const crashPoints: Generator = {
  name: 'crash-points',
  generate: async () =>
    table(v.parse(Results, JSON.parse(await readFile('test/crash-points/results.json', 'utf8')) as unknown)),
};

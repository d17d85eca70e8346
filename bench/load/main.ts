/** `npm run load`: how the stack holds under many sockets, slow readers and floods, on the local cloud. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import * as prettier from 'prettier';
import { hourReport, loadReport, svgOf, withoutTimes } from './report.ts';
import { runLoad, SCENARIOS, type LoadPlan, type LoadResult, type Scenario } from './scenarios.ts';
import { measureHour } from './virtual-hour.ts';

const RESULTS_URL = new URL('results.json', import.meta.url);
const SOCKETS_MAX = 5_000;
const SEC_MAX = 600;

const HELP = `npm run load [-- options]

Runs the synthesized stack on this machine in a process of its own, connects customers and desks with the client library,
lets them talk at a steady rate, and prints how long a message takes to its acknowledgement and to the other side. Only
127.0.0.1 is touched. Exit code 1 when a message is lost or doubled, or a memory grows.

  --scenario NAME   steady (default), slow-readers, or flood: a second phase next to what its name says
  --sockets N       customers, each with a chat and a socket (default 200, at most ${SOCKETS_MAX})
  --rate N          messages in a second, of all together (default 20)
  --seconds N       length of each phase (default 20, at most ${SEC_MAX})
  --flood-rate N    messages that the flooding client sends in a second (default 100)
  --virtual-hour    instead: an hour of chats on a virtual clock, with the heap of the socket function after each minute
  --svg FILE        also draw the single times
  --json            print one JSON object (npm run -s load -- --json)
  --write           also keep the result in bench/load/results.json, of which docs/LOAD.md is made
  --help            this text
`;

interface Options {
  readonly plan: LoadPlan;
  readonly virtualHour: boolean;
  readonly svg: string | undefined;
  readonly json: boolean;
  readonly write: boolean;
  readonly help: boolean;
}

const wholeUpTo = (name: string, text: string, most: number): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return value;
  throw new Error(`unable to read the options; --${name} must be a whole number from 1 to ${most}`);
};

const isScenario = (text: string): text is Scenario => SCENARIOS.some((name) => name === text);

const readOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scenario: { type: 'string', default: 'steady' },
      sockets: { type: 'string', default: '200' },
      rate: { type: 'string', default: '20' },
      seconds: { type: 'string', default: '20' },
      'flood-rate': { type: 'string', default: '100' },
      'virtual-hour': { type: 'boolean', default: false },
      svg: { type: 'string' },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (!isScenario(values.scenario)) {
    throw new Error(`unable to read the options; --scenario must be one of ${SCENARIOS.join(', ')}`);
  }
  const plan = {
    scenario: values.scenario,
    chats: wholeUpTo('sockets', values.sockets, SOCKETS_MAX),
    perSec: wholeUpTo('rate', values.rate, 1000),
    sec: wholeUpTo('seconds', values.seconds, SEC_MAX),
    floodPerSec: wholeUpTo('flood-rate', values['flood-rate'], 1000),
  };
  return { ...values, plan, svg: values.svg, virtualHour: values['virtual-hour'] };
};

/** Keeps one result next to those of other scenarios. */
const keep = async (name: string, result: object): Promise<void> => {
  const kept: unknown = existsSync(RESULTS_URL) ? JSON.parse(await readFile(RESULTS_URL, 'utf8')) : {};
  const all = { ...(typeof kept === 'object' ? kept : {}), [name]: result };
  const options = await prettier.resolveConfig('bench/load/results.json');
  await writeFile(RESULTS_URL, await prettier.format(JSON.stringify(all), { ...options, parser: 'json' }));
};

/** Whose figures these are: a machine that was busy with something else measured that too. */
const machine = (): { processors: number; loadBefore: number } => ({
  processors: cpus().length,
  loadBefore: Math.round((loadavg()[0] ?? 0) * 10) / 10,
});

const holds = ({ phases, troubles }: LoadResult): boolean =>
  troubles.length === 0 && phases.every(({ lost, doubled }) => lost === 0 && doubled === 0);

const main = async (): Promise<void> => {
  const { plan, virtualHour, svg, json, write, help } = readOptions(process.argv.slice(2));
  if (help) return console.log(HELP);
  const startedMs = performance.now();
  const say = (text: string): void =>
    console.error(`${String(Math.round((performance.now() - startedMs) / 1000)).padStart(4)} s  ${text}`);
  const where = machine();
  if (virtualHour) {
    const hour = await measureHour(say);
    if (write) await keep('virtual-hour', hour);
    console.log(json ? JSON.stringify(hour, null, 2) : hourReport(hour));
    if (!hour.flat) process.exitCode = 1;
    return;
  }
  const result = await runLoad(plan, say);
  const kept = { ...withoutTimes(result), machine: where };
  if (write) await keep(plan.scenario, kept);
  if (svg !== undefined) await writeFile(svg, svgOf(result));
  console.log(json ? JSON.stringify(kept, null, 2) : loadReport(result));
  if (!holds(result)) process.exitCode = 1;
};

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});

import { parseArgs } from 'node:util';
import { availableParallelism } from 'node:os';
import { allFaults } from '../faults/all-faults.ts';

export const USAGE = `npm run simulate -- [options]

Plays whole chats with faults between any two calls, and checks every promise of docs/RELIABILITY.md.

  --sessions N     how many sessions (default 2000)
  --seed N         the first seed (default 1); session i has seed N + i
  --workers N      processes that share the seeds (default: one for each processor)
  --faults a,b     only these faults (none: an empty list); --list-faults names them
  --without a,b    all faults but these
  --ablations      switch off one rule after the other, see what breaks (--sessions: tries for each)
                   and write the table of docs/RELIABILITY.md
  --trace          print every step (with --sessions 1)
  --json           print the result as JSON
  --progress       print progress even if nobody watches
  --write          also keep the result in test/simulation/results.json, of which docs/RELIABILITY.md is made
  --list-faults    name every fault
  --help           this text`;

/** What the command line asks for. */
export interface Wanted {
  readonly sessions: number;
  readonly seed: number;
  readonly workers: number;
  readonly faults: readonly string[] | undefined;
  readonly without: readonly string[];
  readonly ablations: boolean;
  readonly trace: boolean;
  readonly json: boolean;
  readonly progress: boolean;
  readonly write: boolean;
  readonly listFaults: boolean;
  readonly help: boolean;
}

const number = (name: string, text: string, least: number): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`--${name} must be a whole number from ${least}, not "${text}"`);
};

const names = (name: string, text: string): string[] => {
  const wanted = text.split(',').filter((word) => word !== '');
  const unknown = wanted.find((word) => !allFaults.some((fault) => fault.name === word));
  if (unknown !== undefined) throw new Error(`--${name}: there is no fault "${unknown}"; --list-faults names them`);
  return wanted;
};

/** @throws with a sentence for people when the line cannot be understood. */
export const readCommandLine = (args: readonly string[]): Wanted => {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      sessions: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
      workers: { type: 'string', default: String(availableParallelism()) },
      faults: { type: 'string' },
      without: { type: 'string', default: '' },
      ablations: flag,
      trace: flag,
      json: flag,
      progress: flag,
      write: flag,
      'list-faults': flag,
      help: flag,
    },
  });
  return {
    sessions: number('sessions', values.sessions, 1),
    seed: number('seed', values.seed, 0),
    workers: number('workers', values.workers, 1),
    faults: values.faults === undefined ? undefined : names('faults', values.faults),
    without: names('without', values.without),
    ablations: values.ablations,
    trace: values.trace,
    json: values.json,
    progress: values.progress,
    write: values.write,
    listFaults: values['list-faults'],
    help: values.help,
  };
};

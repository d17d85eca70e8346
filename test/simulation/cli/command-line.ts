import { parseArgs } from 'node:util';
import { availableParallelism } from 'node:os';
import { allAblations } from '../ablations/all-ablations.ts';
import { allFaults } from '../faults/all-faults.ts';

export const USAGE = `npm run simulate -- [options]

Plays whole chats with faults between any two calls, and checks every promise of docs/RELIABILITY.md.

  --sessions N     how many sessions (default 2000)
  --seed N         the first seed (default 1); session i has seed N + i
  --workers N      processes that share the seeds (default: one for each processor)
  --faults a,b     only these faults (none: an empty list); --list-faults names them
  --without a,b    all faults but these
  --ablations      switch off one rule after the other, see what breaks (--sessions: tries for each)
                   and write the tables of docs/RELIABILITY.md
  --ablation a,b   only these rules; --list-ablations names them
  --trace          print every step (with --sessions 1)
  --json           print the result as JSON
  --progress       print progress even if nobody watches
  --write          also keep the result in test/simulation/results.json, of which docs/RELIABILITY.md is made
  --stale          with either: only rules whose line of the table shows nothing any more
  --list-faults    name every fault
  --list-ablations name every rule that can be switched off
  --help           this text`;

/** What the command line asks for. */
export interface Wanted {
  readonly sessions: number;
  readonly seed: number;
  readonly workers: number;
  readonly faults: readonly string[] | undefined;
  readonly without: readonly string[];
  /** The rules to switch off, one after the other; undefined: none. */
  readonly ablations: readonly string[] | undefined;
  readonly trace: boolean;
  readonly json: boolean;
  readonly progress: boolean;
  readonly write: boolean;
  /** Whether only rules are switched off whose line in the table is out of date. */
  readonly stale: boolean;
  readonly listFaults: boolean;
  readonly listAblations: boolean;
  readonly help: boolean;
}

const number = (name: string, text: string, least: number): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`--${name} must be a whole number from ${least}, not "${text}"`);
};

const pick = (option: string, text: string, known: readonly { readonly name: string }[], list: string): string[] => {
  const wanted = text.split(',').filter((word) => word !== '');
  const unknown = wanted.find((word) => !known.some(({ name }) => name === word));
  if (unknown !== undefined) throw new Error(`--${option}: there is no "${unknown}"; ${list} names what there is`);
  return wanted;
};

const faultNames = (option: string, text: string): string[] => pick(option, text, allFaults, '--list-faults');

const ablationNames = (all: boolean, some: string | undefined): string[] | undefined => {
  if (some !== undefined) return pick('ablation', some, allAblations, '--list-ablations');
  return all ? allAblations.map(({ name }) => name) : undefined;
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
      ablation: { type: 'string' },
      trace: flag,
      json: flag,
      progress: flag,
      write: flag,
      stale: flag,
      'list-faults': flag,
      'list-ablations': flag,
      help: flag,
    },
  });
  return {
    sessions: number('sessions', values.sessions, 1),
    seed: number('seed', values.seed, 0),
    workers: number('workers', values.workers, 1),
    faults: values.faults === undefined ? undefined : faultNames('faults', values.faults),
    without: faultNames('without', values.without),
    ablations: ablationNames(values.ablations, values.ablation),
    trace: values.trace,
    json: values.json,
    progress: values.progress,
    write: values.write,
    stale: values.stale,
    listFaults: values['list-faults'],
    listAblations: values['list-ablations'],
    help: values.help,
  };
};

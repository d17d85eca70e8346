import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface MainOptions {
  readonly port: number;
  readonly dataDir: string | undefined;
  readonly clock: 'real' | 'virtual';
  readonly assemblyDirectory: string;
  readonly synthesizes: boolean;
  readonly quiet: boolean;
  readonly help: boolean;
}

export const HELP = `Runs the stack on this machine, from its synthesized template.

  npm start -- [options]

  --port N          port of the front door (default 4480; 0 takes a free one)
  --data DIR        keep tables, queues, schedules and secrets in DIR (default: in memory)
  --clock MODE      real (default), or virtual: time stands still until POST /_local/clock moves it
  --assembly DIR    folder of the cloud assembly (default cdk.out)
  --no-synth        run the assembly as it is, without bundling and synthesizing first
  --quiet           say nothing but where the pages are
  --help            this text
`;

/** Reads the command line. Throws one sentence about the first thing that is wrong. */
export function parseOptions(args: readonly string[]): MainOptions {
  const values = readValues(args);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`unable to read the options; ${values.port} is not a port`);
  }
  const { clock } = values;
  if (clock !== 'real' && clock !== 'virtual') {
    throw new Error(`unable to read the options; --clock is real or virtual, not ${clock}`);
  }
  return {
    port,
    dataDir: values.data,
    clock,
    assemblyDirectory: values.assembly,
    synthesizes: !values['no-synth'],
    quiet: values.quiet,
    help: values.help,
  };
}

function readValues(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '4480' },
        data: { type: 'string' },
        clock: { type: 'string', default: 'real' },
        assembly: { type: 'string', default: 'cdk.out' },
        'no-synth': { type: 'boolean', default: false },
        quiet: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new Error(`unable to read the options; ${error instanceof Error ? error.message : String(error)}`);
  }
}

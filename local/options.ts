import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface MainOptions {
  readonly port: number;
  readonly dataDir: string | undefined;
  readonly clock: 'real' | 'virtual';
  readonly assemblyDirectory: string;
  readonly synthesizes: boolean;
  /** Context options that replace those of cdk.json. */
  readonly context: Readonly<Record<string, string>>;
  readonly quiet: boolean;
  readonly help: boolean;
}

export const HELP = `Runs the stack on this machine, from its synthesized template.

  npm start -- [options]

  --port N          port of the front door (default 4480; 0 takes a free one)
  --data DIR        keep tables, queues, schedules and secrets in DIR (default: in memory)
  --clock MODE      real (default), or virtual: time stands still until POST /_local/clock moves it
  --assembly DIR    folder of the cloud assembly (default cdk.out)
  --context N=V     synthesize with this context option; may be given several times
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
    context: Object.fromEntries(values.context.map(pairOf)),
    quiet: values.quiet,
    help: values.help,
  };
}

function pairOf(text: string): [name: string, value: string] {
  const cut = text.indexOf('=');
  if (cut < 1) throw new Error(`unable to read the options; --context ${text} is not a name, = and a value`);
  return [text.slice(0, cut), text.slice(cut + 1)];
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
        context: { type: 'string', multiple: true, default: [] },
        'no-synth': { type: 'boolean', default: false },
        quiet: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new Error(`unable to read the options; ${error instanceof Error ? error.message : String(error)}`);
  }
}

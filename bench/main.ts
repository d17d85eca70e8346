/** `npm run bench`: what messages and sleeping chats cost, measured on the local cloud and held against the bars. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as prettier from 'prettier';
import { barTable, holds } from './bars.ts';
import { measureAll, type Figures } from './figures.ts';
import { costTables } from './cost-tables.ts';
import { MESSAGES_MIN, OVER_SOCKETS } from './messages.ts';

const RESULTS_URL = new URL('results.json', import.meta.url);

const HELP = `npm run bench [-- options]

Runs the synthesized stack on this machine, plays one long conversation and several short ones through it, counts what
AWS would bill, and compares it with the bars. Exit code 1 when a bar is broken. Takes minutes; nothing leaves the machine.

  --messages N   length of the long conversation, at least ${MESSAGES_MIN} (default 10000); the first and last ${OVER_SOCKETS} go over
                 real sockets, the others as the same events through the same bundle in a process of its own
  --json         print one JSON object (npm run -s bench -- --json)
  --write        also write bench/results.json, of which docs/COST.md is made
  --help         this text
`;

interface Options {
  readonly messages: number;
  readonly json: boolean;
  readonly write: boolean;
  readonly help: boolean;
}

const readOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      messages: { type: 'string', default: '10000' },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const messages = Number(values.messages);
  if (!Number.isSafeInteger(messages) || messages < MESSAGES_MIN || messages % 8 !== 0) {
    throw new Error(`unable to read the options; --messages must be a multiple of 8 and at least ${MESSAGES_MIN}`);
  }
  return { ...values, messages };
};

const write = async (figures: Figures): Promise<void> => {
  const options = await prettier.resolveConfig('bench/results.json');
  await writeFile(RESULTS_URL, await prettier.format(JSON.stringify(figures), { ...options, parser: 'json' }));
};

const report = (figures: Figures): string =>
  [
    `${figures.messages} messages, ${figures.messagesOverSockets} of them over real sockets`,
    barTable(figures.bars),
    costTables(figures),
  ].join('\n\n');

const main = async (): Promise<void> => {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(HELP);
    return;
  }
  const startedMs = performance.now();
  const figures = await measureAll(options.messages, (text) => {
    console.error(`${String(Math.round((performance.now() - startedMs) / 1000)).padStart(4)} s  ${text}`);
  });
  if (options.write) await write(figures);
  console.log(options.json ? JSON.stringify(figures, null, 2) : report(figures));
  if (!figures.bars.every(holds)) process.exitCode = 1;
};

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});

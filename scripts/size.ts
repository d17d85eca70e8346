/** `npm run size`: holds what is deployed and what browsers load against its limits. */
import { parseArgs } from 'node:util';
import { bundleFunctions, bundlePages } from './bundle.ts';
import { clientGzipBytes } from './size/client-bytes.ts';
import { isTooLarge, measured, sizeLines } from './size/limits.ts';

const HELP = `npm run size [-- --json]

Bundles functions and pages and compares them with their limits. Exit code 1 when one is too large.`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help === true) {
    console.log(HELP);
    return;
  }
  const [{ functions }, pages, client] = await Promise.all([bundleFunctions(), bundlePages(), clientGzipBytes()]);
  const sizes = measured({ functions, pages, client });
  console.log(values.json === true ? JSON.stringify(sizes, null, 2) : sizeLines(sizes));
  if (sizes.some(isTooLarge)) process.exitCode = 1;
}

await main().catch((error: unknown) => {
  console.error(`unable to tell sizes; ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});

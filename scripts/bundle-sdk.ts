/**
 * The parts of the AWS SDK that a Lambda function carries but cannot reach. Each is replaced by the smallest module
 * that keeps the SDK's contract, together with the reason why nothing is lost. A new SDK version stops the build when
 * it imports another name from a replaced module (esbuild refuses imports that have no export), and when a module
 * whose text is cut does not look as it did; test/scripts/lean-sdk.test.ts holds that every replaced module is still
 * there and answers as the SDK's own does.
 */
import { readFile } from 'node:fs/promises';
import { sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { endpointReplacements } from './lean-sdk/endpoints.ts';
import { errorReplacements } from './lean-sdk/errors.ts';
import { environmentReplacements } from './lean-sdk/environment.ts';
import type { Replacement } from './lean-sdk/replacement.ts';
import { unusedReplacements } from './lean-sdk/unused.ts';

/** Everything that is replaced. */
export const sdkReplacements: readonly Replacement[] = [
  ...environmentReplacements,
  ...endpointReplacements,
  ...errorReplacements,
  ...unusedReplacements,
];

/** An esbuild plugin that leaves out what the SDK never uses inside Lambda: see the lists above. */
export const leanSdk: Plugin = {
  name: 'lean-sdk',
  setup(build) {
    for (const { modules, contents, loader = 'js' } of sdkReplacements) {
      build.onLoad({ filter: modules }, async ({ path }) => ({
        contents: contents({ path: path.split(sep).join('/'), source: await readFile(path, 'utf8') }),
        loader,
      }));
    }
  },
};

/**
 * The parts of the AWS SDK that a Lambda function carries but cannot reach. Each is replaced by the smallest module
 * that keeps the SDK's contract, together with the reason why nothing is lost. A new SDK version that imports another
 * name from a replaced module stops the build: esbuild refuses imports that have no export.
 */
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

interface Replacement {
  readonly module: string;
  readonly why: string;
  readonly contents: string;
}

const replacements: readonly Replacement[] = [
  {
    module: '@aws-sdk/credential-provider-node',
    why: 'Lambda hands a function its credentials in the environment, so files, SSO, STS and metadata endpoints are never asked',
    contents: `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
  },
  {
    module: '@smithy/core/event-streams',
    why: 'loaded on demand by operations that stream events, and no operation of the clients in use does',
    contents: `throw new Error('unable to stream events; the bundle leaves that part of the SDK out');`,
  },
  {
    module: 'mnemonist/lru-cache',
    why: 'holds the endpoints that endpoint discovery found; discovery is off, so the cache stays empty',
    contents: `export default class extends Map { constructor() { super(); } peek(key) { return this.get(key); } }`,
  },
];

const NAMESPACE = 'sdk-replacement';

/** An esbuild plugin that leaves out what the SDK never uses inside Lambda: see the list above. */
export const leanSdk: Plugin = {
  name: 'lean-sdk',
  setup(build) {
    for (const { module, contents } of replacements) {
      build.onResolve({ filter: exactly(module) }, ({ resolveDir }) => ({
        path: module,
        namespace: NAMESPACE,
        pluginData: { resolveDir },
        sideEffects: false,
      }));
      build.onLoad({ filter: exactly(module), namespace: NAMESPACE }, ({ pluginData }) => ({
        contents,
        resolveDir: resolveDirOf(pluginData),
        loader: 'js',
      }));
    }
    // A client reads its own version from its manifest; the rest of the manifest is of no use at run time.
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/]client-[^\\/]+[\\/]package\.json$/ }, async ({ path }) => ({
      contents: JSON.stringify({ version: versionIn(JSON.parse(await readFile(path, 'utf8'))) }),
      loader: 'json',
    }));
  },
};

const exactly = (module: string): RegExp => new RegExp(`^${module.replaceAll(/[/.]/g, '\\$&')}$`);

const resolveDirOf = (pluginData: unknown): string => {
  if (typeof pluginData === 'object' && pluginData !== null && 'resolveDir' in pluginData) {
    return String(pluginData.resolveDir);
  }
  throw new Error('unable to load a replacement; it was not resolved by this plugin');
};

const versionIn = (manifest: unknown): unknown =>
  typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;

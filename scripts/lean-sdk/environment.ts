import { modulesAt, type Replacement } from './replacement.ts';

/** What the SDK asks its surroundings for: in Lambda, all of it stands in the environment. */
export const environmentReplacements: readonly Replacement[] = [
  {
    modules: modulesAt('@aws-sdk/credential-provider-node/dist-es/index.js'),
    why: 'Lambda hands a function its credentials in the environment, so files, SSO, STS and metadata endpoints are never asked',
    contents: () => `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
  },
  {
    modules: modulesAt('@smithy/core/dist-es/submodules/config/node-config-provider/fromSharedConfigFiles.js'),
    why: 'no function has configuration files in a home directory; the SDK then goes on to its defaults',
    contents: () => `
import { CredentialsProviderError } from '../property-provider/CredentialsProviderError';
export const fromSharedConfigFiles = () => async () => {
  throw new CredentialsProviderError('a function has no configuration files');
};`,
  },
  {
    modules: modulesAt(
      '@smithy/core/dist-es/submodules/config/config-resolver/regionConfig/getInstanceMetadataRegion.js',
    ),
    why: 'asks the metadata endpoint of a virtual machine for its region; Lambda has none, and names the region in the environment',
    contents: () => `export const getInstanceMetadataRegion = async () => undefined;`,
  },
  {
    modules: modulesAt('@aws/lambda-invoke-store/dist-es/invoke-store.js'),
    why: 'makes a store for the trace id where the runtime has made none; the SDK then takes the trace id from the environment',
    contents: () => `export const InvokeStore = { getInstanceAsync: async () => globalThis.awslambda?.InvokeStore };`,
  },
  {
    modules: modulesAt('@aws-sdk/core/dist-es/submodules/client/emitWarningIfUnsupportedVersion.js'),
    why: 'warns whoever runs an old Node.js; the template names the version that functions run on',
    contents: () =>
      `export const emitWarningIfUnsupportedVersion = () => {}; export const state = { warningEmitted: true };`,
  },
  {
    modules: modulesAt('@aws-sdk/client-*/package.json'),
    why: 'a client reads its own version from its manifest; the rest of the manifest is of no use at run time',
    contents: ({ source }) => JSON.stringify({ version: versionIn(JSON.parse(source)) }),
    loader: 'json',
  },
];

const versionIn = (manifest: unknown): unknown =>
  typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;

import { modulesAt, type Replacement } from './replacement.ts';

/** Parts that the operations and settings of the functions never use. What somebody starts to use says so with an error. */
export const unusedReplacements: readonly Replacement[] = [
  {
    modules: modulesAt('@smithy/core/dist-es/submodules/event-streams/index.js'),
    why: 'loaded on demand by operations that stream events, and no operation of the clients in use does',
    contents: () => `throw new Error('unable to stream events; the bundle leaves that part of the SDK out');`,
  },
  {
    modules: modulesAt('@smithy/signature-v4/dist-es/HeaderFormatter.js'),
    why: 'writes the headers of streamed events in order to sign them',
    contents: () => `
export class HeaderFormatter {
  format() {
    throw new Error('unable to sign a streamed event; the bundle leaves that part of the SDK out');
  }
}`,
  },
  {
    modules: modulesAt('@smithy/core/dist-es/submodules/serde/util-stream/sdk-stream-mixin.browser.js'),
    why: 'reads the streams of browsers; over HTTP, Node.js gives its own',
    contents: () => `
export const sdkStreamMixin = () => {
  throw new Error('unable to read a stream of a browser; the bundle leaves that part of the SDK out');
};`,
  },
  {
    modules: modulesAt('@smithy/core/dist-es/submodules/checksum/sha256/Sha256Js.js'),
    why: 'stands in where Node.js is built without OpenSSL, and that of Lambda is not',
    contents: () => `
export class Sha256Js {
  constructor() {
    throw new Error('unable to sign; this Node.js has no cryptography');
  }
}`,
  },
  {
    modules: modulesAt('@smithy/core/dist-es/submodules/retry/util-retry/AdaptiveRetryStrategy.js'),
    why: 'AWS_RETRY_MODE=adaptive, which delays first attempts too: a user waits for most calls, so functions retry in the standard way',
    contents: () => `
export class AdaptiveRetryStrategy {
  constructor() {
    throw new Error('unable to retry; the bundle knows AWS_RETRY_MODE "standard" only');
  }
}`,
  },
  {
    modules: modulesAt('@aws-sdk/middleware-endpoint-discovery/dist-es/resolveEndpointDiscoveryConfig.js'),
    why: 'keeps the endpoints that discovery finds; it is off in every client that has it',
    contents: () => `
export const resolveEndpointDiscoveryConfig = (config) =>
  Object.assign(config, {
    endpointCache: { getEndpoint: () => undefined },
    endpointDiscoveryEnabled: async () => false,
    isClientEndpointDiscoveryEnabled: false,
  });`,
  },
  {
    modules: modulesAt('@aws-sdk/core/dist-es/submodules/client/middleware-logger/loggerMiddleware.js'),
    why: 'hands each call to the logger of its client, and no client has one: text of chats stays out of logs',
    contents: () => `
export const loggerMiddlewareOptions = {};
export const loggerMiddleware = () => (next) => next;
export const getLoggerPlugin = () => ({ applyToStack: () => {} });`,
  },
  {
    modules: modulesAt('@smithy/core/dist-es/submodules/client/smithy-client/schemaLogFilter.js'),
    why: 'takes what is secret out of what that logger would get',
    contents: () => `
export const schemaLogFilter = () => {
  throw new Error('unable to log a call; the bundle leaves that part of the SDK out');
};`,
  },
];

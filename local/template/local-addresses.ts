import { REGION, URL_SUFFIX } from './identifiers.ts';
import type { CloudModel, HttpApiModel } from './model.ts';

/** Where the local cloud answers, without a slash at the end. */
export interface LocalAddresses {
  /** SDK calls, e.g. `http://127.0.0.1:40123`. */
  readonly endpointUrl: string;
  /** Browsers and other clients, e.g. `http://localhost:4480`. */
  readonly frontDoorUrl: string;
}

/** Path below the front door that stands for an API's own domain. */
export const API_PATH = '/_api/';
/** Path below the front door under which the user pools' issuers live. */
export const ISSUER_PATH = '/_local/oidc/';

/** The same model with every address of AWS (APIs, queues, distribution, issuers) replaced by the local one. */
export function toLocalAddresses(model: CloudModel, { endpointUrl, frontDoorUrl }: LocalAddresses): CloudModel {
  const socketUrl = frontDoorUrl.replace(/^http/, 'ws');
  const domain = (apiId: string): string => `${apiId}.execute-api.${REGION}.${URL_SUFFIX}`;
  const replacements: (readonly [string, string])[] = [
    ...model.distributions.flatMap(({ domainName }) => [
      [`https://${domainName}`, frontDoorUrl] as const,
      [`wss://${domainName}`, socketUrl] as const,
    ]),
    ...model.socketApis.flatMap(({ id }) => [
      [`wss://${domain(id)}`, `${socketUrl}${API_PATH}${id}`] as const,
      // Over HTTPS a WebSocket API has only @connections.
      [`https://${domain(id)}`, `${endpointUrl}/${id}`] as const,
    ]),
    ...model.httpApis.map(({ id }) => [`https://${domain(id)}`, `${frontDoorUrl}${API_PATH}${id}`] as const),
    [`https://cognito-idp.${REGION}.${URL_SUFFIX}/`, `${frontDoorUrl}${ISSUER_PATH}`],
    // An endpoint without names of its own has its buckets in the path.
    ...model.buckets.flatMap(({ name, domainNames }) =>
      domainNames.map((bucket) => [`https://${bucket}`, `${endpointUrl}/${name}`] as const),
    ),
    [`https://sqs.${REGION}.${URL_SUFFIX}/`, `${endpointUrl}/`],
  ];
  const localize = (text: string): string =>
    replacements.reduce((current, [address, local]) => current.replaceAll(address, local), text);
  return {
    ...model,
    functions: model.functions.map((one) => ({ ...one, environment: mapValues(one.environment, localize) })),
    queues: model.queues.map((queue) => ({ ...queue, url: localize(queue.url) })),
    httpApis: model.httpApis.map((api) => localHttpApi(api, localize)),
    userPools: model.userPools.map((pool) => ({ ...pool, issuer: localize(pool.issuer) })),
    buckets: model.buckets.map((bucket) => ({
      ...bucket,
      contents: bucket.contents.map((content) => ({ ...content, markers: mapValues(content.markers, localize) })),
    })),
    distributions: model.distributions.map((distribution) => ({
      ...distribution,
      behaviors: distribution.behaviors.map((behavior) => ({
        ...behavior,
        responseHeaders: mapValues(behavior.responseHeaders, localize),
      })),
    })),
    outputs: mapValues(model.outputs, localize),
  };
}

function localHttpApi(api: HttpApiModel, localize: (text: string) => string): HttpApiModel {
  return {
    ...api,
    cors: api.cors && { ...api.cors, allowOrigins: api.cors.allowOrigins.map(localize) },
    routes: api.routes.map((route) => ({
      ...route,
      authorizer:
        typeof route.authorizer === 'object'
          ? { ...route.authorizer, issuer: localize(route.authorizer.issuer) }
          : route.authorizer,
    })),
  };
}

function mapValues(values: Readonly<Record<string, string>>, map: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}

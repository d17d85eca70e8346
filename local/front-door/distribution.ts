import { matchesWildcard } from '../iam/evaluate.ts';
import type { BehaviorModel, BucketModel, DistributionModel, OriginModel } from '../template/model.ts';
import { REGION, URL_SUFFIX } from '../template/identifiers.ts';
import { runViewerFunction } from './viewer-function.ts';

/** Where the distribution sends a request. */
export type Destination =
  | { readonly kind: 'bucket'; readonly bucket: BucketModel; readonly path: string; readonly behavior: BehaviorModel }
  | {
      readonly kind: 'api';
      readonly apiId: string;
      /** Path with query at the API's own domain. */
      readonly target: string;
      readonly behavior: BehaviorModel;
      readonly originHeaders: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'respond'; readonly status: number; readonly location: string | undefined };

/** Follows a distribution's behaviours: the first whose path pattern fits decides. */
export function chooseDestination(
  distribution: DistributionModel,
  buckets: readonly BucketModel[],
  method: string,
  path: string,
  query: string,
): Destination {
  const behavior = distribution.behaviors.find(({ pathPattern }) => fits(pathPattern, path));
  if (!behavior) throw new Error(`unable to serve ${path}; the distribution has no default behaviour`);
  // CloudFront refuses a method that a behaviour does not list.
  if (!behavior.allowedMethods.includes(method)) return { kind: 'respond', status: 403, location: undefined };
  const rooted = path === '/' && distribution.defaultRootObject ? `/${distribution.defaultRootObject}` : path;
  let uri = rooted;
  if (behavior.viewerRequestCode !== undefined) {
    // The root object is chosen after viewer functions have run.
    const verdict = runViewerFunction(behavior.viewerRequestCode, { method, uri: path, querystring: query });
    if (verdict.kind === 'respond') return verdict;
    uri = verdict.uri === '/' && path === '/' ? rooted : verdict.uri;
  }
  const origin = distribution.origins.find(({ id }) => id === behavior.originId);
  if (!origin) throw new Error(`unable to serve ${path}; origin ${behavior.originId} does not exist`);
  return toOrigin(origin, behavior, buckets, uri, query);
}

function toOrigin(
  origin: OriginModel,
  behavior: BehaviorModel,
  buckets: readonly BucketModel[],
  uri: string,
  query: string,
): Destination {
  const bucket = buckets.find(({ domainNames }) => domainNames.includes(origin.domainName));
  if (bucket) return { kind: 'bucket', bucket, path: origin.path + uri, behavior };
  const suffix = `.execute-api.${REGION}.${URL_SUFFIX}`;
  if (!origin.domainName.endsWith(suffix)) {
    throw new Error(`unable to serve ${uri}; the local cloud does not know the origin ${origin.domainName}`);
  }
  const forwardedQuery = behavior.forwardsViewer && query !== '' ? `?${query}` : '';
  return {
    kind: 'api',
    apiId: origin.domainName.slice(0, -suffix.length),
    target: origin.path + uri + forwardedQuery,
    behavior,
    originHeaders: origin.headers,
  };
}

/** A leading slash of a pattern is optional. */
function fits(pattern: string, path: string): boolean {
  return matchesWildcard(pattern.startsWith('/') || pattern === '*' ? pattern : `/${pattern}`, path);
}

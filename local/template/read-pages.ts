import type {
  BehaviorModel,
  BucketContent,
  BucketCorsRule,
  BucketModel,
  DistributionModel,
  LifecycleRule,
  OriginModel,
} from './model.ts';
import type { Properties } from './properties.ts';
import type { Resource, StackReader } from './stack-reader.ts';

/** CloudFront's managed SecurityHeadersPolicy, by its public id. */
const SECURITY_HEADERS_POLICY = '67f7725c-6f97-4210-82d7-5512b31e9d03';

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'x-xss-protection': '1; mode=block',
};

/** Buckets with the folders that the deployment copies into them. */
export function readBuckets(stack: StackReader): readonly BucketModel[] {
  const deployments = stack.resources('Custom::CDKBucketDeployment');
  return stack.resources('AWS::S3::Bucket').map((resource) => {
    const { identity, properties } = resource;
    const own = deployments.filter((one) => one.properties.text('DestinationBucketName') === identity.ref);
    return {
      name: identity.ref,
      arn: stack.arn(resource),
      domainNames: ['DomainName', 'RegionalDomainName'].map((name) => identity.attributes[name] ?? ''),
      contents: own.flatMap((deployment) => contentsOf(stack, deployment)),
      cors: properties.group('CorsConfiguration').groups('CorsRules').map(readCorsRule),
      lifecycle: properties.group('LifecycleConfiguration').groups('Rules').flatMap(readLifecycleRule),
    };
  });
}

function readCorsRule(rule: Properties): BucketCorsRule {
  return {
    allowedOrigins: rule.texts('AllowedOrigins'),
    allowedMethods: rule.texts('AllowedMethods'),
    allowedHeaders: rule.texts('AllowedHeaders'),
    exposedHeaders: rule.texts('ExposedHeaders'),
    maxAgeSec: rule.raw('MaxAge') === undefined ? undefined : rule.number('MaxAge', 0),
  };
}

/** What removes objects by their age; rules about uploads in parts and older versions have nothing to act on here. */
function readLifecycleRule(rule: Properties): readonly LifecycleRule[] {
  if (rule.optionalText('Status') !== 'Enabled' || rule.raw('ExpirationInDays') === undefined) return [];
  const tags = rule.groups('TagFilters').map((tag) => [tag.text('Key'), tag.text('Value')] as const);
  return [
    {
      prefix: rule.optionalText('Prefix') ?? '',
      tags: Object.fromEntries(tags),
      expirationDays: rule.number('ExpirationInDays', 0),
    },
  ];
}

function contentsOf(stack: StackReader, { logicalId, properties }: Resource): readonly BucketContent[] {
  const markers = properties.groups('SourceMarkers');
  return properties.texts('SourceObjectKeys').map((key, index) => {
    const directory = stack.assembly.assetPath(key);
    if (directory === undefined) throw new Error(`unable to read ${logicalId}; the assembly has no asset ${key}`);
    const own = markers[index];
    return {
      directory,
      prefix: properties.optionalText('DestinationBucketKeyPrefix') ?? '',
      markers: Object.fromEntries(own?.names.map((name) => [name, own.text(name)]) ?? []),
    };
  });
}

/** Distributions with their origins and behaviours. */
export function readDistributions(stack: StackReader): readonly DistributionModel[] {
  const functions = new Map(
    stack
      .resources('AWS::CloudFront::Function')
      .map(({ identity, properties }) => [identity.ref, properties.text('FunctionCode')]),
  );
  const policies = new Map(
    stack
      .resources('AWS::CloudFront::ResponseHeadersPolicy')
      .map(({ identity, properties }) => [
        identity.ref,
        responseHeaders(properties.group('ResponseHeadersPolicyConfig')),
      ]),
  );
  policies.set(SECURITY_HEADERS_POLICY, SECURITY_HEADERS);
  return stack.resources('AWS::CloudFront::Distribution').map(({ identity, properties }) => {
    const config = properties.group('DistributionConfig');
    return {
      domainName: identity.attributes['DomainName'] ?? identity.ref,
      defaultRootObject: config.optionalText('DefaultRootObject'),
      origins: config.groups('Origins').map(readOrigin),
      behaviors: [
        ...config.groups('CacheBehaviors').map((behavior) => readBehavior(behavior, functions, policies)),
        readBehavior(config.group('DefaultCacheBehavior'), functions, policies),
      ],
      errorPages: config
        .groups('CustomErrorResponses')
        .filter((page) => page.optionalText('ResponsePagePath') !== undefined)
        .map((page) => ({
          status: page.number('ErrorCode', 404),
          pagePath: page.text('ResponsePagePath'),
          asStatus: page.number('ResponseCode', page.number('ErrorCode', 404)),
        })),
    };
  });
}

function readOrigin(origin: Properties): OriginModel {
  const headers = origin
    .groups('OriginCustomHeaders')
    .map((header) => [header.text('HeaderName'), header.text('HeaderValue')] as const);
  return {
    id: origin.text('Id'),
    domainName: origin.text('DomainName'),
    path: origin.optionalText('OriginPath') ?? '',
    headers: Object.fromEntries(headers),
  };
}

function readBehavior(
  behavior: Properties,
  functions: ReadonlyMap<string, string>,
  policies: ReadonlyMap<string, Readonly<Record<string, string>>>,
): BehaviorModel {
  const viewerRequest = behavior
    .groups('FunctionAssociations')
    .find((association) => association.text('EventType') === 'viewer-request');
  return {
    pathPattern: behavior.optionalText('PathPattern') ?? '*',
    originId: behavior.text('TargetOriginId'),
    allowedMethods: behavior.raw('AllowedMethods') === undefined ? ['GET', 'HEAD'] : behavior.texts('AllowedMethods'),
    forwardsViewer: behavior.optionalText('OriginRequestPolicyId') !== undefined,
    viewerRequestCode: viewerRequest && functions.get(viewerRequest.text('FunctionARN')),
    responseHeaders: policies.get(behavior.optionalText('ResponseHeadersPolicyId') ?? '') ?? {},
  };
}

function responseHeaders(policy: Properties): Record<string, string> {
  const headers: Record<string, string> = {};
  const security = policy.group('SecurityHeadersConfig');
  const take = (group: string, property: string, header: string): void => {
    const value = security.group(group).optionalText(property);
    if (value !== undefined) headers[header] = value;
  };
  take('ContentSecurityPolicy', 'ContentSecurityPolicy', 'content-security-policy');
  take('FrameOptions', 'FrameOption', 'x-frame-options');
  take('ReferrerPolicy', 'ReferrerPolicy', 'referrer-policy');
  if (security.raw('ContentTypeOptions') !== undefined) headers['x-content-type-options'] = 'nosniff';
  // Strict-Transport-Security is left out: the local front door speaks plain HTTP.
  for (const custom of policy.group('CustomHeadersConfig').groups('Items')) {
    headers[custom.text('Header').toLowerCase()] = custom.text('Value');
  }
  return headers;
}

import type { Statement } from '../iam/statement.ts';

/** A deployed stack as the local cloud runs it: every expression evaluated, names and ARNs in AWS's form. */
export interface CloudModel {
  readonly stackName: string;
  readonly functions: readonly FunctionModel[];
  readonly roles: readonly RoleModel[];
  readonly managedPolicies: readonly ManagedPolicyModel[];
  readonly invokePermissions: readonly InvokePermission[];
  readonly tables: readonly TableModel[];
  readonly queues: readonly QueueModel[];
  readonly eventSources: readonly EventSourceModel[];
  readonly scheduleGroups: readonly NamedArn[];
  readonly schedules: readonly ScheduleModel[];
  readonly buses: readonly NamedArn[];
  readonly rules: readonly RuleModel[];
  readonly secrets: readonly SecretModel[];
  readonly socketApis: readonly SocketApiModel[];
  readonly httpApis: readonly HttpApiModel[];
  readonly userPools: readonly UserPoolModel[];
  readonly buckets: readonly BucketModel[];
  readonly distributions: readonly DistributionModel[];
  readonly outputs: Readonly<Record<string, string>>;
}

export interface NamedArn {
  readonly name: string;
  readonly arn: string;
}

export interface FunctionModel extends NamedArn {
  readonly logicalId: string;
  readonly roleArn: string;
  /** e.g. `index.handler`. */
  readonly handler: string;
  /** Folder of the bundled code. */
  readonly codeDirectory: string;
  readonly timeoutSec: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
}

export interface RoleModel extends NamedArn {
  readonly statements: readonly Statement[];
  readonly trust: readonly Statement[];
}

/** A policy that whoever deploys may attach to roles of their own. */
export interface ManagedPolicyModel {
  readonly arn: string;
  readonly statements: readonly Statement[];
}

/** An `AWS::Lambda::Permission`: which service may invoke a function, and on whose behalf. */
export interface InvokePermission {
  readonly functionArn: string;
  readonly principal: string;
  readonly sourceArn: string | undefined;
}

export interface KeyAttribute {
  readonly name: string;
  readonly keyType: 'HASH' | 'RANGE';
}

export interface TableModel extends NamedArn {
  readonly streamArn: string | undefined;
  readonly streamViewType: string | undefined;
  readonly keySchema: readonly KeyAttribute[];
  readonly attributeDefinitions: readonly { readonly name: string; readonly type: string }[];
  readonly globalSecondaryIndexes: readonly IndexModel[];
  readonly ttlAttribute: string | undefined;
}

export interface IndexModel {
  readonly name: string;
  readonly keySchema: readonly KeyAttribute[];
  readonly projectionType: string;
  readonly nonKeyAttributes: readonly string[];
}

export interface QueueModel extends NamedArn {
  readonly url: string;
  readonly visibilityTimeoutSec: number;
  readonly retentionSec: number;
  readonly delaySec: number;
  readonly redrive: { readonly deadLetterArn: string; readonly maxReceiveCount: number } | undefined;
}

export interface EventSourceModel {
  readonly logicalId: string;
  readonly functionArn: string;
  readonly sourceArn: string;
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly batchingWindowSec: number;
  /** Patterns of which one must match; empty lets everything through. */
  readonly filters: readonly Readonly<Record<string, unknown>>[];
  readonly reportsItemFailures: boolean;
  readonly bisects: boolean;
  /** −1 means without end. */
  readonly maximumRetries: number;
  /** −1 means without end. */
  readonly maximumRecordAgeSec: number;
  readonly failureDestinationArn: string | undefined;
}

export interface ScheduleModel extends NamedArn {
  readonly group: string;
  readonly expression: string;
  readonly enabled: boolean;
  readonly target: { readonly arn: string; readonly roleArn: string; readonly input: string | undefined };
}

export interface RuleModel extends NamedArn {
  readonly busName: string;
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly enabled: boolean;
  readonly targets: readonly { readonly arn: string; readonly input: string | undefined }[];
}

export interface SecretModel extends NamedArn {
  readonly secretString: string | undefined;
  readonly generate: GeneratedSecret | undefined;
}

export interface GeneratedSecret {
  readonly template: string | undefined;
  readonly key: string | undefined;
  readonly length: number;
  readonly excludeCharacters: string;
  readonly excludePunctuation: boolean;
}

export interface SocketApiModel {
  readonly id: string;
  readonly arn: string;
  readonly stage: string;
  readonly routeSelection: string;
  readonly routes: readonly SocketRoute[];
}

export interface SocketRoute {
  readonly key: string;
  /** Undefined when the route has no integration or a mock: then it succeeds with nothing. */
  readonly functionArn: string | undefined;
  /** Whether the function's answer goes back over the socket. */
  readonly responds: boolean;
  readonly authorizer: SocketAuthorizer | undefined;
}

export interface SocketAuthorizer {
  readonly id: string;
  readonly functionArn: string;
  readonly identitySources: readonly string[];
}

export interface HttpApiModel {
  readonly id: string;
  readonly arn: string;
  readonly stage: string;
  readonly routes: readonly HttpRoute[];
  readonly cors: CorsModel | undefined;
}

export interface HttpRoute {
  /** e.g. `GET /desk/chats` or `$default`. */
  readonly key: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  /** `iam`: only requests that are signed by a role which may call the route. */
  readonly authorizer: JwtAuthorizerModel | 'iam' | undefined;
}

export interface JwtAuthorizerModel {
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly scopes: readonly string[];
  /** e.g. `$request.header.Authorization`. */
  readonly identitySource: string;
}

export interface CorsModel {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAgeSec: number | undefined;
}

export interface UserPoolModel {
  readonly id: string;
  readonly issuer: string;
  readonly clientIds: readonly string[];
}

export interface BucketModel extends NamedArn {
  readonly domainNames: readonly string[];
  readonly contents: readonly BucketContent[];
  readonly cors: readonly BucketCorsRule[];
  readonly lifecycle: readonly LifecycleRule[];
}

export interface BucketCorsRule {
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly exposedHeaders: readonly string[];
  readonly maxAgeSec: number | undefined;
}

/** Objects below a prefix that have all of these tags go so many days after they were written. */
export interface LifecycleRule {
  readonly prefix: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly expirationDays: number;
}

/** A folder copied into a bucket, with markers such as `<<marker:0xbaba:0>>` to be replaced in its text files. */
export interface BucketContent {
  readonly directory: string;
  readonly prefix: string;
  readonly markers: Readonly<Record<string, string>>;
}

export interface DistributionModel {
  readonly domainName: string;
  readonly defaultRootObject: string | undefined;
  readonly origins: readonly OriginModel[];
  /** In order of precedence; the last one, with the pattern `*`, is the default. */
  readonly behaviors: readonly BehaviorModel[];
  readonly errorPages: readonly { readonly status: number; readonly pagePath: string; readonly asStatus: number }[];
}

export interface OriginModel {
  readonly id: string;
  readonly domainName: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface BehaviorModel {
  readonly pathPattern: string;
  readonly originId: string;
  readonly allowedMethods: readonly string[];
  /** Whether query, headers and cookies reach the origin; without an origin request policy they do not. */
  readonly forwardsViewer: boolean;
  /** Source of the CloudFront function that rewrites viewer requests. */
  readonly viewerRequestCode: string | undefined;
  readonly responseHeaders: Readonly<Record<string, string>>;
}

import type { AwsRequest, AwsResponse, AwsService, Caller } from '../contracts.ts';
import { AwsError } from '../protocols/aws-error.ts';
import type { ServiceEnvironment } from '../protocols/service-environment.ts';
import type { BucketCorsRule, LifecycleRule } from '../template/model.ts';
import { corsHeaders } from './bucket-cors.ts';
import { copyObject, getObject, keyOf, listObjects, postObject, putObject } from './object-operations.ts';
import { createObjectStore, type BucketStore, type ObjectStore, type StoredObject } from './object-store.ts';
import { readPostForm, type PostForm } from './post-form.ts';
import { checkPostPolicy } from './post-policy.ts';
import { accessDenied, errorResponse } from './s3-error.ts';
import { bucketArn, copySourceOf, grantsFor, operationOf, targetOf } from './s3-request.ts';
import { checkSignedQuery } from './signed-query.ts';

/** A bucket of the template. */
export interface BucketDeclaration {
  readonly name: string;
  readonly cors: readonly BucketCorsRule[];
  readonly lifecycle: readonly LifecycleRule[];
}

export interface S3Dependencies extends ServiceEnvironment {
  readonly buckets: readonly BucketDeclaration[];
  /** The secret of an access key, to check what was signed in advance. */
  readonly secretOf: (accessKeyId: string) => string | undefined;
  /** Whether the caller may list a bucket: who may not is told 403 of a key that is not there, never 404. */
  readonly mayList: (caller: Caller, bucketArn: string) => boolean;
}

export interface S3Service extends AwsService {
  stats(): { readonly objects: number };
}

/** S3 with the template's buckets, addressed path-style: one version of each object, no multipart uploads. */
export function createS3Service(deps: S3Dependencies): S3Service {
  const store = createObjectStore(deps, deps.buckets);
  const corsOf = (path: string): readonly BucketCorsRule[] =>
    deps.buckets.find(({ name }) => name === targetOf(path).bucket)?.cors ?? [];

  const handle = async (request: AwsRequest): Promise<AwsResponse> => {
    const cors = corsHeaders(corsOf(request.path), request.method, request.headers) ?? {};
    const answer = await run(deps, store, request).catch((error: unknown) => {
      if (error instanceof AwsError) return errorResponse(request.method, error);
      throw error;
    });
    return { ...answer, headers: { ...answer.headers, ...cors } };
  };

  return {
    signingName: 's3',
    operationOf,
    grantsFor: (request) => grantsFor(request, () => readableKey(request)),
    handle,
    denied: ({ method }, message) => errorResponse(method, accessDenied(message)),
    preflight: ({ path, headers }) => {
      const allowed = corsHeaders(corsOf(path), headers['access-control-request-method'] ?? '', headers);
      if (allowed) return { status: 200, headers: allowed };
      return errorResponse('OPTIONS', accessDenied('CORSResponse: This CORS request is not allowed.'));
    },
    stats: () => ({ objects: deps.buckets.reduce((sum, { name }) => sum + bucketOf(store, name).list().length, 0) }),
    stop: () => Promise.resolve(store.stop()),
  };
}

async function run(deps: S3Dependencies, store: ObjectStore, request: AwsRequest): Promise<AwsResponse> {
  const { caller, query, operation } = request;
  if (query.has('X-Amz-Signature')) checkSignedQuery(request, secretOf(deps, caller), deps.clock.now());
  const target = targetOf(request.path);
  const bucket = bucketOf(store, target.bucket);
  const find = (of: { bucket: string; key: string }): StoredObject => findObject(deps, store, caller, of);
  switch (operation) {
    case 'PutObject':
      return putObject(bucket, target.key, request);
    case 'CopyObject': {
      const source = copySourceOf(request.headers);
      const object = find(source);
      return copyObject(bucket, request, { object, body: () => bucketOf(store, source.bucket).read(object) });
    }
    case 'PostObject': {
      const form = formOf(request);
      checkPostPolicy(form, target.bucket, secretOf(deps, caller), deps.clock.now());
      return postObject(target.bucket, bucket, form);
    }
    case 'DeleteObject':
      await bucket.remove(target.key);
      return { status: 204 };
    case 'DeleteObjectTagging':
      bucket.untag(find(target));
      return { status: 204 };
    case 'ListObjectsV2':
      return listObjects(target.bucket, bucket, query);
    default:
      return getObject(bucket, request, find(target));
  }
}

function bucketOf(store: ObjectStore, name: string): BucketStore {
  const bucket = store.bucket(name);
  if (bucket) return bucket;
  throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
}

function findObject(
  { mayList }: S3Dependencies,
  store: ObjectStore,
  caller: Caller,
  { bucket, key }: { bucket: string; key: string },
): StoredObject {
  const found = bucketOf(store, bucket).find(key);
  if (found) return found;
  if (!mayList(caller, bucketArn(bucket))) throw accessDenied();
  throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
}

function secretOf({ secretOf: find }: S3Dependencies, { accessKeyId }: Caller): string {
  const secret = find(accessKeyId);
  if (secret !== undefined) return secret;
  throw new AwsError('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403);
}

function formOf({ headers, body }: AwsRequest): PostForm {
  return readPostForm(headers['content-type'] ?? '', body);
}

/** The key that a form names, for finding out which grant it needs; empty when unreadable, which `handle` then says. */
function readableKey(request: AwsRequest): string {
  try {
    return keyOf(formOf(request));
  } catch {
    return '';
  }
}

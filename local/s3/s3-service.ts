import type { AwsRequest, AwsResponse, AwsService, Caller } from '../contracts.ts';
import { AwsError } from '../protocols/aws-error.ts';
import type { ServiceEnvironment } from '../protocols/service-environment.ts';
import type { BucketCorsRule, LifecycleRule } from '../template/model.ts';
import { corsHeaders } from './bucket-cors.ts';
import { createObjectStore, type BucketStore, type StoredObject } from './object-store.ts';
import { readPostForm, type PostForm } from './post-form.ts';
import { checkPostPolicy } from './post-policy.ts';
import { accessDenied, errorResponse, xmlResponse, type XmlValue } from './s3-error.ts';
import { bucketArn, copySourceOf, grantsFor, operationOf, rangeOf, targetOf } from './s3-request.ts';
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

/** Headers that are kept with an object and come back with it. */
const KEPT_HEADER =
  /^(content-type|content-disposition|content-encoding|content-language|cache-control|expires|x-amz-meta-.+)$/;
/** Query parameters of a signed GET that replace a header of the answer. */
const OVERRIDES = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];
const MOST_KEYS = 1000;

/** S3 with the template's buckets, addressed path-style: one version of each object, no multipart uploads. */
export function createS3Service(deps: S3Dependencies): S3Service {
  const store = createObjectStore(deps, deps.buckets);
  const corsOf = (name: string): readonly BucketCorsRule[] => deps.buckets.find((one) => one.name === name)?.cors ?? [];

  const bucketOf = (name: string): BucketStore => {
    const bucket = store.bucket(name);
    if (bucket) return bucket;
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
  };
  const objectOf = (caller: Caller, { bucket, key }: { bucket: string; key: string }): StoredObject => {
    const found = bucketOf(bucket).find(key);
    if (found) return found;
    if (!deps.mayList(caller, bucketArn(bucket))) throw accessDenied();
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  };

  const run = async (request: AwsRequest): Promise<AwsResponse> => {
    const target = targetOf(request.path);
    if (request.query.has('X-Amz-Signature'))
      checkSignedQuery(request, secretOf(deps, request.caller), deps.clock.now());
    const bucket = bucketOf(target.bucket);
    switch (request.operation) {
      case 'PutObject': {
        if (/aws-chunked/.test(request.headers['content-encoding'] ?? '')) {
          throw new AwsError('NotImplemented', 'The local cloud takes no aws-chunked body', 501);
        }
        const { etag } = await bucket.put(target.key, {
          headers: keptHeaders(request.headers),
          tags: tagsOf(request.headers),
          body: request.body,
        });
        return { status: 200, headers: { etag } };
      }
      case 'CopyObject':
        return copy(request, bucket, target.key, (source) => objectOf(request.caller, source));
      case 'PostObject':
        return post(deps, request, target.bucket, bucket);
      case 'DeleteObject':
        await bucket.remove(target.key);
        return { status: 204 };
      case 'ListObjectsV2':
        return list(target.bucket, bucket, request.query);
      default:
        return get(request, bucket, objectOf(request.caller, target));
    }

    async function copy(
      { headers }: AwsRequest,
      into: BucketStore,
      key: string,
      find: (source: { bucket: string; key: string }) => StoredObject,
    ): Promise<AwsResponse> {
      const source = copySourceOf(headers);
      const from = find(source);
      const wanted = headers['x-amz-copy-source-if-match'];
      if (wanted !== undefined && wanted.replaceAll('"', '') !== from.etag.replaceAll('"', '')) {
        throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
      }
      const replaces = (directive: string): boolean => headers[directive] === 'REPLACE';
      const [newHeaders, newTags] = [replaces('x-amz-metadata-directive'), replaces('x-amz-tagging-directive')];
      if (source.bucket === target.bucket && source.key === key && !newHeaders && !newTags) {
        throw new AwsError(
          'InvalidRequest',
          "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
        );
      }
      const copied = await into.put(key, {
        headers: newHeaders ? keptHeaders(headers) : from.headers,
        tags: newTags ? tagsOf(headers) : from.tags,
        body: await bucketOf(source.bucket).read(from),
      });
      const result = { LastModified: new Date(copied.lastModifiedMs).toISOString(), ETag: copied.etag };
      return xmlResponse(200, 'CopyObjectResult', result);
    }
  };

  const handle = async (request: AwsRequest): Promise<AwsResponse> => {
    const cors = corsHeaders(corsOf(targetOf(request.path).bucket), request.method, request.headers) ?? {};
    try {
      const answer = await run(request);
      return { ...answer, headers: { ...answer.headers, ...cors } };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const answer = errorResponse(request.method, error);
      return { ...answer, headers: { ...answer.headers, ...cors } };
    }
  };

  return {
    signingName: 's3',
    operationOf,
    grantsFor: (request) => grantsFor(request, () => readableKey(request)),
    handle,
    denied: ({ method }, message) => errorResponse(method, accessDenied(message)),
    preflight: ({ path, headers }) => {
      const rules = corsOf(targetOf(path).bucket);
      const allowed = corsHeaders(rules, headers['access-control-request-method'] ?? '', headers);
      if (allowed) return { status: 200, headers: allowed };
      const refused = accessDenied('CORSResponse: This CORS request is not allowed.');
      return errorResponse('OPTIONS', refused);
    },
    stats: () => ({
      objects: deps.buckets.reduce((sum, { name }) => sum + (store.bucket(name)?.list().length ?? 0), 0),
    }),
    stop: () => Promise.resolve(store.stop()),
  };
}

function secretOf({ secretOf: find }: S3Dependencies, { accessKeyId }: Caller): string {
  const secret = find(accessKeyId);
  if (secret !== undefined) return secret;
  throw new AwsError('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403);
}

async function get(
  { method, headers, query }: AwsRequest,
  bucket: BucketStore,
  object: StoredObject,
): Promise<AwsResponse> {
  const answer: Record<string, string> = {
    'content-type': 'binary/octet-stream',
    ...object.headers,
    etag: object.etag,
    'last-modified': new Date(object.lastModifiedMs).toUTCString(),
    'accept-ranges': 'bytes',
  };
  const tagCount = Object.keys(object.tags).length;
  if (tagCount > 0) answer['x-amz-tagging-count'] = String(tagCount);
  for (const name of OVERRIDES) {
    const override = query.get(`response-${name}`);
    if (override !== null) answer[name] = override;
  }
  if (method === 'HEAD') return { status: 200, headers: { ...answer, 'content-length': String(object.sizeBytes) } };
  const range = rangeOf(headers['range'], object.sizeBytes);
  const body = await bucket.read(object);
  if (!range) return { status: 200, headers: answer, body };
  answer['content-range'] = `bytes ${range.start}-${range.end}/${object.sizeBytes}`;
  return { status: 206, headers: answer, body: body.subarray(range.start, range.end + 1) };
}

function formOf({ headers, body }: AwsRequest): PostForm {
  return readPostForm(headers['content-type'] ?? '', body);
}

function keyOf({ fields, fileName }: PostForm): string {
  return (fields.get('key') ?? '').replaceAll('${filename}', fileName);
}

/** The key that a form names, for finding out which grant it needs; empty when unreadable, which `handle` then says. */
function readableKey(request: AwsRequest): string {
  try {
    return keyOf(formOf(request));
  } catch {
    return '';
  }
}

async function post(
  deps: S3Dependencies,
  request: AwsRequest,
  name: string,
  bucket: BucketStore,
): Promise<AwsResponse> {
  const form = formOf(request);
  checkPostPolicy(form, name, secretOf(deps, request.caller), deps.clock.now());
  const key = keyOf(form);
  if (key === '') throw new AwsError('InvalidArgument', "Bucket POST must contain a field named 'key'.");
  const { etag } = await bucket.put(key, {
    headers: keptHeaders(Object.fromEntries(form.fields)),
    tags: {},
    body: form.file,
  });
  const status = form.fields.get('success_action_status');
  if (status === '200') return { status: 200, headers: { etag } };
  if (status === '201') return xmlResponse(201, 'PostResponse', { Bucket: name, Key: key, ETag: etag });
  return { status: 204, headers: { etag } };
}

function list(name: string, bucket: BucketStore, query: URLSearchParams): AwsResponse {
  const prefix = query.get('prefix') ?? '';
  const most = Math.min(MOST_KEYS, Number(query.get('max-keys') ?? MOST_KEYS));
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64').toString('utf8');
  const found = bucket.list().filter(({ key }) => key.startsWith(prefix) && key > after);
  const page = found.slice(0, most);
  const isTruncated = found.length > page.length;
  const value: { [name: string]: XmlValue } = {
    Name: name,
    Prefix: prefix,
    KeyCount: page.length,
    MaxKeys: most,
    IsTruncated: isTruncated,
    Contents: page.map(({ key, lastModifiedMs, etag, sizeBytes }) => ({
      Key: key,
      LastModified: new Date(lastModifiedMs).toISOString(),
      ETag: etag,
      Size: sizeBytes,
      StorageClass: 'STANDARD',
    })),
  };
  if (isTruncated) value['NextContinuationToken'] = Buffer.from(page.at(-1)?.key ?? '').toString('base64');
  return xmlResponse(200, 'ListBucketResult', value);
}

function keptHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => KEPT_HEADER.test(name)));
}

/** Tags as the header `x-amz-tagging` gives them: a query string. */
function tagsOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(headers['x-amz-tagging'] ?? ''));
}

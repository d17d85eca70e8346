import type { AwsRequest, AwsResponse } from '../contracts.ts';
import { AwsError } from '../protocols/aws-error.ts';
import type { BucketStore, StoredObject } from './object-store.ts';
import type { PostForm } from './post-form.ts';
import { xmlResponse, type XmlValue } from './s3-error.ts';
import { copySourceOf, rangeOf, targetOf } from './s3-request.ts';

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

/** `PutObject` with a body that is whole. */
export async function putObject(bucket: BucketStore, key: string, { headers, body }: AwsRequest): Promise<AwsResponse> {
  if (/aws-chunked/.test(headers['content-encoding'] ?? '')) {
    throw new AwsError('NotImplemented', 'The local cloud takes no aws-chunked body', 501);
  }
  checkFree(bucket, key, headers);
  const { etag } = await bucket.put(key, { headers: keptHeaders(headers), tags: tagsOf(headers), body });
  return { status: 200, headers: { etag } };
}

/** `if-none-match: *`: nothing is overwritten. */
function checkFree(bucket: BucketStore, key: string, headers: Readonly<Record<string, string>>): void {
  if (headers['if-none-match'] === '*' && bucket.find(key)) throw preconditionFailed();
}

const preconditionFailed = (): AwsError =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);

/** What a copy is made of. */
export interface CopySource {
  readonly object: StoredObject;
  readonly body: () => Promise<Buffer>;
}

/** `CopyObject` into `bucket`. */
export async function copyObject(bucket: BucketStore, request: AwsRequest, source: CopySource): Promise<AwsResponse> {
  const { headers, path } = request;
  const { object } = source;
  const wanted = headers['x-amz-copy-source-if-match'];
  if (wanted !== undefined && wanted.replaceAll('"', '') !== object.etag.replaceAll('"', '')) {
    throw preconditionFailed();
  }
  const replaces = (directive: string): boolean => headers[directive] === 'REPLACE';
  const [newHeaders, newTags] = [replaces('x-amz-metadata-directive'), replaces('x-amz-tagging-directive')];
  const [from, to] = [copySourceOf(headers), targetOf(path)];
  if (from.bucket === to.bucket && from.key === to.key && !newHeaders && !newTags) {
    throw new AwsError(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const body = await source.body();
  checkFree(bucket, to.key, headers);
  const copied = await bucket.put(to.key, {
    headers: newHeaders ? keptHeaders(headers) : object.headers,
    tags: newTags ? tagsOf(headers) : object.tags,
    body,
  });
  const result = { LastModified: new Date(copied.lastModifiedMs).toISOString(), ETag: copied.etag };
  return xmlResponse(200, 'CopyObjectResult', result);
}

/** `GetObject` and `HeadObject`. */
export async function getObject(bucket: BucketStore, request: AwsRequest, object: StoredObject): Promise<AwsResponse> {
  const { method, headers, query } = request;
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

/** The key that a form names, with the name of its file where it says so. */
export function keyOf({ fields, fileName }: PostForm): string {
  return (fields.get('key') ?? '').replaceAll('${filename}', fileName);
}

/** A form whose policy was checked, answered as it wants. */
export async function postObject(name: string, bucket: BucketStore, form: PostForm): Promise<AwsResponse> {
  const key = keyOf(form);
  if (key === '') throw new AwsError('InvalidArgument', "Bucket POST must contain a field named 'key'.");
  const headers = keptHeaders(Object.fromEntries(form.fields));
  const { etag } = await bucket.put(key, { headers, tags: {}, body: form.file });
  const status = form.fields.get('success_action_status');
  if (status === '200') return { status: 200, headers: { etag } };
  if (status === '201') return xmlResponse(201, 'PostResponse', { Bucket: name, Key: key, ETag: etag });
  return { status: 204, headers: { etag } };
}

/** `ListObjectsV2`. */
export function listObjects(name: string, bucket: BucketStore, query: URLSearchParams): AwsResponse {
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

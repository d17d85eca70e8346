import type { AwsRequest, NeededGrant } from '../contracts.ts';
import { AwsError } from '../protocols/aws-error.ts';

/** Subresources that change what a request means; any of them that is not served is refused, never ignored. */
const SUBRESOURCES = [
  'acl',
  'tagging',
  'uploads',
  'uploadId',
  'versions',
  'versionId',
  'attributes',
  'delete',
  'cors',
  'lifecycle',
  'policy',
];

type Addressed = Pick<AwsRequest, 'method' | 'path' | 'query' | 'headers'>;

/** Bucket and key of a path-style request; the key is empty when the bucket itself is meant. */
export function targetOf(path: string): { readonly bucket: string; readonly key: string } {
  const [, bucket = '', ...rest] = path.split('/').map((part) => decodeURIComponent(part));
  return { bucket, key: rest.join('/') };
}

/** The operation of a request, or undefined for those that the local cloud does not have. */
export function operationOf({ method, path, query, headers }: Addressed): string | undefined {
  const { bucket, key } = targetOf(path);
  if (key !== '' && method === 'DELETE' && query.has('tagging')) return 'DeleteObjectTagging';
  if (SUBRESOURCES.some((name) => query.has(name))) return undefined;
  if (bucket === '') return undefined;
  if (key === '') {
    if (method === 'POST' && /^multipart\/form-data/i.test(headers['content-type'] ?? '')) return 'PostObject';
    return method === 'GET' && query.get('list-type') === '2' ? 'ListObjectsV2' : undefined;
  }
  switch (method) {
    case 'PUT':
      return headers['x-amz-copy-source'] === undefined ? 'PutObject' : 'CopyObject';
    case 'GET':
      return 'GetObject';
    case 'HEAD':
      return 'HeadObject';
    case 'DELETE':
      return 'DeleteObject';
    default:
      return undefined;
  }
}

/** The object that a copy is made of. */
export function copySourceOf(headers: Addressed['headers']): { readonly bucket: string; readonly key: string } {
  return targetOf(`/${(headers['x-amz-copy-source'] ?? '').replace(/^\//, '')}`);
}

/** What the calling role must allow (S3 user guide, "Required permissions for Amazon S3 API operations"). */
export function grantsFor(request: AwsRequest, keyOf: () => string): readonly NeededGrant[] {
  const { bucket, key } = targetOf(request.path);
  const object = (action: string, of: { bucket: string; key: string } = { bucket, key }): NeededGrant => ({
    action: `s3:${action}`,
    resource: `${bucketArn(of.bucket)}/${of.key}`,
  });
  const tagging = request.headers['x-amz-tagging'] === undefined ? [] : [object('PutObjectTagging')];
  switch (request.operation) {
    case 'PutObject':
      return [object('PutObject'), ...tagging];
    case 'CopyObject':
      return [object('GetObject', copySourceOf(request.headers)), object('PutObject'), ...tagging];
    case 'PostObject':
      return [object('PutObject', { bucket, key: keyOf() })];
    case 'DeleteObject':
    case 'DeleteObjectTagging':
      return [object(request.operation)];
    case 'ListObjectsV2':
      return [
        {
          action: 's3:ListBucket',
          resource: bucketArn(bucket),
          context: { 's3:prefix': request.query.get('prefix') ?? '' },
        },
      ];
    default:
      return [object('GetObject')];
  }
}

/** Buckets have no region and no account in their ARN. */
export function bucketArn(name: string): string {
  return `arn:aws:s3:::${name}`;
}

/**
 * The bytes that `Range` asks for, both ends included; undefined without one.
 * @throws AwsError when the object has none of them.
 */
export function rangeOf(header: string | undefined, sizeBytes: number): { start: number; end: number } | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const start = from === '' ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  const end = from === '' || to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (start > end) throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
  return { start, end };
}

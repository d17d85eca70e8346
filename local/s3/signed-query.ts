import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AwsRequest } from '../contracts.ts';
import { AwsError } from '../protocols/aws-error.ts';
import { accessDenied } from './s3-error.ts';

/** The longest life of a presigned URL: seven days. */
const LONGEST_EXPIRY_SEC = 604_800;

type Signed = Pick<AwsRequest, 'method' | 'path' | 'query' | 'headers'>;

/** The HMAC-SHA-256 of a text under the key that AWS derives from a secret for one day, region and S3. */
export function signAsS3(secret: string, scope: string, text: string): string {
  const key = scope.split('/').reduce<Buffer>((above, part) => hmac(above, part), Buffer.from(`AWS4${secret}`));
  return hmac(key, text).toString('hex');
}

/** Compares two signatures without telling by time where they differ. */
export function isSameSignature(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** `20260105T090000Z` in epoch milliseconds, NaN for anything else. */
export function parseAmzDate(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

/** `day/region/service/aws4_request` out of a credential, without the access key in front. */
export function scopeOf(credential: string): string {
  return credential.split('/').slice(1).join('/');
}

/**
 * Checks a presigned URL as S3 does: signature over method, path, query and signed headers, and its time.
 * @throws AwsError in S3's words.
 */
export function checkSignedQuery(request: Signed, secret: string, nowMs: number): void {
  const { query, headers } = request;
  const text = (name: string): string => query.get(name) ?? '';
  const [date, expires] = [text('X-Amz-Date'), Number(text('X-Amz-Expires'))];
  const atMs = parseAmzDate(date);
  if (Number.isNaN(atMs) || !(expires >= 1 && expires <= LONGEST_EXPIRY_SEC)) {
    throw new AwsError('AuthorizationQueryParametersError', 'X-Amz-Date or X-Amz-Expires is not valid');
  }
  if (nowMs > atMs + expires * 1000) throw accessDenied('Request has expired');
  const names = text('X-Amz-SignedHeaders').split(';');
  const unsigned = Object.keys(headers).filter((name) => name.startsWith('x-amz-') && !names.includes(name));
  if (unsigned.length > 0)
    throw accessDenied(`There were headers present in the request which were not signed: ${unsigned.join(', ')}`);
  const canonical = [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(query),
    ...names.map((name) => `${name}:${(headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}`),
    '',
    names.join(';'),
    headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD',
  ].join('\n');
  const scope = scopeOf(text('X-Amz-Credential'));
  const digest = createHash('sha256').update(canonical).digest('hex');
  const expected = signAsS3(secret, scope, ['AWS4-HMAC-SHA256', date, scope, digest].join('\n'));
  if (!isSameSignature(expected, text('X-Amz-Signature'))) throw signatureDoesNotMatch();
}

/** What S3 says of a signature that another key, or another request, has. */
export function signatureDoesNotMatch(): AwsError {
  return new AwsError(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    403,
  );
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** S3 encodes a path once and does not normalize it. */
const canonicalPath = (path: string): string =>
  path
    .split('/')
    .map((part) => encode(decodeURIComponent(part)))
    .join('/');

const canonicalQuery = (query: URLSearchParams): string =>
  [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');

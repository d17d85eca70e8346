import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A request as its sender signed it: header names in lower case, the target with its query. */
export interface SignedRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What a signature is verified against. */
export interface Verification {
  /** The name that must stand in the scope, e.g. `execute-api`. */
  readonly service: string;
  readonly secretOf: (accessKeyId: string) => string | undefined;
  readonly nowMs: number;
}

/** Whose key signed a request, or why nobody's did. */
export type SignatureVerdict =
  { readonly kind: 'signed'; readonly accessKeyId: string } | { readonly kind: 'refused'; readonly why: string };

/** AWS refuses a request whose time differs by more from its own. */
const SKEW_MAX_MS = 5 * 60_000;

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request,\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$/;

const MUST_SIGN = ['host', 'x-amz-date'];

/**
 * Verifies a Signature Version 4 in the `Authorization` header as AWS does for every service but S3: the path is encoded once more,
 * the body is hashed, host and time must be signed.
 */
export function verifySignature(request: SignedRequest, against: Verification): SignatureVerdict {
  const { authorization = '', 'x-amz-date': time = '' } = request.headers;
  const match = AUTHORIZATION.exec(authorization);
  if (!match) return refused('it is not signed');
  const [, accessKeyId = '', day = '', region = '', service = '', names = '', signature = ''] = match;
  const untimely = wrongTime(time, day, against.nowMs);
  if (untimely !== undefined) return refused(untimely);
  if (service !== against.service) return refused(`it is signed for the service ${service}`);
  const signed = names.split(';');
  if (!MUST_SIGN.every((name) => signed.includes(name))) return refused('host or x-amz-date is not signed');
  const secret = against.secretOf(accessKeyId);
  if (secret === undefined) return refused('its key is not known');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical(request, signed))].join('\n');
  const key = scope.split('/').reduce<Buffer>((above, part) => hmac(above, part), Buffer.from(`AWS4${secret}`));
  const expected = hmac(key, toSign);
  if (timingSafeEqual(expected, Buffer.from(signature, 'hex'))) return { kind: 'signed', accessKeyId };
  return refused('its signature is not that of this request');
}

/** Why a time is not one to sign with, if it is not. */
function wrongTime(time: string, day: string, nowMs: number): string | undefined {
  const atMs = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (Number.isNaN(atMs) || !time.startsWith(day)) return 'its x-amz-date is no time, or of another day';
  return Math.abs(atMs - nowMs) > SKEW_MAX_MS ? 'its time is more than five minutes off' : undefined;
}

/** The request in the one form that both sides hash. */
function canonical({ method, target, headers, body }: SignedRequest, signed: readonly string[]): string {
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  return [
    method,
    path.split('/').map(encode).join('/'),
    canonicalQuery(query),
    ...signed.map((name) => `${name}:${(headers[name] ?? '').trim().replaceAll(/\s+/g, ' ')}`),
    '',
    signed.join(';'),
    sha256(body),
  ].join('\n');
}

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([name, value]): [string, string] => [encode(name), encode(value)])
    .sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Everything but the unreserved characters of RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

const refused = (why: string): SignatureVerdict => ({ kind: 'refused', why });

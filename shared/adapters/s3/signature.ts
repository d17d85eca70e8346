import { createHash, createHmac } from 'node:crypto';

/** Who signs. */
export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** A role's credentials have one. */
  readonly sessionToken?: string | undefined;
}

/** A request to S3 that waits to be signed. */
export interface UnsignedRequest {
  readonly method: 'PUT';
  /** With the object's key as it goes over the wire, percent-encoded. */
  readonly url: URL;
  /** Signed too; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text, 'utf8').digest();

/** `2026-01-05T09:00:00.000Z` as `20260105T090000Z` */
const stampOf = (now: number): string => new Date(now).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');

/**
 * The headers that make the request one of the signer's (AWS Signature Version 4, one chunk). The SDK's client of S3 takes
 * 279 KB of a bundle, and all that is asked of it is to put one object.
 */
export const signedHeaders = (
  { method, url, headers, body }: UnsignedRequest,
  { accessKeyId, secretAccessKey, sessionToken }: S3Credentials,
  region: string,
  now: number,
): Record<string, string> => {
  const stamp = stampOf(now);
  const bodyHash = sha256(body);
  const all: Record<string, string> = {
    ...headers,
    host: url.host,
    'x-amz-content-sha256': bodyHash,
    'x-amz-date': stamp,
    ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
  };
  const names = Object.keys(all).sort();
  const lines = names.map((name) => `${name}:${all[name]?.trim()}\n`).join('');
  const signed = names.join(';');
  const request = [method, url.pathname, '', lines, signed, bodyHash].join('\n');
  const scope = `${stamp.slice(0, 8)}/${region}/s3/aws4_request`;
  const [day = '', ...rest] = scope.split('/');
  const key = rest.reduce((parent, part) => hmac(parent, part), hmac(`AWS4${secretAccessKey}`, day));
  const signature = hmac(key, ['AWS4-HMAC-SHA256', stamp, scope, sha256(request)].join('\n')).toString('hex');
  return {
    ...all,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`,
  };
};

import { randomBytes } from 'node:crypto';
import type { Caller } from '../contracts.ts';

/** What an SDK client signs with. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The operator's role: tools and tests act as it and may do everything. */
export const OPERATOR_ROLE_ARN = 'arn:aws:iam::000000000000:role/local-operator';

/** Hands out access keys and knows whose they are. */
export interface CredentialBook {
  /** A key for calls that `roleArn` decides about. The id starts with `label`, which makes refusals readable. */
  issue(label: string, roleArn: string): AccessKey;
  find(accessKeyId: string): Caller | undefined;
  /** The secret of a key, for those who verify what was signed with it. */
  secretOf(accessKeyId: string): string | undefined;
}

/**
 * Makes an empty book. SDK calls are believed by their key alone. Verified is what is signed in advance for somebody else to use
 * (presigned URLs and forms), and what workflows sign.
 */
export function createCredentialBook(): CredentialBook {
  const callers = new Map<string, Caller>();
  const secrets = new Map<string, string>();
  return {
    issue(label, roleArn) {
      const accessKeyId = `LOCAL${label.replaceAll(/[^A-Za-z0-9]/g, '')}${callers.size}`;
      callers.set(accessKeyId, { accessKeyId, roleArn });
      const secretAccessKey = randomBytes(20).toString('hex');
      secrets.set(accessKeyId, secretAccessKey);
      return { accessKeyId, secretAccessKey };
    },
    find: (accessKeyId) => callers.get(accessKeyId),
    secretOf: (accessKeyId) => secrets.get(accessKeyId),
  };
}

/** Whose key a request was signed with, for which service. */
export interface Signature {
  readonly accessKeyId: string;
  readonly signingName: string;
}

/** Where a signature may stand: in a header, in the query of a presigned URL, in a field of a presigned form. */
export interface SignedRequest {
  readonly authorization: string | undefined;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

/** Reads the access key and the service out of a SigV4 signature. */
export function parseSignature({ authorization, query, body }: SignedRequest): Signature | undefined {
  const header = /^AWS4-HMAC-SHA256 .*Credential=([^,\s]+)/.exec(authorization ?? '')?.[1];
  const [, accessKeyId, signingName] =
    /^([^/]+)\/\d{8}\/[^/]+\/([^/]+)\/aws4_request$/.exec(
      header ?? query.get('X-Amz-Credential') ?? credentialInForm(body) ?? '',
    ) ?? [];
  return accessKeyId === undefined || signingName === undefined ? undefined : { accessKeyId, signingName };
}

/** A form's fields stand before its file, so the beginning of the body tells. */
function credentialInForm(body: Buffer): string | undefined {
  const start = body.subarray(0, 16_384).toString('latin1');
  return /name="x-amz-credential"\r\n(?:[^\r\n]+\r\n)*\r\n([^\r\n]+)\r\n/i.exec(start)?.[1];
}

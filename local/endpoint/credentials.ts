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
}

/** Makes an empty book. Signatures are not verified, so the secrets only have to look like some. */
export function createCredentialBook(): CredentialBook {
  const callers = new Map<string, Caller>();
  return {
    issue(label, roleArn) {
      const accessKeyId = `LOCAL${label.replaceAll(/[^A-Za-z0-9]/g, '')}${callers.size}`;
      callers.set(accessKeyId, { accessKeyId, roleArn });
      return { accessKeyId, secretAccessKey: randomBytes(20).toString('hex') };
    },
    find: (accessKeyId) => callers.get(accessKeyId),
  };
}

/** Reads the access key and the service out of a SigV4 `Authorization` header. */
export function parseSignature(header: string | undefined): { accessKeyId: string; signingName: string } | undefined {
  const match = /^AWS4-HMAC-SHA256 .*Credential=([^/,\s]+)\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/.exec(header ?? '');
  const [, accessKeyId, signingName] = match ?? [];
  return accessKeyId === undefined || signingName === undefined ? undefined : { accessKeyId, signingName };
}

import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { createScope, getSigningKey, SignatureV4 } from '@smithy/signature-v4';
import { Fault, type Clock } from '../../app/ports.ts';

/** What a bucket is spoken to with: where it is, and whose keys sign. */
export interface BucketDeps {
  readonly name: string;
  /** Address of the bucket without a slash at the end; objects are below it. */
  readonly url: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly clock: Clock;
}

/** One call about one object. */
export interface ObjectCall {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A form that a browser sends with one file as its last field. */
export interface SignedForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** What a signed form allows: exactly these fields, and a file of exactly this size. */
export interface FormRules {
  readonly key: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly sizeBytes: number;
  readonly expiresInSec: number;
}

/**
 * One bucket of S3, as far as files of chats need it. The SDK's client of S3 alone is larger than the function it would stand in;
 * its signing is in every function already (docs/decisions/0010-files-go-straight-to-the-store.md).
 */
export interface Bucket {
  readonly name: string;
  /** @throws Fault when there was no answer in time, or one that says to try again or that a grant is missing. */
  call(call: ObjectCall, timeoutMs: number): Promise<Response>;
  /** An address that gives the object for so many seconds. */
  signedUrl(key: string, query: Readonly<Record<string, string>>, expiresInSec: number): Promise<string>;
  signedForm(rules: FormRules): Promise<SignedForm>;
}

const UNSIGNED = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };

/** Opens a bucket; nothing is called before the first use. */
export const s3Bucket = ({ name, url, region, credentials, clock }: BucketDeps): Bucket => {
  const signer = new SignatureV4({ credentials, region, service: 's3', sha256: Sha256, uriEscapePath: false });
  const { hostname, host, port, protocol, pathname } = new URL(url);
  const base = pathname === '/' ? '' : pathname;
  const requestFor = ({ method, key, query = {}, headers = {} }: ObjectCall): HttpRequest =>
    new HttpRequest({
      method,
      protocol,
      hostname,
      ...(port === '' ? {} : { port: Number(port) }),
      path: `${base}/${key}`,
      query: { ...query },
      headers: { ...headers, ...UNSIGNED, host },
    });
  const addressOf = (key: string, query: object): string => `${url}/${key}${queryText(query)}`;
  const signingDate = (): Date => new Date(clock.now());

  return {
    name,
    async call(call, timeoutMs) {
      // The address says the host once more.
      const {
        headers: { host: _host, ...headers },
      } = await signer.sign(requestFor(call), { signingDate: signingDate() });
      const { method, key, query = {} } = call;
      let answer: Response;
      try {
        answer = await fetch(addressOf(key, query), { method, headers, signal: AbortSignal.timeout(timeoutMs) });
      } catch (error) {
        throw new Fault(`unable to reach the files; ${nameOf(error)}`, { cause: error, retryable: true });
      }
      if (answer.status < 500 && answer.status !== 429 && answer.status !== 403) return answer;
      const body = await answer.text();
      const code = /<Code>(\w+)<\/Code>/.exec(body)?.[1] ?? 'no reason given';
      throw new Fault(`unable to ${method} a file; ${answer.status} ${code}`, { retryable: answer.status !== 403 });
    },
    async signedUrl(key, query, expiresInSec) {
      const request = requestFor({ method: 'GET', key, query });
      const signed = await signer.presign(request, { expiresIn: expiresInSec, signingDate: signingDate() });
      return addressOf(key, signed.query ?? {});
    },
    async signedForm({ key, fields, sizeBytes, expiresInSec }) {
      const now = clock.now();
      const longDate = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
      const shortDate = longDate.slice(0, 8);
      const named = {
        key,
        ...fields,
        'x-amz-algorithm': 'AWS4-HMAC-SHA256',
        'x-amz-credential': `${credentials.accessKeyId}/${createScope(shortDate, region, 's3')}`,
        'x-amz-date': longDate,
        ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }),
      };
      const conditions = [
        ['content-length-range', sizeBytes, sizeBytes],
        ...Object.entries(named).map(([name, value]) => ({ [name]: value })),
      ];
      const expiration = new Date(now + expiresInSec * 1000).toISOString();
      const policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64');
      const hash = new Sha256(await getSigningKey(Sha256, credentials, shortDate, region, 's3'));
      hash.update(Buffer.from(policy));
      const signature = Buffer.from(await hash.digest()).toString('hex');
      return { url, fields: { ...named, policy, 'x-amz-signature': signature } };
    },
  };
};

/** An answer that nothing here expects: an error by its status, whether another try may help. */
export const unexpected = (doing: string, { status }: Response): Fault =>
  new Fault(`unable to ${doing} a file; the store answered ${status}`, { retryable: true });

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown error');

const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

const queryText = (query: object): string => {
  const pairs = Object.entries(query).map(([name, value]) => `${encode(name)}=${encode(String(value))}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
};

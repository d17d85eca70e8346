import { lookup as lookUp } from 'node:dns';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** A target that is not called, whatever it may hold: no retry makes it one. */
export class TargetRefused extends Error {
  constructor(reason: string) {
    super(`unable to call the target; ${reason}`);
    this.name = 'TargetRefused';
  }
}

/** What may be called besides public addresses over TLS. */
export interface CallRules {
  /** Origins that are called as they are, such as the stand-in of a local cloud. Empty in every deployment. */
  readonly trustedOrigins: readonly string[];
  /** Resolves names; the system's resolver if left out. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  readonly timeoutMs?: number;
}

/** What came back: the status, and the first part of the body. */
export interface Posted {
  readonly status: number;
  readonly body: string;
}

const TIMEOUT_MS = 5_000;
const ANSWER_BYTES_MAX = 16_384;

const resolveBySystem = (host: string): Promise<readonly string[]> =>
  new Promise((resolve, reject) => {
    lookUp(host, { all: true }, (error, found) => {
      if (error === null) resolve(found.map(({ address }) => address));
      else reject(error);
    });
  });

/** The address to connect to. A name of which any address is private is refused as a whole: the next answer may be that one. */
const vettedAddress = async (url: URL, rules: CallRules): Promise<string> => {
  if (url.protocol !== 'https:') throw new TargetRefused('it is not https');
  if (url.username !== '' || url.password !== '') throw new TargetRefused('it holds a password');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const addresses = isIP(host) === 0 ? await (rules.resolve ?? resolveBySystem)(host) : [host];
  const [first] = addresses;
  if (first === undefined) throw new Error('unable to call the target; its name has no address');
  if (!addresses.every(isPublicAddress)) throw new TargetRefused('its address is not public');
  return first;
};

/** Connects to the address that was vetted, and to no other that the name may have a moment later. */
export const onlyAt =
  (address: string): LookupFunction =>
  (_host, options, callback) => {
    const family = isIP(address);
    if (options.all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };

/**
 * Posts to an address of the public internet over TLS, and to nothing else: names are resolved first, and the connection
 * goes to the address that was looked at. Redirects are not followed. Resolves with any status.
 * @throws TargetRefused when the target may not be called; other errors when it did not answer in time.
 */
export const vettedPost = async (
  target: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  rules: CallRules,
): Promise<Posted> => {
  if (!URL.canParse(target)) throw new TargetRefused('it is not a URL');
  const url = new URL(target);
  const isTrusted = rules.trustedOrigins.includes(url.origin);
  const address = isTrusted ? undefined : await vettedAddress(url, rules);
  return send(url, headers, body, rules.timeoutMs ?? TIMEOUT_MS, address === undefined ? undefined : onlyAt(address));
};

const send = (
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  timeoutMs: number,
  lookup: LookupFunction | undefined,
): Promise<Posted> =>
  new Promise((resolve, reject) => {
    const start = url.protocol === 'https:' ? requestSecure : requestPlain;
    const length = String(Buffer.byteLength(body));
    const options = {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-length': length },
      signal: AbortSignal.timeout(timeoutMs),
      ...(lookup === undefined ? {} : { lookup }),
    };
    const request = start(url, options, (response) => {
      let text = '';
      const done = (): void => resolve({ status: response.statusCode ?? 0, body: text });
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length <= ANSWER_BYTES_MAX) return;
        // Whoever answers at such length has nothing to say that matters here.
        done();
        request.destroy();
      });
      response.on('end', done);
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });

import { describe, expect, it } from 'vitest';
import { verifySignature, type SignatureVerdict } from '../../local/iam/signature.ts';
import { signedHeaders, type ToSign } from '../support/signed-request.ts';

const NOW = Date.UTC(2030, 0, 1, 12);
const KEY = { accessKeyId: 'LOCALflow0', secretAccessKey: 'a secret of forty characters, more or less' };
const REQUEST: ToSign = {
  method: 'POST',
  url: 'https://api.example/service/chats/aaa/messages?induceRestore=true&b=x%20y&a=1',
  body: '{"text":"Grüße, 世界"}',
  headers: { 'idempotency-key': '  two   blanks ' },
  nowMs: NOW,
};

interface Altered {
  readonly method?: string;
  readonly target?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly nowMs?: number;
  readonly secret?: string | undefined;
}

/** Signs a request with AWS's own signer and verifies what arrives. */
const verdictOn = async (request: ToSign, altered: Altered = {}): Promise<SignatureVerdict> => {
  const headers = await signedHeaders(KEY, request);
  const { pathname, search } = new URL(request.url);
  const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return verifySignature(
    {
      method: altered.method ?? request.method,
      target: altered.target ?? `${pathname}${search}`,
      headers: { ...lowered, ...altered.headers },
      body: Buffer.from(altered.body ?? request.body ?? ''),
    },
    {
      service: 'execute-api',
      nowMs: altered.nowMs ?? NOW,
      secretOf: (id) =>
        id === KEY.accessKeyId ? ('secret' in altered ? altered.secret : KEY.secretAccessKey) : undefined,
    },
  );
};

const signed = { kind: 'signed', accessKeyId: KEY.accessKeyId };

describe('a signature of AWS’s own signer', () => {
  it.each<[string, ToSign]>([
    ['with body, query and more headers', REQUEST],
    ['without a body', { method: 'GET', url: 'https://api.example/service/chats/aaa', nowMs: NOW }],
    [
      'with characters that are encoded',
      { method: 'GET', url: "https://api.example/a%20b/~c'(d)?e=%2F&e2=", nowMs: NOW },
    ],
  ])('[AUTH-6] is taken %s', async (_how, request) => {
    expect(await verdictOn(request)).toEqual(signed);
  });

  it('[AUTH-6] is taken for five minutes around its time', async () => {
    expect(await verdictOn(REQUEST, { nowMs: NOW + 300_000 })).toEqual(signed);
    expect(await verdictOn(REQUEST, { nowMs: NOW - 300_000 })).toEqual(signed);
    for (const nowMs of [NOW + 301_000, NOW - 301_000]) {
      expect(await verdictOn(REQUEST, { nowMs })).toEqual({
        kind: 'refused',
        why: 'its time is more than five minutes off',
      });
    }
  });

  it.each<[string, Altered, string]>([
    ['another method', { method: 'PATCH' }, 'not that of this request'],
    [
      'another chat',
      { target: '/service/chats/bbb/messages?a=1&b=x%20y&induceRestore=true' },
      'not that of this request',
    ],
    ['another query', { target: '/service/chats/aaa/messages?a=1&b=x%20y' }, 'not that of this request'],
    ['another body', { body: '{"text":"Give me the money"}' }, 'not that of this request'],
    ['another host', { headers: { host: 'other.example' } }, 'not that of this request'],
    ['another id', { headers: { 'idempotency-key': 'another-one' } }, 'not that of this request'],
    ['another time', { headers: { 'x-amz-date': '20300101T120001Z' } }, 'not that of this request'],
    ['no time', { headers: { 'x-amz-date': 'today' } }, 'its x-amz-date is no time'],
    [
      'the time of another day',
      { headers: { 'x-amz-date': '20300102T000000Z' }, nowMs: NOW + 43_200_000 },
      'of another day',
    ],
    ['another secret', { secret: 'another secret' }, 'not that of this request'],
    ['a key that nobody has', { secret: undefined }, 'its key is not known'],
    ['no signature', { headers: { authorization: '' } }, 'it is not signed'],
    ['a token', { headers: { authorization: 'Bearer x.y.z' } }, 'it is not signed'],
  ])('[AUTH-6] is refused with %s', async (_how, altered, why) => {
    const verdict = await verdictOn(REQUEST, altered);
    expect(verdict).toMatchObject({ kind: 'refused' });
    expect('why' in verdict && verdict.why).toContain(why);
  });

  it('[AUTH-6] is refused for another service, and without host and time', async () => {
    const verdict = await verdictOn({ ...REQUEST, service: 's3' });
    expect(verdict).toEqual({ kind: 'refused', why: 'it is signed for the service s3' });
    const { authorization = '' } = await signedHeaders(KEY, REQUEST);
    for (const name of ['host;', ';x-amz-date']) {
      const headers = { authorization: authorization.replace(name, '') };
      expect(await verdictOn(REQUEST, { headers })).toEqual({
        kind: 'refused',
        why: 'host or x-amz-date is not signed',
      });
    }
  });
});

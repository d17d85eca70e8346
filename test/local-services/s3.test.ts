import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createS3Service, type S3Service } from '../../local/s3/s3-service.ts';
import { testEnvironment } from './support/environment.ts';
import { serviceEndpoint, type ServiceEndpoint } from './support/service-endpoint.ts';
import { testTime, type TestTime } from './support/virtual-clock.ts';

const DAY_MS = 86_400_000;
const Bucket = 'files';
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

let time: TestTime;
let service: S3Service;
let endpoint: ServiceEndpoint;
let client: S3Client;
let lists = true;

const open = async (dataDir?: string): Promise<void> => {
  service = createS3Service({
    ...testEnvironment(time, dataDir).environment,
    buckets: [
      {
        name: Bucket,
        cors: [
          {
            allowedOrigins: ['https://*.example'],
            allowedMethods: ['GET', 'POST'],
            allowedHeaders: ['content-type'],
            exposedHeaders: ['ETag'],
            maxAgeSec: 600,
          },
        ],
        lifecycle: [
          { prefix: 'pending/', tags: {}, expirationDays: 1 },
          { prefix: '', tags: { closed: 'true' }, expirationDays: 90 },
        ],
      },
      { name: 'pages', cors: [], lifecycle: [] },
    ],
    secretOf: (accessKeyId) => (accessKeyId === 'AKIATEST' ? 'secret' : undefined),
    mayList: () => lists,
  });
  endpoint = await serviceEndpoint(service);
  client = new S3Client(endpoint.client);
};
const close = async (): Promise<void> => {
  client.destroy();
  await endpoint.stop();
};

beforeEach(async () => {
  // Presigned things are signed by the machine's clock.
  time = testTime(Date.now());
  lists = true;
  await open();
});
afterEach(close);

const put = (Key: string, Body: Buffer | string = PNG, rest: object = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...rest }));
const textOf = async (Key: string, rest: object = {}): Promise<string | undefined> =>
  (await client.send(new GetObjectCommand({ Bucket, Key, ...rest }))).Body?.transformToString();
const refusal = async (work: Promise<unknown>): Promise<[string, number | undefined]> => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof S3ServiceException)) throw new Error('the call was not refused', { cause: error });
  return [error.name, error.$metadata.httpStatusCode];
};

describe('objects', () => {
  it('keeps bytes, type and metadata under any key', async () => {
    const key = 'kept/a b/ü+é%.png';
    const { ETag } = await put(key, PNG, {
      ContentType: 'image/png',
      Metadata: { by: 'customer' },
      CacheControl: 'no-store',
    });

    const head = await client.send(new HeadObjectCommand({ Bucket, Key: key }));
    expect(head).toMatchObject({
      ETag,
      ContentLength: 8,
      ContentType: 'image/png',
      CacheControl: 'no-store',
      Metadata: { by: 'customer' },
      LastModified: new Date(Math.floor(time.clock.now() / 1000) * 1000),
    });
    const got = await client.send(new GetObjectCommand({ Bucket, Key: key }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(PNG);
    expect(ETag).toBe('"e9dd2797018cad79186e03e8c5aec8dc"');
  });

  it('gives a range, and 416 where there is none', async () => {
    await put('a', '0123456789');

    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'a', Range: 'bytes=2-4' }));
    expect([await got.Body?.transformToString(), got.ContentRange]).toEqual(['234', 'bytes 2-4/10']);
    expect(await textOf('a', { Range: 'bytes=7-' })).toBe('789');
    expect(await textOf('a', { Range: 'bytes=-2' })).toBe('89');
    expect(await textOf('a', { Range: 'bytes=0-99' })).toBe('0123456789');
    expect(await refusal(textOf('a', { Range: 'bytes=10-' }))).toEqual(['InvalidRange', 416]);
  });

  it('forgets what was deleted; a second delete is no error', async () => {
    await put('a');
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));

    expect(await refusal(textOf('a'))).toEqual(['NoSuchKey', 404]);
    expect(await refusal(client.send(new HeadObjectCommand({ Bucket, Key: 'a' })))).toEqual(['NotFound', 404]);
    expect(service.stats()).toEqual({ objects: 0 });
  });

  it('says 403 of a missing key to a caller who may not list', async () => {
    lists = false;

    expect(await refusal(textOf('a'))).toEqual(['AccessDenied', 403]);
    expect(await refusal(client.send(new HeadObjectCommand({ Bucket, Key: 'a' })))).toEqual(['Unknown', 403]);
  });

  it('says NoSuchBucket of a bucket that the template does not have', async () => {
    const elsewhere = client.send(new GetObjectCommand({ Bucket: 'other', Key: 'a' }));
    expect(await refusal(elsewhere)).toEqual(['NoSuchBucket', 404]);
  });

  it('lists in the order of keys, by prefix, in pages', async () => {
    for (const key of ['b/2', 'a', 'b/1', 'b/3', 'c']) await put(key);

    const first = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'b/', MaxKeys: 2 }));
    const { NextContinuationToken: ContinuationToken } = first;
    const second = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'b/', ContinuationToken }));
    expect([first.Contents?.map(({ Key }) => Key), first.IsTruncated]).toEqual([['b/1', 'b/2'], true]);
    expect([second.Contents?.map(({ Key, Size }) => [Key, Size]), second.IsTruncated]).toEqual([[['b/3', 8]], false]);
    expect((await client.send(new ListObjectsV2Command({ Bucket: 'pages' }))).KeyCount).toBe(0);
  });

  it('keeps objects over a restart on the same folder', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'dormouse-'));
    await close();
    await open(dataDir);
    await put('kept', 'before', { ContentType: 'text/plain' });
    await put('kept', 'after', { ContentType: 'text/plain' });
    await close();
    await open(dataDir);

    expect(await textOf('kept')).toBe('after');
    expect((await client.send(new HeadObjectCommand({ Bucket, Key: 'kept' }))).ContentType).toBe('text/plain');
    rmSync(dataDir, { recursive: true });
  });
});

describe('copies', () => {
  const copy = (Key: string, CopySource: string, rest: object = {}) =>
    client.send(new CopyObjectCommand({ Bucket, Key, CopySource, ...rest }));

  it('takes bytes and type along, if the source is still the one that was looked at', async () => {
    const { ETag } = await put('pending/a b', PNG, { ContentType: 'image/png' });

    await copy('kept/a', `${Bucket}/pending/a%20b`, { CopySourceIfMatch: ETag });
    expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'kept/a' }))).toMatchObject({
      ETag,
      ContentType: 'image/png',
    });
    await put('pending/a b', 'something else');
    const late = copy('kept/b', `${Bucket}/pending/a%20b`, { CopySourceIfMatch: ETag });
    expect(await refusal(late)).toEqual(['PreconditionFailed', 412]);
  });

  it('onto itself only with something changed; its age starts over', async () => {
    await put('a', PNG, { ContentType: 'image/png' });
    await time.pass(10 * DAY_MS);
    expect(await refusal(copy('a', `${Bucket}/a`))).toEqual(['InvalidRequest', 400]);

    await copy('a', `${Bucket}/a`, {
      MetadataDirective: 'REPLACE',
      ContentType: 'image/png',
      TaggingDirective: 'REPLACE',
      Tagging: 'closed=true',
    });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'a' }));
    expect([head.ContentType, head.LastModified?.getTime(), head.TagCount]).toEqual([
      'image/png',
      Math.floor(time.clock.now() / 1000) * 1000,
      1,
    ]);
  });
});

describe('lifecycle', () => {
  const untilMidnight = (): number => DAY_MS - (time.clock.now() % DAY_MS);

  it('removes by prefix at the midnight after the days are over', async () => {
    await put('pending/a');
    await put('kept/a');
    await time.pass(untilMidnight() + DAY_MS - 1);
    expect(await textOf('pending/a')).toBeDefined();
    await time.pass(1);

    expect(await refusal(textOf('pending/a'))).toEqual(['NoSuchKey', 404]);
    expect(await textOf('kept/a')).toBeDefined();
  });

  it('removes by tag', async () => {
    await put('kept/a', PNG, { Tagging: 'closed=true&by=x' });
    await put('kept/b', PNG, { Tagging: 'closed=false' });
    await time.pass(untilMidnight() + 90 * DAY_MS);

    expect((await client.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key)).toEqual([
      'kept/b',
    ]);
  });
});

describe('presigned URLs', () => {
  const sign = (expiresIn = 60) =>
    getSignedUrl(
      client,
      new GetObjectCommand({ Bucket, Key: 'kept/ä b', ResponseContentDisposition: 'attachment; filename="x.png"' }),
      { expiresIn },
    );
  const codeOf = async (url: string, init?: RequestInit): Promise<[number, string | undefined]> => {
    const answer = await fetch(url, init);
    return [answer.status, /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1]];
  };

  beforeEach(() => put('kept/ä b', PNG, { ContentType: 'image/png' }));

  it('gives the object with the headers that were signed', async () => {
    const answer = await fetch(await sign());

    expect([answer.status, answer.headers.get('content-disposition'), answer.headers.get('content-type')]).toEqual([
      200,
      'attachment; filename="x.png"',
      'image/png',
    ]);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(PNG);
  });

  it('is good for its time and no longer', async () => {
    const url = await sign(60);
    await time.pass(58_000);
    expect(await codeOf(url)).toEqual([200, undefined]);
    await time.pass(4000);
    expect(await codeOf(url)).toEqual([403, 'AccessDenied']);
  });

  it.each([
    ['another key', (url: string) => url.replace('kept', 'pending')],
    ['another disposition', (url: string) => url.replace('attachment', 'inline')],
    ['a longer life', (url: string) => url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600')],
    ['another signature', (url: string) => url.replace(/Signature=../, 'Signature=00')],
  ])('with %s is refused', async (_what, change) => {
    expect(await codeOf(change(await sign()))).toEqual([403, 'SignatureDoesNotMatch']);
  });

  it('with another method or a header more is refused', async () => {
    expect(await codeOf(await sign(), { method: 'DELETE' })).toEqual([403, 'SignatureDoesNotMatch']);
    expect(await codeOf(await sign(), { headers: { 'x-amz-tagging': 'closed=true' } })).toEqual([403, 'AccessDenied']);
  });

  it('signs uploads too', async () => {
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'new' }), { expiresIn: 60 });
    expect(await codeOf(url, { method: 'PUT', body: 'words' })).toEqual([200, undefined]);
    expect(await textOf('new')).toBe('words');
  });
});

describe('presigned forms', () => {
  const form = (options: Partial<PresignedPostOptions> = {}) =>
    createPresignedPost(client, {
      Bucket,
      Key: 'pending/1',
      Expires: 60,
      Fields: { 'Content-Type': 'image/png' },
      Conditions: [['content-length-range', 8, 8]],
      ...options,
    });
  const send = async (
    { url, fields }: { url: string; fields: Record<string, string> },
    changed: Record<string, string> = {},
    body: Buffer | string = PNG,
  ): Promise<[number, string | undefined]> => {
    const data = new FormData();
    for (const [name, value] of Object.entries({ ...fields, ...changed })) data.append(name, value);
    data.append('file', new Blob([body]), 'mine.png');
    const answer = await fetch(url, { method: 'POST', body: data });
    return [answer.status, /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1]];
  };

  it('stores the file under the key and type of the policy', async () => {
    expect(await send(await form())).toEqual([204, undefined]);

    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'pending/1' }));
    expect([head.ContentLength, head.ContentType]).toEqual([8, 'image/png']);
    expect(endpoint.grants).toContainEqual({ action: 's3:PutObject', resource: 'arn:aws:s3:::files/pending/1' });
  });

  it.each<[string, Record<string, string>, Buffer | string, number, string]>([
    ['a smaller file', {}, '1234567', 400, 'EntityTooSmall'],
    ['a larger file', {}, '123456789', 400, 'EntityTooLarge'],
    ['another key', { key: 'pending/2' }, PNG, 403, 'AccessDenied'],
    ['another type', { 'Content-Type': 'text/html' }, PNG, 403, 'AccessDenied'],
    ['a field that the policy does not name', { 'Cache-Control': 'no-store' }, PNG, 403, 'AccessDenied'],
    ['another signature', { 'X-Amz-Signature': '0'.repeat(64) }, PNG, 403, 'SignatureDoesNotMatch'],
  ])('with %s are refused', async (_what, changed, body, status, code) => {
    expect(await send(await form(), changed, body)).toEqual([status, code]);
    expect(service.stats()).toEqual({ objects: 0 });
  });

  it('take a field that the policy says may be ignored, and fill in the name of the file', async () => {
    const named = await form({ Key: 'pending/${filename}' });
    expect(await send(named, { 'x-ignore-me': '1' })).toEqual([204, undefined]);
    expect(await textOf('pending/mine.png')).toBeDefined();
  });

  it('are good for their time and no longer', async () => {
    const made = await form();
    await time.pass(62_000);
    expect(await send(made)).toEqual([403, 'AccessDenied']);
  });

  it('answer as the form wants', async () => {
    const created = await form({ Fields: { success_action_status: '201' } });
    expect((await send(created))[0]).toBe(201);
    const ok = await form({ Fields: { success_action_status: '200' } });
    expect((await send(ok))[0]).toBe(200);
  });
});

describe('other sites', () => {
  const ask = (origin: string, method: string, headers = 'content-type') =>
    service.preflight?.({
      path: '/files',
      headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': headers },
    });

  it('may do what a rule of the bucket says', async () => {
    expect(ask('https://shop.example', 'POST')).toEqual({
      status: 200,
      headers: {
        'access-control-allow-origin': 'https://shop.example',
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'content-type',
        'access-control-expose-headers': 'ETag',
        'access-control-max-age': '600',
        vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
      },
    });
    await put('a');
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'a' }), { expiresIn: 60 });
    const answer = await fetch(url, { headers: { origin: 'https://shop.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    const other = await fetch(url, { headers: { origin: 'https://elsewhere.test' } });
    expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([200, null]);
  });

  it.each([
    ['https://elsewhere.test', 'POST', 'content-type'],
    ['https://shop.example', 'DELETE', 'content-type'],
    ['https://shop.example', 'POST', 'x-amz-tagging'],
  ])('and nothing else: %s %s %s', (origin, method, headers) => {
    expect(ask(origin, method, headers)?.status).toBe(403);
  });
});

describe('permissions', () => {
  it.each([
    ['PutObject', () => put('a/b', PNG, { Tagging: 'x=1' }), ['s3:PutObject', 's3:PutObjectTagging']],
    ['HeadObject', () => client.send(new HeadObjectCommand({ Bucket, Key: 'a/b' })), ['s3:GetObject']],
    ['DeleteObject', () => client.send(new DeleteObjectCommand({ Bucket, Key: 'a/b' })), ['s3:DeleteObject']],
  ])('%s needs them on the object', async (_name, call, actions) => {
    await call().catch(() => undefined);
    expect(endpoint.grants).toEqual(actions.map((action) => ({ action, resource: 'arn:aws:s3:::files/a/b' })));
  });

  it('a copy needs one on each side, a list one on the bucket', async () => {
    await put('a');
    endpoint.grants.splice(0);
    await client.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: 'files/a' }));
    await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'kept/' }));

    expect(endpoint.grants).toEqual([
      { action: 's3:GetObject', resource: 'arn:aws:s3:::files/a' },
      { action: 's3:PutObject', resource: 'arn:aws:s3:::files/b' },
      { action: 's3:ListBucket', resource: 'arn:aws:s3:::files', context: { 's3:prefix': 'kept/' } },
    ]);
  });

  it('a refusal is AccessDenied', async () => {
    endpoint.deny('no');
    expect(await refusal(put('a'))).toEqual(['AccessDenied', 403]);
  });
});

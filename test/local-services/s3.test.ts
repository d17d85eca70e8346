import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
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

  it('overwrites nothing where that was asked for', async () => {
    await put('pending/c', PNG);
    await put('kept/c', 'first');
    const over = copy('kept/c', `${Bucket}/pending/c`, { IfNoneMatch: '*' });
    expect(await refusal(over)).toEqual(['PreconditionFailed', 412]);
    expect(await refusal(put('kept/c', 'second', { IfNoneMatch: '*' }))).toEqual(['PreconditionFailed', 412]);
    expect(await textOf('kept/c')).toBe('first');
    await copy('kept/d', `${Bucket}/pending/c`, { IfNoneMatch: '*' });
    expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'kept/d' }))).toMatchObject({
      ContentLength: PNG.length,
    });
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

  it('leaves alone what has lost its tag', async () => {
    await put('kept/a', PNG, { Tagging: 'closed=true' });
    await client.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'kept/a' }));
    expect(await refusal(client.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'kept/b' })))).toEqual([
      'NoSuchKey',
      404,
    ]);
    await time.pass(untilMidnight() + 100 * DAY_MS);

    expect(await textOf('kept/a')).toBeDefined();
    expect(endpoint.grants).toContainEqual({
      action: 's3:DeleteObjectTagging',
      resource: 'arn:aws:s3:::files/kept/a',
    });
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

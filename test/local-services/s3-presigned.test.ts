import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createS3Service, type S3Service } from '../../local/s3/s3-service.ts';
import { testEnvironment } from './support/environment.ts';
import { serviceEndpoint, type ServiceEndpoint } from './support/service-endpoint.ts';
import { testTime, type TestTime } from './support/virtual-clock.ts';

const Bucket = 'files';
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

let time: TestTime;
let service: S3Service;
let endpoint: ServiceEndpoint;
let client: S3Client;

beforeEach(async () => {
  // Presigned things are signed by the machine's clock.
  time = testTime(Date.now());
  service = createS3Service({
    ...testEnvironment(time).environment,
    buckets: [{ name: Bucket, cors: [], lifecycle: [] }],
    secretOf: (accessKeyId) => (accessKeyId === 'AKIATEST' ? 'secret' : undefined),
    mayList: () => true,
  });
  endpoint = await serviceEndpoint(service);
  client = new S3Client(endpoint.client);
});
afterEach(async () => {
  client.destroy();
  await endpoint.stop();
});

const put = (Key: string, Body: Buffer, rest: object = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...rest }));
const head = (Key: string) => client.send(new HeadObjectCommand({ Bucket, Key }));

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
    expect((await head('new')).ContentLength).toBe(5);
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

    const { ContentLength, ContentType } = await head('pending/1');
    expect([ContentLength, ContentType]).toEqual([8, 'image/png']);
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
    expect((await head('pending/mine.png')).ContentLength).toBe(8);
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

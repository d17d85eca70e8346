import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRealClock } from '../../local/clock/real-clock.ts';
import { createActivity } from '../../local/clock/activity.ts';
import { createCredentialBook } from '../../local/endpoint/credentials.ts';
import { startEndpoint, type Endpoint } from '../../local/endpoint/endpoint.ts';
import { createFaults } from '../../local/endpoint/faults.ts';
import { createAuthority } from '../../local/iam/authority.ts';
import { createS3Service } from '../../local/s3/s3-service.ts';
import { loadModel } from '../../local/template/load-model.ts';
import { testEnvironment } from '../local-services/support/environment.ts';
import { SMALL_STACK } from './support/small-cloud.ts';

const model = loadModel(SMALL_STACK);
const Bucket = String(model.outputs['FilesName']);
const refusals: string[] = [];
let endpoint: Endpoint;
let client: S3Client;

const onError = (error: unknown): void => {
  throw error;
};

/** The bucket of the small stack behind the real endpoint, called with the key of its HTTP function. */
beforeAll(async () => {
  const activity = createActivity();
  const clock = createRealClock({ activity, onError });
  const credentials = createCredentialBook();
  const authority = createAuthority(model.roles);
  const onRefusal = (line: string): void => void refusals.push(line);
  endpoint = await startEndpoint({
    clock,
    activity,
    credentials,
    authority,
    faults: createFaults(),
    onRefusal,
    onError,
  });
  const { environment } = testEnvironment({ clock, activity, pass: () => Promise.resolve() });
  endpoint.register(
    createS3Service({
      ...environment,
      buckets: model.buckets,
      secretOf: (id) => credentials.secretOf(id),
      mayList: (caller, resource) => authority.decide(caller, { action: 's3:ListBucket', resource }).allowed,
    }),
  );
  const roleArn = model.functions.find(({ logicalId }) => logicalId === 'HttpFunction')?.roleArn ?? '';
  const credential = credentials.issue('HttpFunction', roleArn);
  client = new S3Client({ endpoint: endpoint.url, region: 'us-east-1', credentials: credential, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await endpoint.stop();
});

describe('a bucket behind the endpoint', () => {
  it('is read and written with the grants of the calling role', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'pending/1', Body: 'words' }));
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'pending/1' }));
    expect(await got.Body?.transformToString()).toBe('words');

    const elsewhere = client.send(new PutObjectCommand({ Bucket, Key: 'kept/1', Body: 'words' }));
    await expect(elsewhere).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
    expect(refusals.at(-1)).toMatch(
      /^refused s3\.PutObject for LOCALHttpFunction0: .* on resource: .*\/kept\/1 because/,
    );
  });

  it('says of a missing key what one hears who may not list', async () => {
    const missing = client.send(new GetObjectCommand({ Bucket, Key: 'pending/2' }));
    await expect(missing).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('gives by a signed address what the signing role may read, and nothing by an unsigned one', async () => {
    const sign = (Key: string) => getSignedUrl(client, new GetObjectCommand({ Bucket, Key }), { expiresIn: 60 });
    expect(await (await fetch(await sign('pending/1'))).text()).toBe('words');
    expect((await fetch(await sign('kept/1'))).status).toBe(403);
    expect((await fetch(`${endpoint.url}/${Bucket}/pending/1`)).status).toBe(403);
  });

  it('takes by a signed form what the signing role may write, also from a page of an allowed site', async () => {
    const send = async (Key: string): Promise<Response> => {
      const { url, fields } = await createPresignedPost(client, { Bucket, Key, Expires: 60 });
      const data = new FormData();
      for (const [name, value] of Object.entries(fields)) data.append(name, value);
      data.append('file', new Blob(['posted']));
      return fetch(url, { method: 'POST', body: data, headers: { origin: 'https://shop.example' } });
    };
    const taken = await send('pending/3');
    expect([taken.status, taken.headers.get('access-control-allow-origin')]).toEqual([204, 'https://shop.example']);
    expect((await send('kept/3')).status).toBe(403);
  });

  it('answers the question of a browser, which is not signed', async () => {
    const ask = (origin: string): Promise<Response> =>
      fetch(`${endpoint.url}/${Bucket}`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-any' },
      });
    expect((await ask('https://shop.example')).status).toBe(200);
    expect((await ask('https://elsewhere.test')).status).toBe(403);
  });
});

import { describe, expect, it } from 'vitest';
import { createS3Service, type S3Service } from '../../local/s3/s3-service.ts';
import { s3Bucket } from '../../shared/adapters/s3/bucket.ts';
import { s3KeptFiles } from '../../shared/adapters/s3/kept-files.ts';
import { s3Uploads } from '../../shared/adapters/s3/uploads.ts';
import { memoryFiles } from '../../shared/adapters/memory/memory-files.ts';
import { testEnvironment } from '../local-services/support/environment.ts';
import { serviceEndpoint, type ServiceEndpoint } from '../local-services/support/service-endpoint.ts';
import { testTime, type TestTime } from '../local-services/support/virtual-clock.ts';
import { describeFiles, type FileGround } from './files.contract.ts';
import { freshChatId, START } from './support/sample-log.ts';

const DAY_MS = 86_400_000;
const PNG = Buffer.from('89504e470d0a1a0a0001', 'hex');
const wish = { sizeBytes: PNG.length, contentType: 'image/png', note: 'n' };
const as = { contentType: 'image/png', disposition: 'attachment; filename="x.png"' };
const FILE = 'contract-file-02';

interface S3Ground extends FileGround {
  readonly time: TestTime;
  readonly service: S3Service;
  readonly endpoint: ServiceEndpoint;
  post(
    form: { url: string; fields: Readonly<Record<string, string>> },
    bytes: Uint8Array,
    changed?: Record<string, string>,
  ): Promise<Response>;
}

/** The local cloud's S3 with a bucket as the stack makes it, spoken to as the functions do. */
const s3Ground = async (): Promise<S3Ground> => {
  const time = testTime(START);
  const service = createS3Service({
    ...testEnvironment(time).environment,
    buckets: [
      {
        name: 'files',
        cors: [],
        lifecycle: [
          { prefix: 'pending/', tags: {}, expirationDays: 1 },
          { prefix: '', tags: { state: 'new' }, expirationDays: 7 },
          { prefix: '', tags: { state: 'closed' }, expirationDays: 90 },
        ],
      },
    ],
    secretOf: () => 'secret',
    mayList: () => true,
  });
  const endpoint = await serviceEndpoint(service);
  const bucket = s3Bucket({
    name: 'files',
    url: `${endpoint.client.endpoint}/files`,
    region: 'us-east-1',
    credentials: { ...endpoint.client.credentials, sessionToken: 'a/session+token=' },
    clock: time.clock,
  });
  const post: S3Ground['post'] = (form, bytes, changed = {}) => {
    const data = new FormData();
    for (const [name, value] of Object.entries({ ...form.fields, ...changed })) data.append(name, value);
    data.append('file', new Blob([Buffer.from(bytes)]), 'any.html');
    return fetch(form.url, { method: 'POST', body: data });
  };
  return {
    time,
    service,
    endpoint,
    post,
    uploads: s3Uploads(bucket),
    keptFiles: s3KeptFiles(bucket),
    send: async (form, bytes) => (await post(form, bytes)).ok,
    fetch: async (url) => {
      const answer = await fetch(url);
      return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
    },
    staysForEver: async (chatId, file) => {
      const { headers } = await bucket.call({ method: 'GET', key: `kept/${chatId}/${file}` }, 1_000);
      return !headers.has('x-amz-tagging-count');
    },
  };
};

describeFiles('memory', () => {
  const files = memoryFiles();
  const port: FileGround = {
    ...files,
    send: (form, bytes) => Promise.resolve(files.send(form.fields, bytes)),
    fetch: (url) => Promise.resolve(files.fetch(url)),
    staysForEver: (chatId, file) => Promise.resolve(files.fateOf(chatId, file) === 'kept'),
  };
  return Promise.resolve({ port, end: () => Promise.resolve() });
});

describeFiles('local cloud', async () => {
  const ground = await s3Ground();
  return { port: ground, end: () => ground.endpoint.stop() };
});

describe('files in S3', () => {
  const upload = async (ground: S3Ground, chatId: string): Promise<void> => {
    await ground.send(await ground.uploads.form(chatId, FILE, wish, 60), PNG);
  };
  const keep = async (ground: S3Ground, chatId: string): Promise<void> => {
    await upload(ground, chatId);
    const found = await ground.uploads.look(chatId, FILE, 8);
    await ground.uploads.keep(chatId, FILE, found?.version ?? '');
  };
  const isThere = async (ground: S3Ground, chatId: string): Promise<boolean> =>
    (await ground.fetch(await ground.uploads.address(chatId, FILE, as, 60))) !== undefined;

  it.each([
    ['another type', { 'Content-Type': 'text/html' }],
    ['another key', { key: 'kept/other/file' }],
    ['another note', { 'x-amz-meta-note': 'bm8' }],
  ])('[FILE-4] refuses %s than was asked for', async (_what, changed) => {
    const ground = await s3Ground();
    const answer = await ground.post(await ground.uploads.form(freshChatId(), FILE, wish, 60), PNG, changed);
    expect(answer.status).toBe(403);
    expect(ground.service.stats()).toEqual({ objects: 0 });
    await ground.endpoint.stop();
  });

  it('[FILE-4] takes uploads for as long as was said, and gives files so', async () => {
    const ground = await s3Ground();
    const chatId = freshChatId();
    await keep(ground, chatId);
    const form = await ground.uploads.form(chatId, FILE, wish, 60);
    const url = await ground.uploads.address(chatId, FILE, as, 60);
    await ground.time.pass(60_000);
    expect([(await ground.post(form, PNG)).status, (await fetch(url)).status]).toEqual([204, 200]);
    await ground.time.pass(1_000);
    expect([(await ground.post(form, PNG)).status, (await fetch(url)).status]).toEqual([403, 403]);
    await ground.endpoint.stop();
  });

  it('[FILE-7] gives a file to be stored under its name, of its type, and not kept on the way', async () => {
    const ground = await s3Ground();
    const chatId = freshChatId();
    await keep(ground, chatId);
    const { headers } = await fetch(await ground.uploads.address(chatId, FILE, as, 60));
    expect(
      Object.fromEntries(['content-disposition', 'content-type', 'cache-control'].map((n) => [n, headers.get(n)])),
    ).toEqual({
      'content-disposition': 'attachment; filename="x.png"',
      'content-type': 'image/png',
      'cache-control': 'private, no-store',
    });
    await ground.endpoint.stop();
  });

  it('[FILE-9] forgets an upload after a day, a copy that nobody spoke of after a week, and a kept one never', async () => {
    const ground = await s3Ground();
    const [confirmed, spokenOf] = [freshChatId(), freshChatId()];
    await keep(ground, confirmed);
    await keep(ground, spokenOf);
    await ground.keptFiles.keep(spokenOf, FILE);
    await ground.time.pass(2 * DAY_MS);
    expect(await ground.uploads.look(spokenOf, FILE, 8)).toBeUndefined();
    expect([await isThere(ground, confirmed), await isThere(ground, spokenOf)]).toEqual([true, true]);
    await ground.time.pass(6 * DAY_MS);
    expect([await isThere(ground, confirmed), await isThere(ground, spokenOf)]).toEqual([false, true]);
    await ground.time.pass(400 * DAY_MS);
    expect(await isThere(ground, spokenOf)).toBe(true);
    await ground.endpoint.stop();
  });

  it('[FILE-9] keeps a file of a closed chat for 90 days from then, however old it was', async () => {
    const ground = await s3Ground();
    const chatId = freshChatId();
    await keep(ground, chatId);
    await ground.keptFiles.keep(chatId, FILE);
    await ground.time.pass(200 * DAY_MS);
    await ground.keptFiles.expire(chatId, FILE);
    await ground.time.pass(90 * DAY_MS);
    expect(await isThere(ground, chatId)).toBe(true);
    await ground.time.pass(DAY_MS);
    expect(await isThere(ground, chatId)).toBe(false);
    await ground.endpoint.stop();
  });

  it('says of a missing grant that it is missing, and of a store that fails that it may work later', async () => {
    const ground = await s3Ground();
    ground.endpoint.deny('no');
    await expect(ground.uploads.look(freshChatId(), FILE, 8)).rejects.toMatchObject({
      name: 'Fault',
      retryable: false,
      message: 'unable to GET a file; 403 AccessDenied',
    });
    await ground.endpoint.stop();
    await expect(ground.uploads.look(freshChatId(), FILE, 8)).rejects.toMatchObject({ name: 'Fault', retryable: true });
  });
});

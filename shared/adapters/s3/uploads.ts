import type { Uploads } from '../../app/ports-of-files.ts';
import { unexpected, type Bucket } from './bucket.ts';
import { copyInto, sourceOf } from './copy.ts';
import { keptKey, pendingKey } from './keys.ts';

/** Looking takes milliseconds. */
const LOOK_MS = 2_000;

/** Kept with the upload, signed, and read when its bytes have arrived. */
const NOTE = 'x-amz-meta-note';

const encodeNote = (note: string): string => Buffer.from(note).toString('base64url');
const decodeNote = (note: string): string => Buffer.from(note, 'base64url').toString('utf8');

/** Whether something lies where no upload reaches it; one byte of it is enough to know. */
const isKept = async (bucket: Bucket, key: string): Promise<boolean> => {
  const answer = await bucket.call({ method: 'GET', key, headers: { range: 'bytes=0-0' } }, LOOK_MS);
  await answer.arrayBuffer();
  if (answer.status === 404) return false;
  if (answer.status !== 206) throw unexpected('look at', answer);
  return true;
};

/** Uploads straight into a bucket: S3 itself refuses another size, type or key than was asked for. */
export const s3Uploads = (bucket: Bucket): Uploads => ({
  form: (chatId, file, { sizeBytes, contentType, note }, expiresInSec) =>
    bucket.signedForm({
      key: pendingKey(chatId, file),
      fields: { 'Content-Type': contentType, [NOTE]: encodeNote(note) },
      sizeBytes,
      expiresInSec,
    }),

  async look(chatId, file, beginningBytes) {
    const headers = { range: `bytes=0-${beginningBytes - 1}` };
    const answer = await bucket.call({ method: 'GET', key: pendingKey(chatId, file), headers }, LOOK_MS);
    if (answer.status === 404) return undefined;
    const bytes = Buffer.from(await answer.arrayBuffer());
    const sizeBytes = Number(/\/(\d+)$/.exec(answer.headers.get('content-range') ?? '')?.[1]);
    if (answer.status !== 206 || !Number.isSafeInteger(sizeBytes)) throw unexpected('look at', answer);
    return {
      sizeBytes,
      contentType: answer.headers.get('content-type') ?? '',
      version: answer.headers.get('etag') ?? '',
      beginning: bytes.toString('hex'),
      note: decodeNote(answer.headers.get(NOTE) ?? ''),
    };
  },

  async keep(chatId, file, version) {
    const key = keptKey(chatId, file);
    const isCopied = await copyInto(bucket, key, {
      'x-amz-copy-source': sourceOf(bucket, pendingKey(chatId, file)),
      'x-amz-copy-source-if-match': version,
      // A copy that ends late would put its tag on a file that is part of the chat by now, and it would go in a week.
      'if-none-match': '*',
      'x-amz-tagging-directive': 'REPLACE',
      'x-amz-tagging': 'state=new',
    });
    return isCopied || isKept(bucket, key);
  },

  address: (chatId, file, { contentType, disposition }, expiresInSec) =>
    bucket.signedUrl(
      keptKey(chatId, file),
      {
        'response-content-type': contentType,
        'response-content-disposition': disposition,
        'response-cache-control': 'private, no-store',
      },
      expiresInSec,
    ),
});

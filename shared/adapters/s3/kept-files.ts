import type { KeptFiles } from '../../app/ports-of-files.ts';
import { unexpected, type Bucket } from './bucket.ts';
import { copyInto, sourceOf } from './copy.ts';
import { keptKey, pendingKey } from './keys.ts';

const CALL_MS = 3_000;

/** What becomes of files once the log has decided: tags say it, and the bucket's lifecycle acts by them. */
export const s3KeptFiles = (bucket: Bucket): KeptFiles => ({
  async keep(chatId, file) {
    const key = keptKey(chatId, file);
    const answer = await bucket.call({ method: 'DELETE', key, query: { tagging: '' } }, CALL_MS);
    if (answer.status === 404) return false;
    if (answer.status !== 204) throw unexpected('keep', answer);
    return true;
  },

  expire: (chatId, file) => {
    const key = keptKey(chatId, file);
    // An object's age counts from when it was written: copied onto itself it is new, and goes so many days from now.
    return copyInto(bucket, key, {
      'x-amz-copy-source': sourceOf(bucket, key),
      'x-amz-metadata-directive': 'REPLACE',
      'x-amz-tagging-directive': 'REPLACE',
      'x-amz-tagging': 'state=closed',
    });
  },

  async remove(chatId, file) {
    for (const key of [pendingKey(chatId, file), keptKey(chatId, file)]) {
      const answer = await bucket.call({ method: 'DELETE', key }, CALL_MS);
      if (answer.status !== 204) throw unexpected('remove', answer);
    }
  },
});

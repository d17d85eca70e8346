import { Fault } from '../../app/ports.ts';
import { unexpected, type Bucket } from './bucket.ts';

/** Copying a hundred megabytes takes some seconds. */
const COPY_MS = 8_000;

/** How a copy names what it is made of; keys here have nothing that must be encoded. */
export const sourceOf = ({ name }: Bucket, key: string): string => `${name}/${key}`;

/**
 * Copies an object inside the store. False when there is none, or a condition among the headers does not hold.
 * @throws Fault when it is unknown whether it was copied.
 */
export const copyInto = async (
  bucket: Bucket,
  key: string,
  headers: Readonly<Record<string, string>>,
): Promise<boolean> => {
  const answer = await bucket.call({ method: 'PUT', key, headers }, COPY_MS);
  // S3 begins its answer before it has copied: a failure can follow a 200.
  const body = await answer.text();
  if (answer.status === 404 || answer.status === 412) return false;
  if (answer.status !== 200) throw unexpected('copy', answer);
  if (body.includes('<Error>')) throw new Fault('unable to copy a file; the store gave up', { retryable: true });
  return true;
};

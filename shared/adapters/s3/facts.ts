import { createHash } from 'node:crypto';
import { Fault, type Clock, type FactStore } from '../../app/ports.ts';
import type { SessionFact } from '../../domain/reporting/columns.ts';
import { signedHeaders, type S3Credentials } from './signature.ts';

/** Where rows are put, and by whom. */
export interface FactsBucket {
  /** `https://<bucket>.s3.<region>.amazonaws.com` */
  readonly url: string;
  /** What the names of all files begin with, such as `facts/`. */
  readonly prefix: string;
  readonly region: string;
  readonly credentials: () => S3Credentials;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

const DAY_MS = 86_400_000;

/** Longer than any put takes, and short enough to try again. */
const PUT_MS_MAX = 5_000;
const TRIES = 3;

/** A day counted from 1970 in UTC, as `2026-01-05`. */
export const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/**
 * The file of these rows: named after the chats in it, so that a batch that comes again whole replaces its file (REP-10).
 * One row is one line of JSON.
 */
export const factsFile = (
  prefix: string,
  day: number,
  facts: readonly SessionFact[],
): { key: string; body: string } => {
  const sorted = [...facts].sort((a, b) => (a.chat_id < b.chat_id ? -1 : 1));
  const name = createHash('sha256')
    .update(sorted.map((fact) => fact.chat_id).join('\n'))
    .digest('hex')
    .slice(0, 32);
  return {
    key: `${prefix}day=${dayText(day)}/${name}.json`,
    body: sorted.map((fact) => `${JSON.stringify(fact)}\n`).join(''),
  };
};

/** Whether the same call may succeed later: S3 is slow, ill or asks to wait. */
const isPassing = (status: number): boolean => status >= 500 || status === 429 || status === 408;

/** Keeps rows as files of JSON lines, by day. */
export const s3Facts = (bucket: FactsBucket): FactStore => {
  const tryPut = async (url: URL, body: string): Promise<number> => {
    const headers = { 'content-type': 'application/x-ndjson' };
    const request = { method: 'PUT', url, headers, body } as const;
    const { host: _host, ...signed } = signedHeaders(request, bucket.credentials(), bucket.region, bucket.clock.now());
    const reply = await bucket.fetch(url, {
      method: 'PUT',
      headers: signed,
      body,
      signal: AbortSignal.timeout(PUT_MS_MAX),
    });
    await reply.arrayBuffer();
    return reply.status;
  };
  return {
    put: async (day, facts) => {
      const { key, body } = factsFile(bucket.prefix, day, facts);
      const url = new URL(`${bucket.url}/${key.split('/').map(encodeURIComponent).join('/')}`);
      let reason: unknown;
      for (let attempt = 1; attempt <= TRIES; attempt++) {
        try {
          const status = await tryPut(url, body);
          if (status === 200) return;
          reason = new Error(`S3 answered ${status}`);
          if (!isPassing(status)) break;
        } catch (error) {
          reason = error;
        }
      }
      throw new Fault(
        `unable to keep ${facts.length} rows; ${reason instanceof Error ? reason.message : 'no answer'}`,
        {
          cause: reason,
          retryable: true,
        },
      );
    },
  };
};

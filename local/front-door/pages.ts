import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import type { BucketModel } from '../template/model.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** An object of a bucket. */
export interface StoredPage {
  readonly contentType: string;
  readonly body: Buffer;
}

/** The object at a URL path, or undefined. Later deployments into the bucket win, as they would when they are copied. */
export async function readPage({ contents }: BucketModel, urlPath: string): Promise<StoredPage | undefined> {
  const key = safeKey(urlPath);
  if (key === undefined) return undefined;
  for (const { directory, prefix, markers } of contents.toReversed()) {
    const prefixed = prefix === '' ? '' : `${prefix.replace(/\/$/, '')}/`;
    if (!key.startsWith(prefixed)) continue;
    const body = await readFile(join(directory, key.slice(prefixed.length))).catch(() => undefined);
    if (!body) continue;
    return {
      contentType: CONTENT_TYPES[extname(key)] ?? 'application/octet-stream',
      body: withoutMarkers(body, markers),
    };
  }
  return undefined;
}

/** The bucket key of a path, or undefined when it would leave the bucket. */
function safeKey(urlPath: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
  const key = normalize(path).replace(/^\/+/, '');
  return key.startsWith('..') || key.includes('\0') ? undefined : key;
}

function withoutMarkers(body: Buffer, markers: Readonly<Record<string, string>>): Buffer {
  if (Object.keys(markers).length === 0) return body;
  const text = Object.entries(markers).reduce(
    (current, [name, value]) => current.replaceAll(name, value),
    body.toString('utf8'),
  );
  return Buffer.from(text);
}

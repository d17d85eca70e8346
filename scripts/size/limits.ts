/** Sizes and their limits, in bytes. */

/** The function that answers every frame: its size is part of each cold start that a customer waits for. */
const SOCKET_BYTES_MAX = 262_144;
const FUNCTION_BYTES_MAX = 300 * 1024;
const CLIENT_GZIP_BYTES_MAX = 6 * 1024;
const WIDGET_GZIP_BYTES_MAX = 25 * 1024;
const WIDGET_PATH = 'widget/main.js';

/** One thing that has a size. */
export interface Size {
  readonly name: string;
  readonly bytes: number;
  readonly limit?: number;
}

/** What the bundler reports. */
export interface Bundled {
  readonly functions: readonly { readonly name: string; readonly bytes: number }[];
  readonly pages: readonly { readonly path: string; readonly gzipBytes: number }[];
  /** The client library, gzipped. */
  readonly client: number;
}

/** Functions as they are, what browsers load gzipped, each with its limit if it has one. */
export function measured({ functions, pages, client }: Bundled): Size[] {
  return [
    ...functions.map(({ name, bytes }) => {
      const limit = name === 'socket' ? SOCKET_BYTES_MAX : FUNCTION_BYTES_MAX;
      return { name: `function ${name}`, bytes, limit };
    }),
    { name: 'client library, gzipped', bytes: client, limit: CLIENT_GZIP_BYTES_MAX },
    ...pages.map(({ path, gzipBytes }) => {
      const size = { name: `page ${path}, gzipped`, bytes: gzipBytes };
      return path === WIDGET_PATH ? { ...size, limit: WIDGET_GZIP_BYTES_MAX } : size;
    }),
  ];
}

/** Whether a size is above its limit. */
export function isTooLarge({ bytes, limit }: Size): boolean {
  return limit !== undefined && bytes > limit;
}

/** A line for each size. */
export function sizeLines(sizes: readonly Size[]): string {
  const width = Math.max(...sizes.map(({ name }) => name.length));
  return sizes
    .map((size) => {
      const verdict = size.limit === undefined ? '        ' : isTooLarge(size) ? 'TOO BIG ' : 'ok      ';
      const limit = size.limit === undefined ? '' : `  at most ${size.limit.toLocaleString('en')}`;
      return `${verdict}${size.name.padEnd(width)} ${size.bytes.toLocaleString('en').padStart(9)}${limit}`;
    })
    .join('\n');
}

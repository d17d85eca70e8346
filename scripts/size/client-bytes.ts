import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** What a page of somebody else's would import. */
const ENTRIES = ['chat-client', 'desk-client', 'browser'];

/** Size of the client library with everything in it, minified and gzipped. */
export async function clientGzipBytes(): Promise<number> {
  const contents = ENTRIES.map((entry) => `export * from './web/client/${entry}.ts';`).join('\n');
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: '.' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    write: false,
    logLevel: 'silent',
  });
  const code = outputFiles[0]?.contents;
  if (code === undefined) throw new Error('the client library made no output');
  return gzipSync(code, { level: 9 }).length;
}

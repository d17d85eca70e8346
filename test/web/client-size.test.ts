import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const bundle = async (entries: readonly string[]): Promise<{ bytes: number; inputs: string[] }> => {
  const result = await build({
    stdin: {
      contents: entries.map((entry) => `export * from './web/client/${entry}.ts';`).join('\n'),
      resolveDir: '.',
    },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const code = result.outputFiles[0]?.contents ?? new Uint8Array();
  return { bytes: gzipSync(code, { level: 9 }).length, inputs: Object.keys(result.metafile.inputs) };
};

it('is at most 6 KB gzipped with everything in it, and brings no package along', async () => {
  const { bytes, inputs } = await bundle(['chat-client', 'desk-client', 'browser']);
  expect(bytes).toBeLessThanOrEqual(6_144);
  expect(inputs.filter((path) => path.includes('node_modules'))).toEqual([]);
});

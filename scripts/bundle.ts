/**
 * Makes what is deployed: one ES module per function in `dist/functions/<name>/index.mjs`, and the site in `dist/pages`.
 *
 * The site mirrors `web`: a folder's `main.ts` becomes one self-contained ES module named after the folder; other
 * sources are only read for it; pages, styles and pictures are copied.
 *
 * Run as a program it bundles both and prints the sizes (`--json` for machines).
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build, type BuildOptions, type BuildResult, type Metafile } from 'esbuild';
import { leanSdk } from './bundle-sdk.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Every function of the stack; each has a folder of this name under `functions/`. */
export const functionNames = [
  'authorize',
  'socket',
  'http',
  'admin',
  'wake',
  'effects',
  'push',
  'sweep',
  'report',
] as const;

/** The name of one function. */
export type FunctionName = (typeof functionNames)[number];

/** Where bundles come from and go to. */
export interface BundlePlaces {
  readonly sourceDir: string;
  readonly outputDir: string;
}

/** The functions' usual places. */
export const functionPlaces: BundlePlaces = {
  sourceDir: join(root, 'functions'),
  outputDir: join(root, 'dist/functions'),
};

/** The site's usual places. */
export const pagePlaces: BundlePlaces = { sourceDir: join(root, 'web'), outputDir: join(root, 'dist/pages') };

/** Size of one function's bundle, in minified bytes, and whose bytes they are. */
export interface FunctionSize {
  readonly name: FunctionName;
  readonly bytes: number;
  readonly sdkBytes: number;
  readonly otherPackagesBytes: number;
}

/** Size of one file of the site. */
export interface PageSize {
  readonly path: string;
  readonly bytes: number;
  readonly gzipBytes: number;
}

/** What `bundleFunctions` made; a function without a source folder is named in `missing` and has no output. */
export interface BundleReport {
  readonly functions: readonly FunctionSize[];
  readonly missing: readonly FunctionName[];
}

const functionOptions: BuildOptions = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  conditions: ['module'],
  treeShaking: true,
  legalComments: 'none',
  plugins: [leanSdk],
  // Patterns are made when a module is loaded, also those of functions that nobody calls.
  pure: ['RegExp'],
  // Packages that are still CommonJS may ask for built-in modules at run time.
  banner: { js: `import{createRequire}from'node:module';const require=createRequire(import.meta.url);` },
};

const pageOptions: BuildOptions = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  legalComments: 'none',
};

/**
 * Bundles every function that has a source folder.
 * @throws what esbuild throws when a source does not compile.
 */
export const bundleFunctions = async (places: BundlePlaces = functionPlaces): Promise<BundleReport> => {
  const present = functionNames.filter((name) => existsSync(join(places.sourceDir, name)));
  const missing = functionNames.filter((name) => !present.includes(name));
  for (const name of missing) await rm(join(places.outputDir, name), { recursive: true, force: true });
  return { functions: await Promise.all(present.map((name) => bundleFunction(name, places))), missing };
};

const bundleFunction = async (name: FunctionName, places: BundlePlaces): Promise<FunctionSize> => {
  const entry = join(places.sourceDir, name, 'index.ts');
  const { code, metafile } = await compile(entry, functionOptions);
  await writeIfChanged(join(places.outputDir, name, 'index.mjs'), code);
  await writeIfChanged(join(places.outputDir, `${name}.meta.json`), Buffer.from(JSON.stringify(metafile)));
  return { name, bytes: code.length, ...shares(metafile) };
};

/**
 * Bundles one entry as if it were a function: what is compared with a function is built like one.
 * @throws what esbuild throws when the source does not compile.
 */
export const bundleEntry = async (entry: string, outputPath: string): Promise<void> => {
  const { code } = await compile(entry, functionOptions);
  await writeIfChanged(outputPath, code);
};

/**
 * Makes the site. The output folder exists afterwards even when there are no pages yet.
 * @throws what esbuild throws when a source does not compile.
 */
export const bundlePages = async (places: BundlePlaces = pagePlaces): Promise<readonly PageSize[]> => {
  await mkdir(places.outputDir, { recursive: true });
  const sources = (await filesUnder(places.sourceDir)).filter(isServed);
  const wanted = new Set(sources.map(servedPath));
  for (const stale of (await filesUnder(places.outputDir)).filter((path) => !wanted.has(path))) {
    await rm(join(places.outputDir, stale));
  }
  return Promise.all(sources.map((path) => bundlePage(path, places)));
};

const bundlePage = async (path: string, places: BundlePlaces): Promise<PageSize> => {
  const source = join(places.sourceDir, path);
  const served = servedPath(path);
  const content = extname(path) === '.ts' ? (await compile(source, pageOptions)).code : await readFile(source);
  await writeIfChanged(join(places.outputDir, served), content);
  return { path: served, bytes: content.length, gzipBytes: gzipSync(content, { level: 9 }).length };
};

const isServed = (path: string): boolean => /\/main\.ts$/.test(path) || !/\.(ts|json)$/.test(path);

/** `widget/main.ts` is served as `widget/widget.js`. */
const servedPath = (path: string): string => path.replace(/([^/]+)\/main\.ts$/, '$1/$1.js');

const filesUnder = async (dir: string): Promise<string[]> => {
  if (!existsSync(dir)) return [];
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
    .sort();
};

const compile = async (entry: string, options: BuildOptions): Promise<{ code: Uint8Array; metafile: Metafile }> => {
  const result: BuildResult = await build({
    ...options,
    entryPoints: [entry],
    absWorkingDir: root,
    outfile: 'bundle.js',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const code = result.outputFiles?.[0]?.contents;
  if (code === undefined || result.metafile === undefined) throw new Error(`unable to bundle ${entry}; no output`);
  return { code, metafile: result.metafile };
};

/** Leaves equal files alone, so that a process which is reading a bundle never meets half of one. */
const writeIfChanged = async (path: string, content: Uint8Array): Promise<void> => {
  if (existsSync(path) && Buffer.compare(await readFile(path), content) === 0) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
};

const shares = (metafile: Metafile): Pick<FunctionSize, 'sdkBytes' | 'otherPackagesBytes'> => {
  let sdkBytes = 0;
  let otherPackagesBytes = 0;
  for (const [path, { bytesInOutput }] of Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs),
  )) {
    if (/node_modules\/(@aws-sdk|@smithy|@aws|@aws-crypto)\//.test(path)) sdkBytes += bytesInOutput;
    else if (path.includes('node_modules/')) otherPackagesBytes += bytesInOutput;
  }
  return { sdkBytes, otherPackagesBytes };
};

const sizeTable = (report: BundleReport, pages: readonly PageSize[]): string => {
  const kb = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`.padStart(10);
  const lines = ['function        bundle       SDK     share'];
  for (const { name, bytes, sdkBytes } of report.functions) {
    const share = `${Math.round((100 * sdkBytes) / bytes)} %`.padStart(9);
    lines.push(`${name.padEnd(12)}${kb(bytes)}${kb(sdkBytes)}${share}`);
  }
  lines.push(...report.missing.map((name) => `${name.padEnd(12)}      none`));
  if (pages.length > 0) lines.push('', 'page                            bytes   gzipped');
  lines.push(...pages.map(({ path, bytes, gzipBytes }) => `${path.padEnd(27)}${kb(bytes)}${kb(gzipBytes)}`));
  return lines.join('\n');
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const [report, pages] = await Promise.all([bundleFunctions(), bundlePages()]);
  console.log(values.json ? JSON.stringify({ ...report, pages }, null, 2) : sizeTable(report, pages));
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();

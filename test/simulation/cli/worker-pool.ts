import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { Range } from '../engine/run-range.ts';
import { addTally, emptyTally, type Tally } from '../engine/tally.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const BUNDLE = `${root}node_modules/.cache/simulation/worker.mjs`;

/** One file without the names that a loader adds to every function: sessions run twice as fast. */
const bundleWorker = async (): Promise<void> => {
  await mkdir(`${root}node_modules/.cache/simulation`, { recursive: true });
  await build({
    entryPoints: [`${root}test/simulation/worker.ts`],
    outfile: BUNDLE,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    // A session makes hundreds of small objects of classes, and fields that are only declared cost time in each.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    logLevel: 'error',
  });
};

const isTally = (value: unknown): value is Tally => typeof value === 'object' && value !== null && 'breaches' in value;

const runWorker = (range: Range, hear: (part: Tally) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(BUNDLE, { workerData: range, resourceLimits: { maxYoungGenerationSizeMb: 24 } });
    worker.on('message', (part: unknown) => {
      if (isTally(part)) hear(part);
    });
    worker.on('error', reject);
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
  });

/** Shares a range of seeds among workers; `hear` gets the whole so far. */
export const runShared = async (
  range: Omit<Range, 'stride' | 'ablation'>,
  workers: number,
  hear: (sum: Tally) => void,
): Promise<Tally> => {
  await bundleWorker();
  const sum = emptyTally();
  const shares = Array.from({ length: Math.min(workers, range.sessions) }, (_, place) => ({
    ...range,
    firstSeed: range.firstSeed + place,
    stride: workers,
    sessions: Math.ceil((range.sessions - place) / workers),
  }));
  await Promise.all(
    shares.map((share) =>
      runWorker(share, (part) => {
        addTally(sum, part);
        hear(sum);
      }),
    ),
  );
  return sum;
};

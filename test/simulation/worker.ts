import { parentPort, workerData } from 'node:worker_threads';
import { runRange, type Range } from './engine/run-range.ts';

/** One of the processes that share a range of seeds. */
const isRange = (value: unknown): value is Range => typeof value === 'object' && value !== null && 'firstSeed' in value;

// Faults are thrown by the million, and nobody reads where.
Error.stackTraceLimit = 0;

if (isRange(workerData)) {
  await runRange(workerData, (part) => {
    parentPort?.postMessage(part);
    return true;
  });
}

/** Runs the socket function's bundle alone in a process, so that the heap is the function's and nobody else's. */
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { Minute, type MinuteResult } from './hour-messages.ts';

const MINUTE_MS = 60_000;

let nowMs = Date.now();
Date.now = () => nowMs;

// What the function notes about broken frames is not of interest here.
console.warn = () => undefined;

const gc = globalThis.gc;
if (gc === undefined) throw new Error('unable to measure; the process runs without --expose-gc');

const runMinute = async (message: unknown): Promise<MinuteResult> => {
  const { bundle, events } = v.parse(Minute, message);
  const loaded: unknown = await import(pathToFileURL(bundle).href);
  const handler: unknown = typeof loaded === 'object' && loaded !== null && 'handler' in loaded ? loaded.handler : 0;
  if (typeof handler !== 'function') throw new Error(`unable to run ${bundle}; it exports no handler`);
  const replies: unknown[] = [];
  for (const event of events) {
    nowMs += MINUTE_MS / events.length;
    replies.push(await Reflect.apply(handler, undefined, [event]));
  }
  gc();
  return { heapBytes: process.memoryUsage().heapUsed, replies };
};

const fail = (error: unknown): void => {
  console.error(error);
  process.exit(1);
};

process.on('message', (message) => void runMinute(message).then((result) => process.send?.(result), fail));

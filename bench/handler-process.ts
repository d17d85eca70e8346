/**
 * Runs in a process of its own, so that its CPU time is the handlers' and nobody else's: loads bundles as Lambda does and
 * runs blocks of events through them, one event at a time.
 */
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { Block, type BlockResult } from './handler-messages.ts';

type Handler = (event: unknown) => Promise<unknown>;

const handlers = new Map<string, Handler>();

const handlerOf = async (bundle: string): Promise<Handler> => {
  const known = handlers.get(bundle);
  if (known !== undefined) return known;
  const loaded: unknown = await import(pathToFileURL(bundle).href);
  const handler: unknown = typeof loaded === 'object' && loaded !== null && 'handler' in loaded ? loaded.handler : 0;
  if (typeof handler !== 'function') throw new Error(`unable to run ${bundle}; it exports no handler`);
  const run: Handler = (event) => Promise.resolve(Reflect.apply(handler, undefined, [event]));
  handlers.set(bundle, run);
  return run;
};

/** Time from one event to the next: no socket sends more frames than it may, however fast they are run. */
const STEP_MS = 50;

let nowMs = Date.now();
Date.now = () => nowMs;

const runBlock = async (message: unknown): Promise<BlockResult> => {
  const { bundle, events } = v.parse(Block, message);
  const handler = await handlerOf(bundle);
  const replies: unknown[] = [];
  const start = process.cpuUsage();
  for (const event of events) {
    nowMs += STEP_MS;
    replies.push(await handler(event));
  }
  const { user, system } = process.cpuUsage(start);
  return { cpuUs: user + system, replies };
};

const fail = (error: unknown): void => {
  console.error(error);
  process.exit(1);
};

process.on('message', (message) => void runBlock(message).then((result) => process.send?.(result), fail));

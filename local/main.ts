/** Entry of the local cloud: synthesizes the stack, runs it, says where it is. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LocalCloud, LocalLine } from './local-cloud.ts';
import { HELP, parseOptions } from './options.ts';
import type { MainOptions } from './options.ts';
import { startLocalCloud } from './start-local-cloud.ts';
import { synthesize } from './synthesize.ts';

const projectDirectory = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const outputsFile = resolve(projectDirectory, '.dormouse/outputs.json');

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) return say(HELP);
  const startedMs = performance.now();
  if (options.synthesizes) {
    await synthesize(projectDirectory, options.assemblyDirectory, options.context);
    if (!options.quiet) say(`bundled and synthesized (${Math.round(performance.now() - startedMs)} ms)`);
  }
  const cloud = await startLocalCloud({
    assemblyDirectory: resolve(options.assemblyDirectory),
    port: options.port,
    clock: options.clock,
    ...(options.dataDir === undefined ? {} : { dataDir: resolve(options.dataDir) }),
    onLine: (line) => report(options, line),
  });
  writeOutputs(cloud);
  welcome(cloud, performance.now() - startedMs);
  stopOnSignal(cloud);
}

function report({ quiet }: MainOptions, { kind, text }: LocalLine): void {
  if (quiet) return;
  say(kind === 'step' || kind === 'output' ? text : `${kind}: ${text}`);
}

function writeOutputs({ outputs }: LocalCloud): void {
  mkdirSync(dirname(outputsFile), { recursive: true });
  writeFileSync(outputsFile, `${JSON.stringify(outputs, null, 2)}\n`);
}

function welcome({ outputs, clock }: LocalCloud, tookMs: number): void {
  const page = String(outputs['FrontDoorUrl']);
  say(`\nready after ${(tookMs / 1000).toFixed(1)} s, ${clock.mode} clock; Ctrl-C stops it\n\nOpen ${page}`);
}

/** The first signal stops everything in order; a second one does not wait. */
function stopOnSignal(cloud: LocalCloud): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(130);
    stopping = true;
    rmSync(outputsFile, { force: true });
    cloud.stop().then(() => process.exit(0), fail);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function fail(error: unknown): never {
  const port = isSystemError(error) && error.code === 'EADDRINUSE' ? error.port : undefined;
  const sentence = error instanceof Error ? withCauses(error) : String(error);
  const text = port === undefined ? sentence : `unable to start; port ${port} is taken: choose another one with --port`;
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

function isSystemError(error: unknown): error is Error & { code: string; port: number } {
  return error instanceof Error && 'code' in error && 'port' in error;
}

function withCauses(error: Error): string {
  return error.cause instanceof Error ? `${error.message}; ${withCauses(error.cause)}` : error.message;
}

await main().catch(fail);

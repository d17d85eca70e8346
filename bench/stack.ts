import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LocalCloud } from '../local/local-cloud.ts';
import { startLocalCloud } from '../local/start-local-cloud.ts';
import { synthesize } from '../local/synthesize.ts';

const projectDirectory = resolve(fileURLToPath(new URL('..', import.meta.url)));

/** What the bench's own clients put on the wire, which no service of the stack counts. */
export interface Wire {
  /** Frames that clients sent, and answers to them; pushed frames are counted by the gateway. */
  frames: number;
  httpCalls: number;
  /** Of the frames that clients received. */
  bytesOut: number;
}

/** The stack as it is deployed, running on this machine; time stands still until it is moved. */
export interface BenchStack {
  readonly cloud: LocalCloud;
  readonly wire: Wire;
  /** Refused calls and failed invocations: a bench that has any measured something else. */
  readonly troubles: readonly string[];
  stop(): Promise<void>;
}

/** A synthesized stack in a folder of its own. */
export interface Assembly {
  readonly directory: string;
  remove(): void;
}

/** Bundles and synthesizes the stack. */
export const makeAssembly = async (): Promise<Assembly> => {
  const directory = mkdtempSync(join(tmpdir(), 'dormouse-bench-'));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  try {
    await synthesize(projectDirectory, directory);
    return { directory, remove };
  } catch (error) {
    remove();
    throw error;
  }
};

/** Starts a synthesized stack with empty tables. */
export const startStack = async ({ directory }: Assembly): Promise<BenchStack> => {
  const troubles: string[] = [];
  const cloud = await startLocalCloud({
    assemblyDirectory: directory,
    port: 0,
    clock: 'virtual',
    onLine: ({ kind, text }) => {
      if (kind === 'refusal' || kind === 'failure') troubles.push(text);
    },
  });
  return { cloud, troubles, wire: { frames: 0, httpCalls: 0, bytesOut: 0 }, stop: () => cloud.stop() };
};

/** Endpoint and credentials of whoever may do everything on the local cloud. */
export const operatorOf = ({ cloud }: BenchStack) => {
  const { endpoint, region, operatorAccessKeyId, operatorSecretAccessKey } = cloud.outputs.local;
  return {
    endpoint,
    region,
    credentials: { accessKeyId: operatorAccessKeyId, secretAccessKey: operatorSecretAccessKey },
  };
};

/** An output of the stack that must be there. */
export const outputOf = ({ cloud }: BenchStack, name: string): string => {
  const value = cloud.outputs[name];
  if (value === undefined) throw new Error(`unable to measure; the stack has no output ${name}`);
  return value;
};

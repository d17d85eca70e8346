/** Global setup of the conformance tests: bundles and synthesizes the stack once for all files of a run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { synthesize } from '../../../local/synthesize.ts';

declare module 'vitest' {
  /** What every test file of a run can ask for with `inject`. */
  export interface ProvidedContext {
    /** Folder of the synthesized stack; empty when another running stack is to be tested. */
    readonly assemblyDirectory: string;
  }
}

let directory: string | undefined;

export const setup = async (project: TestProject): Promise<void> => {
  if (process.env['DORMOUSE_OUTPUTS'] === undefined) {
    directory = mkdtempSync(join(tmpdir(), 'dormouse-assembly-'));
    // CDK's own rules take longer than all the rest, and the tests of the stack run them.
    process.env['CDK_VALIDATION'] = 'false';
    await synthesize(fileURLToPath(new URL('../../..', import.meta.url)), directory);
  }
  project.provide('assemblyDirectory', directory ?? '');
};

export const teardown = (): void => {
  if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
};

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';

const CdkJson = v.object({ app: v.string(), context: v.optional(v.record(v.string(), v.unknown()), {}) });

/**
 * Runs the CDK app that `cdk.json` names, as `cdk synth` would but without the CLI in between, which takes longer than the
 * app. `changes` replace context options of `cdk.json`. Rejects with what the app wrote to stderr.
 */
export async function synthesize(
  projectDirectory: string,
  assemblyDirectory: string,
  changes: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { app, context } = v.parse(CdkJson, JSON.parse(readFileSync(resolve(projectDirectory, 'cdk.json'), 'utf8')));
  const child = spawn(app, {
    cwd: projectDirectory,
    shell: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      CDK_OUTDIR: resolve(assemblyDirectory),
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...changes }),
      // CDK's own rules take longer than everything else here; a deployment and the checks run them.
      CDK_VALIDATION: 'false',
    },
  });
  let errors = '';
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (chunk: string) => (errors += chunk));
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('close', done);
  });
  if (code !== 0) throw new Error(`unable to synthesize the stack; ${errors.trim() || `the app ended with ${code}`}`);
}

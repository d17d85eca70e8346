/** The local cloud in a process of its own, so that it and the clients do not wait for each other. Says where it is. */
import { startLocalCloud } from '../../local/start-local-cloud.ts';
import { makeAssembly } from '../stack.ts';
import type { CloudFacts } from './cloud-runner.ts';

/** Environments of one function: a slow reader holds one for as long as a post may take. */
const ENVIRONMENTS = 8;

const main = async (): Promise<void> => {
  const assembly = await makeAssembly();
  const troubles: string[] = [];
  const cloud = await startLocalCloud({
    assemblyDirectory: assembly.directory,
    port: 0,
    clock: 'real',
    environmentsPerFunction: ENVIRONMENTS,
    onLine: ({ kind, text }) => {
      if (kind === 'refusal' || kind === 'failure') troubles.push(text);
    },
  });
  const facts = (): CloudFacts => ({ url: cloud.outputs['FrontDoorUrl'] ?? '', troubles: [...troubles] });
  const stop = async (): Promise<void> => {
    const last = facts();
    await cloud.stop();
    assembly.remove();
    process.send?.(last, () => process.exit(0));
  };
  process.once('message', () => void stop());
  process.once('disconnect', () => void stop());
  process.send?.(facts());
};

await main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

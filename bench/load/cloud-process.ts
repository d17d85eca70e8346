/** The local cloud in a process of its own, so that it and the clients do not wait for each other. Says where it is. */
import * as v from 'valibot';
import { startLocalCloud } from '../../local/start-local-cloud.ts';
import type { LocalCloud } from '../../local/local-cloud.ts';
import { makeAssembly } from '../stack.ts';
import { Order, type CloudFacts } from './cloud-messages.ts';

/** Environments of one function: a slow reader holds one for as long as a post may take. */
const ENVIRONMENTS = 8;

const FILLER = 'x'.repeat(100_000);

/** A send that takes longer than this has found the buffers full. */
const FULL_AFTER_MS = 500;

/** Sends to customers who do not read until nothing more goes out; a real socket has megabytes of buffers on its way. */
const fillSockets = async (cloud: LocalCloud, chatIds: readonly string[]): Promise<number> => {
  const full = new Promise<false>((resolve) => setTimeout(() => resolve(false), FULL_AFTER_MS));
  const slow = cloud.connections().filter(({ authorizer }) => chatIds.includes(authorizer?.['chatId'] ?? ''));
  const fillOne = async (connection: (typeof slow)[number]): Promise<number> => {
    let bytes = 0;
    while (await Promise.race([connection.send(FILLER).then(() => true), full])) bytes += FILLER.length;
    return bytes;
  };
  const filled = await Promise.all(slow.map(fillOne));
  return filled.reduce((sum, bytes) => sum + bytes, 0);
};

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
  process.on('message', (message) => {
    const { fill } = v.parse(Order, message);
    if (fill === undefined) return void stop();
    void fillSockets(cloud, fill).then((bytes) => process.send?.({ ...facts(), bytes }));
  });
  process.once('disconnect', () => void stop());
  process.send?.(facts());
};

await main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

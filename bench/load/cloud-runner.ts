import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { CloudFacts } from './cloud-messages.ts';

/** A local cloud in a child process, on 127.0.0.1 and a free port. */
export interface CloudRunner {
  readonly url: string;
  /** Fills the buffers of these chats' customers, who must have stopped reading; answers with how many bytes. */
  fill(chatIds: readonly string[]): Promise<number>;
  /** Stops it; answers the refused calls and failed invocations that it saw. */
  stop(): Promise<readonly string[]>;
}

/** Synthesizes the stack and runs it on the real clock. Rejects when the child ends before it is ready. */
export const startCloud = async (): Promise<CloudRunner> => {
  const child = fork(fileURLToPath(new URL('cloud-process.ts', import.meta.url)), [], {
    execArgv: ['--import', 'tsx'],
  });
  const facts = (): Promise<v.InferOutput<typeof CloudFacts>> =>
    new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('unable to run the load; the process of the cloud ended'));
      child.once('exit', ended);
      child.once('message', (message) => {
        child.off('exit', ended);
        resolve(v.parse(CloudFacts, message));
      });
    });
  const { url } = await facts();
  return {
    url,
    fill: async (chatIds) => {
      const filled = facts();
      child.send({ fill: chatIds });
      return (await filled).bytes;
    },
    stop: async () => {
      const last = facts();
      child.send({});
      return (await last).troubles;
    },
  };
};

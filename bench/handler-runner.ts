import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { BlockResult, type Block } from './handler-messages.ts';

/** A process that runs handlers. */
export interface HandlerRunner {
  run(block: Block): Promise<BlockResult>;
  stop(): void;
}

/** Starts the process with a function's environment, and nothing else of this one's. */
export const startHandlerRunner = (environment: Readonly<Record<string, string>>): HandlerRunner => {
  const child = fork(fileURLToPath(new URL('handler-process.ts', import.meta.url)), [], {
    env: { ...environment },
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return {
    run: (block) =>
      new Promise((resolve, reject) => {
        const ended = (): void => reject(new Error('unable to measure; the process of the handlers ended'));
        child.once('exit', ended);
        child.once('message', (message) => {
          child.off('exit', ended);
          resolve(v.parse(BlockResult, message));
        });
        child.send(block);
      }),
    stop: () => void child.kill(),
  };
};

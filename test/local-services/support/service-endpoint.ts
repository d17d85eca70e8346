import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AwsService, NeededGrant } from '../../../local/contracts.ts';

export interface ServiceEndpoint {
  /** Options for a real SDK client that talks to the service under test. */
  readonly client: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    maxAttempts: number;
  };
  /** Every permission asked for so far, in order. */
  readonly grants: NeededGrant[];
  /** Refuses every call from now on, as a policy would. */
  deny(message: string): void;
  stop(): Promise<void>;
}

/** Plays the signed endpoint for one service: real HTTP, no check of signatures or policies. */
export async function serviceEndpoint(service: AwsService): Promise<ServiceEndpoint> {
  const grants: NeededGrant[] = [];
  let denial: string | undefined;

  const answer = async (incoming: IncomingMessage) => {
    const url = new URL(incoming.url ?? '/', 'http://endpoint');
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(incoming.headers)) headers[name] = String(value);
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(incoming, 'end');
    const asked = {
      method: incoming.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers,
      body: Buffer.concat(chunks),
    };
    const operation = service.operationOf(asked);
    if (operation === undefined) return { status: 404, body: 'no such operation' };
    const caller = { accessKeyId: 'AKIATEST', roleArn: 'arn:aws:iam::000000000000:role/test' };
    const request = { ...asked, operation, caller };
    grants.push(...service.grantsFor(request));
    return denial === undefined ? service.handle(request) : service.denied(request, denial);
  };

  const server = createServer((incoming, response) => {
    answer(incoming).then(
      (result) => response.writeHead(result.status, { ...result.headers }).end(result.body),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the test endpoint has no port');

  return {
    client: {
      endpoint: `http://127.0.0.1:${address.port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
      maxAttempts: 1,
    },
    grants,
    deny: (message) => {
      denial = message;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await service.stop();
    },
  };
}

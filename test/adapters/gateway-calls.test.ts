import { createServer, type Server } from 'node:http';
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  ForbiddenException,
  GetConnectionCommand,
  GoneException,
  LimitExceededException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatewaySocketSender, socketClient } from '../../shared/adapters/apigateway/socket-sender.ts';

const metadata = { $metadata: {}, message: 'said the gateway' };

describe('the sender’s calls', () => {
  const client = new ApiGatewayManagementApiClient({ region: 'us-east-1' });
  const gateway = mockClient(client);
  const sender = gatewaySocketSender(client);
  beforeEach(() => {
    gateway.reset();
  });

  it('posts the frame as it is', async () => {
    gateway.on(PostToConnectionCommand).resolves({});
    expect(await sender.post('L0SM9cOFvHcCIhw=', '{"op":"event"}')).toBe('sent');
    expect(gateway.commandCalls(PostToConnectionCommand)[0]?.args[0].input).toEqual({
      ConnectionId: 'L0SM9cOFvHcCIhw=',
      Data: '{"op":"event"}',
    });
  });

  it('[PRES-6] tells a gone socket from anything else that goes wrong', async () => {
    const gone = [new GoneException(metadata), Object.assign(new Error(), { $metadata: { httpStatusCode: 410 } })];
    const unknown = [
      new ForbiddenException(metadata),
      new LimitExceededException(metadata),
      Object.assign(new Error('aborted'), { name: 'AbortError' }),
    ];
    for (const error of gone) {
      gateway.on(PostToConnectionCommand).rejects(error).on(GetConnectionCommand).rejects(error);
      expect([await sender.post('s', '{}'), await sender.probe('s')]).toEqual(['gone', 'gone']);
    }
    for (const error of unknown) {
      gateway.on(PostToConnectionCommand).rejects(error).on(GetConnectionCommand).rejects(error);
      expect([await sender.post('s', '{}'), await sender.probe('s')]).toEqual(['unknown', 'unknown']);
    }
  });

  it('knows a socket that the gateway knows, and closes one that may be gone', async () => {
    gateway.on(GetConnectionCommand).resolves({});
    gateway.on(DeleteConnectionCommand).rejects(new GoneException(metadata));
    expect(await sender.probe('s')).toBe('sent');
    await sender.close('s');
    expect(gateway.commandCalls(DeleteConnectionCommand)[0]?.args[0].input).toEqual({ ConnectionId: 's' });
  });
});

describe('a gateway over HTTP', () => {
  let server: Server;
  let endpoint = '';
  const paths: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      paths.push(`${request.method} ${request.url}`);
      if (request.url?.includes('hanging') === true) return;
      response.writeHead(request.url?.includes('gone') === true ? 410 : 200).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    endpoint = `http://127.0.0.1:${address.port}/v1`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is asked once, at its stage, and given up after a second', async () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const sender = gatewaySocketSender(socketClient(endpoint, { region: 'us-east-1', credentials }));
    const started = performance.now();
    const outcomes = await Promise.all([
      sender.post('alive=', '{}'),
      sender.post('gone=', '{}'),
      sender.post('hanging=', '{}'),
    ]);
    expect(outcomes).toEqual(['sent', 'gone', 'unknown']);
    expect(performance.now() - started).toBeLessThan(2500);
    expect([...paths].sort()).toEqual([
      'POST /v1/@connections/alive%3D',
      'POST /v1/@connections/gone%3D',
      'POST /v1/@connections/hanging%3D',
    ]);
  });
});

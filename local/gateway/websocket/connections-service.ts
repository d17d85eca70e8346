import type { AwsRequest, AwsResponse, AwsService } from '../../contracts.ts';
import type { Faults } from '../../endpoint/faults.ts';
import type { Connection } from './connection.ts';
import type { SocketGateway } from './socket-gateway.ts';

/** API Gateway's limit for one payload to a socket. */
const LARGEST_PAYLOAD_BYTES = 128 * 1024;

const OPERATIONS: Readonly<Record<string, string>> = {
  POST: 'PostToConnection',
  GET: 'GetConnection',
  DELETE: 'DeleteConnection',
};

/** The `@connections` API of every WebSocket API; paths are `/<api id>/<stage>/@connections/<connection id>`. */
export function createConnectionsService(gateways: readonly SocketGateway[], faults: Faults): AwsService {
  const post = async (connection: Connection, body: Buffer): Promise<AwsResponse> => {
    if (body.length > LARGEST_PAYLOAD_BYTES) return failure(413, 'PayloadTooLargeException', 'Message too long');
    if (faults.dropPosts > 0) {
      faults.dropPosts -= 1;
      return { status: 200 };
    }
    try {
      await connection.send(body.toString('utf8'));
      return { status: 200 };
    } catch {
      return gone();
    }
  };

  return {
    signingName: 'execute-api',
    operationOf: ({ method, path }) => (parsePath(path) ? OPERATIONS[method] : undefined),
    grantsFor({ method, path }) {
      const { apiId, stage } = parsePath(path) ?? { apiId: '', stage: '' };
      const gateway = gateways.find(({ api }) => api.id === apiId);
      const resource = `${gateway?.api.arn ?? apiId}/${stage}/${method}/@connections/*`;
      return [{ action: 'execute-api:ManageConnections', resource }];
    },
    async handle({ operation, path, body }: AwsRequest): Promise<AwsResponse> {
      const place = parsePath(path);
      const gateway = gateways.find(({ api }) => api.id === place?.apiId && api.stage === place.stage);
      if (!place || !gateway) return failure(403, 'ForbiddenException', 'Forbidden');
      const connection = gateway.connections.get(place.connectionId);
      if (!connection) return gone();
      if (operation === 'PostToConnection') return post(connection, body);
      if (operation === 'GetConnection') return { status: 200, headers: JSON_TYPE, body: describe(connection) };
      connection.close(1000, 'Connection Closed Normally');
      return { status: 204 };
    },
    denied: (_request, message) => failure(403, 'AccessDeniedException', message),
    stop: () => Promise.resolve(),
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };

function describe({ connectedAtMs, lastActiveAtMs, peer }: Connection): string {
  return JSON.stringify({
    connectedAt: new Date(connectedAtMs).toISOString(),
    lastActiveAt: new Date(lastActiveAtMs).toISOString(),
    identity: { sourceIp: peer.sourceIp, userAgent: peer.userAgent },
  });
}

function parsePath(path: string): { apiId: string; stage: string; connectionId: string } | undefined {
  const [, apiId, stage, connectionId] = /^\/([^/]+)\/([^/]+)\/@connections\/([^/]+)$/.exec(path) ?? [];
  if (apiId === undefined || stage === undefined || connectionId === undefined) return undefined;
  return { apiId, stage, connectionId: decodeURIComponent(connectionId) };
}

function gone(): AwsResponse {
  return failure(410, 'GoneException', 'Gone');
}

function failure(status: number, type: string, message: string): AwsResponse {
  return { status, headers: { ...JSON_TYPE, 'x-amzn-errortype': type }, body: JSON.stringify({ message }) };
}

import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
  type ApiGatewayManagementApiClientConfig,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { PostOutcome, SocketSender } from '../../app/ports.ts';

/** A frame that takes longer is given up, so that one hanging socket delays nobody's ack (DLV-3). */
const LIMIT_MS = 1000;

const GONE_STATUS = 410;

/** A client for `endpoint`, the `https://` address of the `@connections` calls. It tries once: a frame that is late is caught up. */
export const socketClient = (
  endpoint: string,
  overrides: ApiGatewayManagementApiClientConfig = {},
): ApiGatewayManagementApiClient =>
  new ApiGatewayManagementApiClient({
    endpoint,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: LIMIT_MS, requestTimeout: LIMIT_MS, throwOnRequestTimeout: true },
    ...overrides,
  });

const isGone = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  if (error.name === 'GoneException') return true;
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  return (
    typeof metadata === 'object' &&
    metadata !== null &&
    'httpStatusCode' in metadata &&
    metadata.httpStatusCode === GONE_STATUS
  );
};

/** Makes one call that ends within the limit. What went wrong is for the reader's next catch-up to make good. */
const outcomeOf = async (call: (abortSignal: AbortSignal) => Promise<unknown>): Promise<PostOutcome> => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), LIMIT_MS);
  try {
    await call(controller.signal);
    return 'sent';
  } catch (error) {
    return isGone(error) ? 'gone' : 'unknown';
  } finally {
    clearTimeout(timer);
  }
};

/** The sockets of a WebSocket API, through its `@connections` calls. */
export const gatewaySocketSender = (client: ApiGatewayManagementApiClient): SocketSender => ({
  post: (connectionId, frame) =>
    outcomeOf((abortSignal) =>
      client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: frame }), { abortSignal }),
    ),
  probe: (connectionId) =>
    outcomeOf((abortSignal) => client.send(new GetConnectionCommand({ ConnectionId: connectionId }), { abortSignal })),
  close: async (connectionId) => {
    await outcomeOf((abortSignal) =>
      client.send(new DeleteConnectionCommand({ ConnectionId: connectionId }), { abortSignal }),
    );
  },
});

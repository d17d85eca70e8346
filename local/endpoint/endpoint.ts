import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { Activity, AwsRequest, AwsResponse, AwsService, Caller, CloudClock } from '../contracts.ts';
import type { Authority } from '../iam/authority.ts';
import { OPERATOR_ROLE_ARN, parseSignature } from './credentials.ts';
import type { CredentialBook } from './credentials.ts';
import type { Faults } from './faults.ts';
import { flatHeaders, readBody } from './read-body.ts';

/** The largest request taken here, a file on its way to S3; every other API of AWS takes 16 MiB at most. */
const LARGEST_BODY_BYTES = 128 * 1024 * 1024;

export interface EndpointParts {
  readonly clock: CloudClock;
  readonly activity: Activity;
  readonly credentials: CredentialBook;
  readonly authority: Authority;
  readonly faults: Faults;
  /** One line for each refused call. */
  readonly onRefusal: (line: string) => void;
  readonly onError: (error: unknown) => void;
}

/** The one address that every SDK client of the local cloud talks to. */
export interface Endpoint {
  /** e.g. `http://127.0.0.1:40123`. */
  readonly url: string;
  register(service: AwsService): void;
  /** Calls answered so far, by `service.operation`. */
  counts(): Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

/** Starts an endpoint on a free port of the loopback interface. */
export async function startEndpoint(parts: EndpointParts): Promise<Endpoint> {
  const services = new Map<string, AwsService>();
  const counts = new Map<string, number>();
  const answer = createAnswerer(parts, services, counts);
  const server = createServer((request, response) => {
    const work = answer(request).catch((error: unknown) => {
      parts.onError(error);
      return failure(500, 'InternalFailure', 'The local cloud failed');
    });
    void parts.activity.track(
      work.then(({ status, headers, body }) => {
        response.writeHead(status, { date: new Date(parts.clock.now()).toUTCString(), ...headers });
        response.end(body);
      }),
    );
  });
  // The SDK keeps its connections open; Node's default of 5 s would now and then cut one just as it is used again.
  server.keepAliveTimeout = 120_000;
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    register: (service) => void services.set(service.signingName, service),
    counts: () => Object.fromEntries(counts),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all([...services.values()].map((service) => service.stop()));
    },
  };
}

function createAnswerer(
  { credentials, authority, faults, onRefusal }: EndpointParts,
  services: ReadonlyMap<string, AwsService>,
  counts: Map<string, number>,
): (incoming: IncomingMessage) => Promise<AwsResponse> {
  return async (incoming) => {
    const body = await readBody(incoming, LARGEST_BODY_BYTES);
    if (!body) return failure(413, 'RequestEntityTooLargeException', 'Request size exceeded');
    const url = new URL(incoming.url ?? '/', 'http://local');
    const preflight = answerPreflight(services, incoming, url);
    if (preflight) return preflight;
    const { authorization } = incoming.headers;
    const signature = parseSignature({ authorization, query: url.searchParams, body });
    const caller = signature && credentials.find(signature.accessKeyId);
    if (!signature || !caller) {
      onRefusal(`refused ${incoming.method} ${incoming.url}: no known access key`);
      return failure(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.');
    }
    const service = services.get(signature.signingName);
    if (!service) return failure(501, 'NotImplemented', `The local cloud has no service ${signature.signingName}`);
    const unnamed = { method: incoming.method ?? 'GET', path: url.pathname, query: url.searchParams };
    const operation = service.operationOf({ ...unnamed, headers: flatHeaders(incoming), body });
    if (operation === undefined) {
      return failure(
        400,
        'UnknownOperationException',
        `The local cloud has no such operation of ${service.signingName}`,
      );
    }
    const request: AwsRequest = { ...unnamed, headers: flatHeaders(incoming), body, operation, caller };
    const name = `${service.signingName}.${operation}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    const refusal = firstRefusal(authority, caller, service, request);
    if (refusal !== undefined) {
      onRefusal(`refused ${name} for ${caller.accessKeyId}: ${refusal}`);
      return service.denied(request, refusal);
    }
    const fault = faults.takeFailure(service.signingName, operation);
    if (fault === 'before') return failure(500, 'InternalServerError', 'Injected fault');
    const response = await service.handle(request);
    return fault === 'after' ? failure(500, 'InternalServerError', 'Injected fault; the answer is lost') : response;
  };
}

/** What a browser is told that asks, unsigned, whether it may send something from another site. */
function answerPreflight(
  services: ReadonlyMap<string, AwsService>,
  incoming: IncomingMessage,
  { pathname }: URL,
): AwsResponse | undefined {
  if (incoming.method !== 'OPTIONS') return undefined;
  return services.get('s3')?.preflight?.({ path: pathname, headers: flatHeaders(incoming) });
}

function firstRefusal(
  authority: Authority,
  caller: Caller,
  service: AwsService,
  request: AwsRequest,
): string | undefined {
  if (caller.roleArn === OPERATOR_ROLE_ARN) return undefined;
  for (const grant of service.grantsFor(request)) {
    const decision = authority.decide(caller, grant);
    if (!decision.allowed) return decision.reason;
  }
  return undefined;
}

function failure(status: number, type: string, message: string): AwsResponse {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': type },
    body: JSON.stringify({ __type: type, message }),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address) resolve(address.port);
      else reject(new Error('unable to start the endpoint; it has no port'));
    });
  });
}

import { IncomingMessage, ServerResponse, type Server } from 'node:http';
import { Socket } from 'node:net';
import dynalite from 'dynalite';
import { AwsError } from '../protocols/aws-error.ts';
import { isObject, textOf } from '../protocols/json-protocol.ts';

/** The database proper: takes an operation and its input, gives its output. Throws `AwsError`. */
export interface Engine {
  call(operation: string, input: Record<string, unknown>): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

/**
 * Dynalite, called in process: its server never listens, so no port stands open beside the endpoint that checks
 * policies, and a call costs no socket.
 */
export function createEngine(dataPath: string | undefined): Engine {
  const server = dynalite({ createTableMs: 0, ...(dataPath === undefined ? {} : { path: dataPath }) });
  let calls = 0;
  let drained: (() => void) | undefined;

  return {
    call: async (operation, input) => {
      calls += 1;
      try {
        return unwrap(await exchange(server, operation, JSON.stringify(input)));
      } finally {
        calls -= 1;
        if (calls === 0) drained?.();
      }
    },
    stop: async () => {
      if (calls > 0) await new Promise<void>((resolve) => (drained = resolve));
      if (dataPath !== undefined) await closeStore(server);
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

function exchange(server: Server, operation: string, body: string): Promise<Answer> {
  return new Promise((resolve) => {
    const request = new IncomingMessage(new Socket());
    request.method = 'POST';
    request.url = '/';
    request.headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      // Dynalite wants to see a signature and never checks it.
      authorization: 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=none',
      'x-amz-date': '20200101T000000Z',
    };
    const response = new ServerResponse(request);
    response.end = (chunk?: unknown) => {
      resolve({ status: response.statusCode, body: textOf(chunk) });
      return response;
    };
    server.emit('request', request, response);
    // A request whose body has come whole is not taken for an aborted one when it is destroyed.
    request.complete = true;
    request.push(body);
    request.push(null);
  });
}

function unwrap(answer: Answer): Record<string, unknown> {
  const body: unknown = JSON.parse(answer.body);
  const members = isObject(body) ? body : {};
  if (answer.status === 200) return members;
  const { __type: type, message, Message: legacyMessage, ...rest } = members;
  const name = textOf(type).replace(/^.*#/, '');
  throw new AwsError(name, textOf(message ?? legacyMessage), answer.status, rest);
}

function closeStore(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    // The store is closed by a server that closes, and only a server that has listened can close.
    server.listen(0, '127.0.0.1', () => {
      server.close((error) => (error ? reject(error) : resolve()));
    });
  });
}

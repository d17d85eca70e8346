import { fileURLToPath } from 'node:url';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { WebSocket } from 'ws';
import { textOf } from '../../../local/gateway/websocket/socket-gateway.ts';
import type { LocalCloud, LocalLine } from '../../../local/local-cloud.ts';
import { startLocalCloud } from '../../../local/start-local-cloud.ts';

export const SMALL_STACK = fileURLToPath(new URL('../fixtures/small-stack', import.meta.url));
export const START_MS = Date.UTC(2030, 0, 1, 12);

/** The small stack on a virtual clock, and every line it said. */
export async function startSmallCloud(): Promise<{ cloud: LocalCloud; lines: LocalLine[] }> {
  const lines: LocalLine[] = [];
  const cloud = await startLocalCloud({
    assemblyDirectory: SMALL_STACK,
    port: 0,
    clock: 'virtual',
    startMs: START_MS,
    onLine: (line) => lines.push(line),
  });
  return { cloud, lines };
}

/** A socket whose frames wait until they are asked for. */
export class TestSocket {
  readonly #socket: WebSocket;
  readonly #frames: string[] = [];
  readonly #waiting: ((frame: string) => void)[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      const frame = textOf(data);
      const next = this.#waiting.shift();
      if (next) next(frame);
      else this.#frames.push(frame);
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  /** Rejects with the HTTP status of a refused handshake. */
  static open(url: string): Promise<TestSocket> {
    const socket = new WebSocket(url);
    const opened = new TestSocket(socket);
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(opened));
      socket.once('unexpected-response', (_request, response) => reject(new Error(`refused ${response.statusCode}`)));
      socket.once('error', reject);
    });
  }

  send(frame: string | Buffer): void {
    this.#socket.send(frame);
  }

  next(): Promise<string> {
    const frame = this.#frames.shift();
    return frame === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(frame);
  }

  /** Sends a frame and reads the next one as JSON. */
  async ask(frame: object): Promise<Record<string, unknown>> {
    this.send(JSON.stringify(frame));
    return asRecord(JSON.parse(await this.next()));
  }

  /** Frames that came and were not asked for. */
  get unread(): readonly string[] {
    return this.#frames;
  }

  close(code = 1000): void {
    this.#socket.close(code);
  }

  vanish(): void {
    this.#socket.terminate();
  }
}

/** A JSON object, or a failed test. */
export function asRecord(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null) return { ...value };
  throw new Error(`${JSON.stringify(value)} is not an object`);
}

/** Credentials and endpoint of the operator. */
export function operatorConfig({ outputs }: LocalCloud) {
  const { endpoint, region, operatorAccessKeyId, operatorSecretAccessKey } = outputs.local;
  const credentials = { accessKeyId: operatorAccessKeyId, secretAccessKey: operatorSecretAccessKey };
  return { endpoint, region, credentials };
}

/** Sort keys of a partition of the small stack's table. */
export async function sortKeys(cloud: LocalCloud, pk: string): Promise<readonly string[]> {
  const client = new DynamoDBClient(operatorConfig(cloud));
  const { Items } = await client.send(
    new QueryCommand({
      TableName: cloud.outputs['TableName'],
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: pk } },
      ConsistentRead: true,
    }),
  );
  client.destroy();
  return (Items ?? []).map((item) => item['sk']?.S ?? '');
}

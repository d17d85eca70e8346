import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import type { Activity } from '../../../local/contracts.ts';

const Bytes = v.instance(Uint8Array);

const Callback = v.looseObject({
  id: v.string(),
  deviceId: v.string(),
  upTo: v.number(),
  events: v.optional(v.array(v.looseObject({ index: v.number(), type: v.string() }))),
});

/** A callback as it came. */
export interface ReceivedCallback {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: v.InferOutput<typeof Callback>;
}

/** Somebody's server that takes callbacks, or does not. */
export interface CallbackReceiver {
  readonly origin: string;
  readonly received: readonly ReceivedCallback[];
  /** The HTTP status of every answer from now on. */
  answer(status: number): void;
  stop(): void;
}

/** Starts a receiver on this machine; `traffic` counts its requests, so that virtual time waits for them. */
export const startReceiver = async (traffic: Pick<Activity, 'track'>): Promise<CallbackReceiver> => {
  const received: ReceivedCallback[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    const answering = async (): Promise<void> => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(Buffer.from(v.parse(Bytes, part)));
      const text = Buffer.concat(parts).toString('utf8');
      received.push({ headers: request.headers, text, body: v.parse(Callback, JSON.parse(text)) });
      response.writeHead(status).end();
    };
    void traffic.track(answering());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${address.port}`,
    received,
    answer: (next) => {
      status = next;
    },
    stop: () => server.close(),
  };
};

import * as v from 'valibot';
import { WebSocket } from 'ws';
import type { ClientFrame } from '../shared/protocol/client-frames.ts';
import { ServerFrame, type FrameOf } from '../shared/protocol/server-frames.ts';
import type { Wire } from './stack.ts';

/** A socket of a client that waits for each answer before it sends again. */
export interface BenchSocket {
  /** Sends a frame and resolves with its answer; rejects when that is of another type. */
  ask<T extends 'ack' | 'hello-ok' | 'pong'>(type: T, frame: ClientFrame): Promise<FrameOf<T>>;
  /** Sends a frame that is never answered. */
  tell(frame: ClientFrame): void;
  /** The highest index of an event of the chat that was pushed. */
  pushed(chatId: string): number;
  /** The newest pushed event as it came. */
  lastPush(): string;
  close(): Promise<void>;
}

/** Opens a socket on the address that came with a ticket. */
export const openSocket = async (url: string, wire: Wire): Promise<BenchSocket> => {
  const socket = new WebSocket(url);
  let settle: ((frame: ServerFrame) => void) | undefined;
  const pushed = new Map<string, number>();
  let lastPush = '';
  socket.on('message', (data: Buffer) => {
    wire.bytesOut += data.length;
    const text = data.toString('utf8');
    const frame = v.parse(ServerFrame, JSON.parse(text));
    if (frame.type === 'event') {
      pushed.set(frame.chat, Math.max(pushed.get(frame.chat) ?? 0, frame.event.index));
      lastPush = text;
    } else if (frame.type !== 'typing') settle?.(frame);
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const send = (frame: ClientFrame): void => {
    wire.frames += 1;
    socket.send(JSON.stringify(frame));
  };
  return {
    ask: async (type, frame) => {
      const answer = new Promise<ServerFrame>((resolve) => (settle = resolve));
      send(frame);
      const got = await answer;
      wire.frames += 1;
      if (isOfType(got, type)) return got;
      throw new Error(`unable to ${frame.op}; the answer is ${JSON.stringify(got)}`);
    },
    tell: send,
    pushed: (chatId) => pushed.get(chatId) ?? 0,
    lastPush: () => lastPush,
    close: () =>
      new Promise((resolve) => {
        socket.once('close', () => resolve());
        socket.close(1000);
      }),
  };
};

const isOfType = <T extends ServerFrame['type']>(frame: ServerFrame, type: T): frame is FrameOf<T> =>
  frame.type === type;

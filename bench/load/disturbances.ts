import { WebSocket } from 'ws';
import { PROTOCOL_VERSION } from '../../shared/protocol/version.ts';
import { TEXT_BYTES_MAX } from '../../shared/protocol/limits.ts';
import type { Pair } from './crowd.ts';
import { openChat, socketUrl, ticketUrlOf } from './people.ts';

/** Something that goes wrong next to people who talk. */
export interface Disturbance {
  /** Ends it; answers what came of it, by name. */
  stop(): Promise<Readonly<Record<string, number>>>;
}

const everyMs = (ms: number, run: () => void): (() => void) => {
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
};

/** Customers whose sockets take nothing any more, while their agents write the largest texts to them. */
export const slowReaders = async (
  pairs: readonly Pair[],
  fill: (chatIds: readonly string[]) => Promise<number>,
): Promise<Disturbance> => {
  let posted = 0;
  let acknowledged = 0;
  for (const { socket } of pairs) socket()?.pause();
  const bytes = await fill(pairs.map(({ opened }) => opened.chatId));
  const text = 'x'.repeat(TEXT_BYTES_MAX);
  const write = ({ desk, opened }: Pair): void => {
    posted += 1;
    desk.post(opened.chatId, text).then(
      () => (acknowledged += 1),
      () => undefined,
    );
  };
  const cancel = everyMs(500, () => pairs.forEach(write));
  return {
    stop: async () => {
      cancel();
      for (const { socket } of pairs) socket()?.resume();
      return { 'MB unread': Math.round(bytes / 1e6), 'texts of 16 KB': posted, acknowledged };
    },
  };
};

const connect = async (url: string): Promise<WebSocket> => {
  const { chatId, secureKey } = await openChat(url);
  const socket = new WebSocket(await socketUrl(ticketUrlOf(url, chatId), secureKey), { perMessageDeflate: false });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.send(JSON.stringify({ op: 'hello', v: PROTOCOL_VERSION, after: 0 }));
  return socket;
};

/** A client without manners: sends `perSec` messages in a second, whatever it is answered, and never repeats one. */
export const flood = async (url: string, perSec: number): Promise<Disturbance> => {
  const socket = await connect(url);
  const counts: Record<string, number> = { sent: 0 };
  const note = (what: string): void => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  let seen = 2;
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString('utf8')) as { type?: string; code?: string; index?: number };
    if (frame.type === 'ack') seen = Math.max(seen, frame.index ?? 0);
    if (frame.type !== 'hello-ok') note(frame.code ?? frame.type ?? 'gateway');
  });
  socket.on('close', () => note('closed by the server'));
  socket.on('error', () => undefined);
  let number = 0;
  const startMs = performance.now();
  const cancel = everyMs(10, () => {
    while (number < ((performance.now() - startMs) / 1000) * perSec && socket.readyState === WebSocket.OPEN) {
      number += 1;
      note('sent');
      socket.send(JSON.stringify({ op: 'post', id: `flooding.${number}`, seen, text: 'x'.repeat(120) }));
    }
  });
  return {
    stop: async () => {
      cancel();
      const before = { ...counts };
      socket.close();
      return before;
    },
  };
};

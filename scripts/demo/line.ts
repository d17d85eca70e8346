import { WebSocket } from 'ws';
import * as v from 'valibot';
import { ServerFrame, TicketAnswer, type ClientFrame } from '../../shared/protocol/index.ts';

/** How long an answer may take before the story is over: nothing here waits for anything but this machine. */
const PATIENCE_MS = 10_000;

/** A socket of one person in the story, and everything that came by it. */
export interface DemoLine {
  /** Sends a frame and answers with what the server says to it. @throws when it says nothing. */
  ask(frame: ClientFrame): Promise<ServerFrame>;
  /** Frames that were pushed, oldest first. */
  pushed(): readonly ServerFrame[];
  close(): Promise<void>;
}

const refOf = (frame: ClientFrame): string | undefined =>
  'id' in frame ? frame.id : 'ref' in frame ? frame.ref : undefined;

/** Gets a ticket with `authorization` at `ticketUrl` and opens a socket with it. */
export const openLine = async (ticketUrl: string, authorization: string): Promise<DemoLine> => {
  const answer = await fetch(ticketUrl, { method: 'POST', headers: { authorization } });
  const { ticket, socketUrl } = v.parse(TicketAnswer, await answer.json());
  const socket = new WebSocket(`${socketUrl}?ticket=${ticket}`);
  const pushed: ServerFrame[] = [];
  const waiting = new Map<string, (frame: ServerFrame) => void>();
  socket.on('message', (data: Buffer) => {
    const frame = v.parse(ServerFrame, JSON.parse(data.toString('utf8')));
    const heard = 'ref' in frame && frame.ref !== undefined ? waiting.get(frame.ref) : undefined;
    if (heard === undefined) pushed.push(frame);
    else heard(frame);
  });
  await new Promise<void>((opened, failed) => {
    socket.once('open', () => opened());
    socket.once('error', failed);
  });
  return {
    ask: (frame) => ask(socket, waiting, frame),
    pushed: () => pushed.slice(),
    close: async () => {
      if (socket.readyState === WebSocket.CLOSED) return;
      await new Promise<void>((closed) => {
        socket.once('close', () => closed());
        socket.close();
      });
    },
  };
};

const ask = async (
  socket: WebSocket,
  waiting: Map<string, (frame: ServerFrame) => void>,
  frame: ClientFrame,
): Promise<ServerFrame> => {
  const ref = refOf(frame);
  if (ref === undefined) throw new Error(`unable to wait for an answer; ${frame.op} carries nothing to tell it by`);
  try {
    return await new Promise<ServerFrame>((heard, failed) => {
      const timer = setTimeout(() => failed(new Error(`unable to go on; no answer to ${frame.op}`)), PATIENCE_MS);
      waiting.set(ref, (answer) => {
        clearTimeout(timer);
        heard(answer);
      });
      socket.send(JSON.stringify(frame));
    });
  } finally {
    waiting.delete(ref);
  }
};

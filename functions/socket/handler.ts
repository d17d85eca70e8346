import { answerFrame } from '../../shared/app/frames/answer-frame.ts';
import { errorFrame, type FrameDeps, type Line } from '../../shared/app/frames/frame-deps.ts';
import { frameMeter, type Verdict } from '../../shared/app/frames/frame-meter.ts';
import { leaveLine } from '../../shared/app/leave-line.ts';
import { Fault, type Journal } from '../../shared/app/ports.ts';
import type { ClientFrame, FrameOf, ServerFrame } from '../../shared/protocol/index.ts';
import { readFrame } from './read-frame.ts';
import { readSocketEvent } from './socket-event.ts';

export interface SocketDeps extends FrameDeps {
  readonly journal: Journal;
}

/** What API Gateway sends back on the socket when the route returns a response. */
export interface SocketReply {
  readonly statusCode: number;
  readonly body?: string;
}

const reply = (frame: ServerFrame | undefined): SocketReply =>
  frame === undefined ? { statusCode: 200 } : { statusCode: 200, body: JSON.stringify(frame) };

/** Every route of the socket API: frames are answered, a closed socket is noted. */
export const makeHandler = (deps: SocketDeps): ((event: unknown) => Promise<SocketReply>) => {
  const meter = frameMeter();
  return async (event) => {
    const { kind, line, body } = readSocketEvent(event);
    if (kind === 'CONNECT') return { statusCode: 200 };
    if (kind === 'DISCONNECT') {
      meter.forget(line.connectionId);
      await leaveLine(deps, line);
      return { statusCode: 200 };
    }
    const now = deps.clock.now();
    const verdict = meter.count(line.connectionId, line.bearer.role, now);
    const frame = readFrame(body);
    if (verdict !== 'answer' || ('id' in frame && meter.isHeld(line.connectionId, now))) {
      return reply(await refuse(deps, line, verdict, frame));
    }
    if ('type' in frame) {
      deps.journal.note('FRAME_REFUSED', { code: frame.code, role: line.bearer.role });
      return reply(frame);
    }
    const answered = await answer(deps, line, frame);
    // A desk's socket serves many chats: one that is too fast there must not hold up the others.
    if (isRateLimited(answered) && line.bearer.role === 'customer') meter.hold(line.connectionId, now);
    return reply(answered);
  };
};

/** More frames than a socket may send: answered without a look at any store; a flood ends the socket (LIM-4, LIM-6). */
const refuse = async (
  deps: SocketDeps,
  { connectionId, bearer }: Line,
  verdict: Verdict,
  frame: ClientFrame | FrameOf<'error'>,
): Promise<ServerFrame> => {
  if (verdict === 'close') {
    deps.journal.note('SOCKET_FLOODED', { role: bearer.role });
    await deps.sockets.close(connectionId);
  }
  return errorFrame('rate-limited', 'unable to answer; too much came by this socket', refOf(frame));
};

const isRateLimited = (answered: ServerFrame | undefined): boolean =>
  answered?.type === 'error' && answered.code === 'rate-limited';

const refOf = (frame: ClientFrame | FrameOf<'error'>): string | undefined =>
  'id' in frame ? frame.id : 'ref' in frame ? frame.ref : undefined;

/** A fault at the edge of the cloud is the client's to try again; anything else is a mistake and must be seen. */
const answer = async (deps: SocketDeps, line: Line, frame: ClientFrame): Promise<ServerFrame | undefined> => {
  try {
    return await answerFrame(deps, line, frame);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    deps.journal.note('REQUEST_FAILED', { op: frame.op, reason: error.message });
    return errorFrame('try-again', 'unable to answer now; nothing is known to be stored', refOf(frame));
  }
};

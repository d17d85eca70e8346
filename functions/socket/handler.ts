import { answerFrame } from '../../shared/app/frames/answer-frame.ts';
import { errorFrame, type FrameDeps, type Line } from '../../shared/app/frames/frame-deps.ts';
import { leaveLine } from '../../shared/app/leave-line.ts';
import { Fault, type Journal } from '../../shared/app/ports.ts';
import type { ClientFrame, ServerFrame } from '../../shared/protocol/index.ts';
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
export const makeHandler =
  (deps: SocketDeps) =>
  async (event: unknown): Promise<SocketReply> => {
    const { kind, line, body } = readSocketEvent(event);
    if (kind === 'CONNECT') return { statusCode: 200 };
    if (kind === 'DISCONNECT') {
      await leaveLine(deps, line);
      return { statusCode: 200 };
    }
    const frame = readFrame(body);
    if ('type' in frame) {
      deps.journal.note('FRAME_REFUSED', { code: frame.code, role: line.bearer.role });
      return reply(frame);
    }
    return reply(await answer(deps, line, frame));
  };

/** A fault at the edge of the cloud is the client's to try again; anything else is a mistake and must be seen. */
const answer = async (deps: SocketDeps, line: Line, frame: ClientFrame): Promise<ServerFrame | undefined> => {
  try {
    return await answerFrame(deps, line, frame);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    deps.journal.note('REQUEST_FAILED', { op: frame.op, reason: error.message });
    const ref = 'id' in frame ? frame.id : 'ref' in frame ? frame.ref : undefined;
    return errorFrame('try-again', 'unable to answer now; nothing is known to be stored', ref);
  }
};

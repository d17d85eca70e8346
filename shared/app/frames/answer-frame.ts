import type { ClientFrame } from '../../protocol/client-frames.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';
import { answerCommand } from './commands.ts';
import type { FrameDeps, Line } from './frame-deps.ts';
import { answerHello } from './hello.ts';
import { noteRead } from './read-marks.ts';
import { answerCatchUp, answerPing, showTyping } from './reading.ts';

/**
 * Answers one frame of a socket. Undefined for typing and for what was read, which are never answered.
 * @throws Fault when the edge of the cloud fails: the caller answers `try-again`.
 */
export const answerFrame = async (
  deps: FrameDeps,
  line: Line,
  frame: ClientFrame,
): Promise<ServerFrame | undefined> => {
  switch (frame.op) {
    case 'hello':
      return answerHello(deps, line, frame);
    case 'post':
    case 'notice':
    case 'user-data':
    case 'join':
    case 'leave':
    case 'hold':
    case 'transfer':
    case 'close':
      return answerCommand(deps, line, frame);
    case 'catch-up':
      return answerCatchUp(deps, line, frame);
    case 'ping':
      return answerPing(deps, line, frame);
    case 'typing':
      await showTyping(deps, line, frame);
      return undefined;
    case 'read':
      await noteRead(deps, line, frame);
      return undefined;
  }
};

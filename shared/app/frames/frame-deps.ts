import type { ChatId, ConnectionId } from '../../domain/events.ts';
import type { ErrorCode } from '../../protocol/error-codes.ts';
import type { FrameOf } from '../../protocol/server-frames.ts';
import type { Bearer } from '../credentials.ts';
import type { DeliveryDeps } from '../deliver.ts';
import type { AgentChats, ReadMarks } from '../ports.ts';

/** What answering a frame needs. */
export interface FrameDeps extends DeliveryDeps {
  readonly agentChats: AgentChats;
  readonly readMarks: ReadMarks;
}

/** The socket that a frame came by, and whose it is. */
export interface Line<B extends Bearer = Bearer> {
  readonly connectionId: ConnectionId;
  readonly bearer: B;
}

/** A customer's socket: it belongs to one chat. */
export type CustomerLine = Line<Extract<Bearer, { role: 'customer' }>>;
/** An agent's socket: it names the chat in every frame. */
export type DeskLine = Line<Extract<Bearer, { role: 'agent' }>>;

/** Whether the socket is a customer's. */
export const isCustomerLine = (line: Line): line is CustomerLine => line.bearer.role === 'customer';
/** Whether the socket is an agent's. */
export const isDeskLine = (line: Line): line is DeskLine => line.bearer.role === 'agent';

/** An error as a client reads it: a stable code, and a sentence for whoever mends the client. */
export const errorFrame = (code: ErrorCode, message: string, ref?: string): FrameOf<'error'> => ({
  type: 'error',
  ...(ref === undefined ? {} : { ref }),
  code,
  message,
});

/** The chat that a frame is about, or why it may not be: a customer's own, the one that a desk names (ISO-1, ISO-2). */
export const chatOf = (line: Line, named: ChatId | undefined, ref?: string): ChatId | FrameOf<'error'> => {
  if (isCustomerLine(line)) {
    if (named === undefined || named === line.bearer.chatId) return line.bearer.chatId;
    return errorFrame('wrong-chat', 'unable to touch that chat; this socket belongs to another', ref);
  }
  return named ?? errorFrame('bad-frame', 'unable to read the frame; chat: a desk must name it', ref);
};

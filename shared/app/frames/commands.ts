import type { Author, Command } from '../../domain/commands.ts';
import type { ChatEvent, ChatId } from '../../domain/events.ts';
import { classOf, maySee, type Reader } from '../../domain/readers.ts';
import type { ClientFrame } from '../../protocol/client-frames.ts';
import type { FrameOf, ServerFrame } from '../../protocol/server-frames.ts';
import { commandIds } from '../command-ids.ts';
import { deliver, deliverAgain } from '../deliver.ts';
import { handleCommand, type Outcome } from '../handle-command.ts';
import { chatOf, errorFrame, isDeskLine, type DeskLine, type FrameDeps, type Line } from './frame-deps.ts';

/** A frame that changes a chat. */
export type CommandFrame = Extract<ClientFrame, { op: 'post' | 'join' | 'leave' | 'hold' | 'close' }>;

/** Puts a command of a customer or an agent to its chat; the answer is the ack, and it means durable (DLV-5). */
export const answerCommand = async (deps: FrameDeps, line: Line, frame: CommandFrame): Promise<ServerFrame> => {
  const chatId = chatOf(line, frame.chat, frame.id);
  if (typeof chatId !== 'string') return chatId;
  if (!isDeskLine(line) && (frame.op === 'join' || frame.op === 'leave' || frame.op === 'hold')) {
    return errorFrame('not-allowed', `unable to ${frame.op}; only agents do that`, frame.id);
  }
  const origin = { connectionId: line.connectionId, ...(frame.echo === undefined ? {} : { echo: frame.echo }) };
  const outcome = isDeskLine(line)
    ? await handleDeskCommand(deps, line, chatId, frame)
    : await handleCommand(deps, chatId, { command: customerCommand(line, frame) });
  if (outcome === 'say-hello') {
    return errorFrame('say-hello', 'unable to join; the registry does not list this socket', frame.id);
  }
  if (outcome.kind === 'rejected') return errorFrame(outcome.code, outcome.detail, frame.id);
  if (outcome.kind === 'committed') await deliver(deps, outcome, origin);
  else await deliverAgain(deps, outcome, origin);
  return ackOf(chatId, frame.id, readerOf(line), outcome);
};

const readerOf = (line: Line): Reader =>
  isDeskLine(line) ? { type: 'AGENT', agentId: line.bearer.agentId } : { type: 'CLIENT' };

const ackOf = (
  chatId: ChatId,
  ref: string,
  reader: Reader,
  outcome: Exclude<Outcome, { kind: 'rejected' }>,
): FrameOf<'ack'> => {
  const ack = { type: 'ack', ref, chat: chatId } as const;
  if (outcome.kind === 'unchanged') {
    return outcome.index === undefined ? ack : { ...ack, index: outcome.index, repeated: true };
  }
  const { before, event } = outcome;
  if (!maySee(reader, event.visibility)) return { ...ack, index: event.index };
  return { ...ack, index: event.index, prev: before?.last[classOf(reader)] ?? 0, at: event.at };
};

const postFields = (
  frame: Extract<CommandFrame, { op: 'post' }>,
): { text: string; messageType?: string; visibility?: 'ALL' | 'INT' } => ({
  text: frame.text,
  ...(frame.messageType === undefined ? {} : { messageType: frame.messageType }),
  ...(frame.visibility === undefined ? {} : { visibility: frame.visibility }),
});

const customerCommand = (line: Line, frame: CommandFrame): Command => {
  const by: Author = { type: 'CLIENT', connectionId: line.connectionId };
  const base = { id: commandIds.ofCustomer(frame.id), seen: frame.seen, by };
  return frame.op === 'post'
    ? { type: 'post-message', ...base, ...postFields(frame) }
    : { type: 'close-chat', ...base };
};

const handleDeskCommand = async (
  deps: FrameDeps,
  line: DeskLine,
  chatId: ChatId,
  frame: CommandFrame,
): Promise<Outcome | 'say-hello'> => {
  const { agentId, nickname } = line.bearer;
  const base = { id: commandIds.ofAgent(agentId, frame.id), seen: frame.seen };
  const by: Author = { type: 'AGENT', agentId };
  switch (frame.op) {
    case 'post':
      return handleCommand(deps, chatId, { command: { type: 'post-message', ...base, by, ...postFields(frame) } });
    case 'close':
      return handleCommand(deps, chatId, { command: { type: 'close-chat', ...base, by } });
    case 'leave':
    case 'hold': {
      const cause = frame.op === 'hold' ? 'hold' : 'left';
      return handleCommand(deps, chatId, { command: { type: 'leave-chat', ...base, agentId, cause } });
    }
    case 'join': {
      const desk = await deps.desks.read(agentId);
      // A member whose desk is not registered could never be lost again (AGENT-11).
      if (desk?.sockets.some(({ id }) => id === line.connectionId) !== true) return 'say-hello';
      return handleCommand(deps, chatId, {
        command: { type: 'join-chat', ...base, agentId, nickname, epoch: desk.epoch },
        // Before every put and as of it: no leave that came earlier can take the entry away (AGENT-3).
        prepare: (event: ChatEvent) => deps.agentChats.remember(agentId, chatId, event.index),
      });
    }
  }
};

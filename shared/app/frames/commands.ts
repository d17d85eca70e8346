import type { Author, Command } from '../../domain/commands.ts';
import type { ChatEvent, ChatId, CommandId, Place } from '../../domain/events.ts';
import { classOf, maySee, type Reader } from '../../domain/readers.ts';
import { reject } from '../../domain/rejections.ts';
import type { ClientFrame } from '../../protocol/client-frames.ts';
import type { FrameOf, ServerFrame } from '../../protocol/server-frames.ts';
import { commandIds } from '../command-ids.ts';
import { deliver, deliverAgain } from '../deliver.ts';
import { handleCommand, type Outcome } from '../handle-command.ts';
import { chatOf, errorFrame, isDeskLine, type DeskLine, type FrameDeps, type Line } from './frame-deps.ts';

/** A frame that changes a chat. */
export type CommandFrame = Extract<ClientFrame, { id: string }>;

/** What only agents do. */
type DeskFrame = Extract<CommandFrame, { op: 'join' | 'leave' | 'hold' | 'transfer' }>;

const isForDesks = (frame: CommandFrame): frame is DeskFrame =>
  frame.op === 'join' || frame.op === 'leave' || frame.op === 'hold' || frame.op === 'transfer';

/** Puts a command of a customer or an agent to its chat; the answer is the ack, and it means durable (DLV-5). */
export const answerCommand = async (deps: FrameDeps, line: Line, frame: CommandFrame): Promise<ServerFrame> => {
  const chatId = chatOf(line, frame.chat, frame.id);
  if (typeof chatId !== 'string') return chatId;
  const origin = { connectionId: line.connectionId, ...(frame.echo === undefined ? {} : { echo: frame.echo }) };
  const outcome = await handleFrame(deps, line, chatId, frame);
  if (outcome === 'say-hello') {
    return errorFrame('say-hello', 'unable to join; the registry does not list this socket', frame.id);
  }
  if (outcome.kind === 'rejected') return errorFrame(outcome.code, outcome.detail, frame.id);
  if (outcome.kind === 'committed') await deliver(deps, outcome, origin);
  else await deliverAgain(deps, outcome, origin);
  return ackOf(chatId, frame, readerOf(line), outcome);
};

const readerOf = (line: Line): Reader =>
  isDeskLine(line) ? { type: 'AGENT', agentId: line.bearer.agentId } : { type: 'CLIENT' };

const ackOf = (
  chatId: ChatId,
  frame: CommandFrame,
  reader: Reader,
  outcome: Exclude<Outcome, { kind: 'rejected' }>,
): FrameOf<'ack'> => {
  const ack = { type: 'ack', ref: frame.id, chat: chatId } as const;
  if (outcome.kind === 'unchanged') {
    return outcome.index === undefined ? ack : { ...ack, index: outcome.index, repeated: true };
  }
  const { before, event } = outcome;
  // Whoever wrote what was masked reads it from the log: without `prev` nobody shows their own copy (MASK-8).
  const isMasked = 'text' in frame && 'text' in event && event.text !== frame.text;
  if (isMasked || !maySee(reader, event.visibility)) return { ...ack, index: event.index };
  return { ...ack, index: event.index, prev: before?.last[classOf(reader)] ?? 0, at: event.at };
};

const handleFrame = async (
  deps: FrameDeps,
  line: Line,
  chatId: ChatId,
  frame: CommandFrame,
): Promise<Outcome | 'say-hello'> => {
  const { seen } = frame;
  if (isDeskLine(line)) {
    const { agentId } = line.bearer;
    const id = commandIds.ofAgent(agentId, frame.id);
    if (isForDesks(frame)) return handleDeskFrame(deps, line, chatId, frame, { id, seen });
    return handleCommand(deps, chatId, { command: sharedCommand(frame, { id, seen, by: { type: 'AGENT', agentId } }) });
  }
  if (isForDesks(frame)) return reject('not-allowed', `unable to ${frame.op}; only agents do that`);
  const by: Author = { type: 'CLIENT', connectionId: line.connectionId };
  const id = commandIds.ofCustomer(frame.id);
  return handleCommand(deps, chatId, { command: sharedCommand(frame, { id, seen, by }) });
};

/** What customers and agents do alike. */
const sharedCommand = (
  frame: Exclude<CommandFrame, DeskFrame>,
  base: { readonly id: CommandId; readonly seen: number; readonly by: Author },
): Command => {
  switch (frame.op) {
    case 'post':
      return {
        type: 'post-message',
        ...base,
        text: frame.text,
        ...(frame.messageType === undefined ? {} : { messageType: frame.messageType }),
        ...visibilityOf(frame),
      };
    case 'notice':
      return { type: 'send-notice', ...base, notice: frame.notice, text: frame.text, ...visibilityOf(frame) };
    case 'user-data':
      return { type: 'update-user-data', ...base, userData: frame.userData };
    case 'close':
      return { type: 'close-chat', ...base };
  }
};

const visibilityOf = ({ visibility }: { visibility?: 'ALL' | 'INT' | undefined }): { visibility?: 'ALL' | 'INT' } =>
  visibility === undefined ? {} : { visibility };

/** Where an agent who goes wants the chat. */
const placeOf = (frame: Extract<DeskFrame, { op: 'hold' | 'transfer' }>): { place?: Place } => {
  if (frame.queue !== undefined) return { place: { queue: frame.queue } };
  return 'workbin' in frame && frame.workbin !== undefined ? { place: { workbin: frame.workbin } } : {};
};

const handleDeskFrame = async (
  deps: FrameDeps,
  line: DeskLine,
  chatId: ChatId,
  frame: DeskFrame,
  base: { readonly id: CommandId; readonly seen: number },
): Promise<Outcome | 'say-hello'> => {
  const { agentId, nickname } = line.bearer;
  switch (frame.op) {
    case 'leave':
      return handleCommand(deps, chatId, { command: { type: 'leave-chat', ...base, agentId, cause: 'left' } });
    case 'hold':
    case 'transfer': {
      const cause = frame.op === 'hold' ? 'hold' : 'transferred';
      const command = { type: 'leave-chat', ...base, agentId, cause, ...placeOf(frame) } as const;
      return handleCommand(deps, chatId, { command });
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

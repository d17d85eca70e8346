import type { Author } from '../../domain/commands.ts';
import type { ChatId } from '../../domain/events.ts';
import { maskText } from '../../domain/masking.ts';
import { isTypingNoted } from '../../domain/notices.ts';
import { classOf, mayType, typingRecipients, type Reader } from '../../domain/readers.ts';
import type { Session } from '../../domain/session.ts';
import type { ClientFrame } from '../../protocol/client-frames.ts';
import type { From, ServerFrame } from '../../protocol/server-frames.ts';
import { catchUp } from '../catch-up.ts';
import { commandIds } from '../command-ids.ts';
import { postToDesk } from '../deliver.ts';
import { noteDeskAlive } from '../desk-presence.ts';
import { handleCommand } from '../handle-command.ts';
import { Fault } from '../ports.ts';
import { readMember } from './read-marks.ts';
import {
  chatOf,
  errorFrame,
  isCustomerLine,
  isDeskLine,
  type CustomerLine,
  type DeskLine,
  type FrameDeps,
  type Line,
} from './frame-deps.ts';

type Frame<O extends ClientFrame['op']> = Extract<ClientFrame, { op: O }>;

const readerOf = (line: Line): Reader =>
  isDeskLine(line) ? { type: 'AGENT', agentId: line.bearer.agentId } : { type: 'CLIENT' };

const refOf = (frame: { ref?: string | undefined }): { ref?: string } =>
  frame.ref === undefined ? {} : { ref: frame.ref };

/** Everything after a position, one frame's worth (CATCH-1). */
export const answerCatchUp = async (deps: FrameDeps, line: Line, frame: Frame<'catch-up'>): Promise<ServerFrame> => {
  const chatId = chatOf(line, frame.chat, frame.ref);
  if (typeof chatId !== 'string') return chatId;
  const loaded = await deps.log.load(chatId, 'strong');
  if (loaded === undefined) return errorFrame('chat-not-found', 'unable to find the chat; its log is empty', frame.ref);
  const { state, tail } = loaded;
  const eyes = { reader: readerOf(line), customerNickname: state.customer.nickname };
  const missed = await catchUp(deps.log, state, tail, frame.after, eyes);
  return { type: 'page', ...refOf(frame), ...missed, ...(await readMember(deps, missed)) };
};

/** The heartbeat: which of the named chats have gone on without this reader (BEAT-1). Reads weakly: the next one sees the rest. */
export const answerPing = async (deps: FrameDeps, line: Line, frame: Frame<'ping'>): Promise<ServerFrame> => {
  if (isCustomerLine(line)) return pingCustomer(deps, line, frame);
  if (isDeskLine(line)) return pingDesk(deps, line, frame);
  return errorFrame('not-allowed', 'unable to ping; the socket has no role', frame.ref);
};

const pingCustomer = async (deps: FrameDeps, line: CustomerLine, frame: Frame<'ping'>): Promise<ServerFrame> => {
  const { chatId } = line.bearer;
  const state = (await deps.log.load(chatId, 'weak'))?.state;
  const listed = state?.customer.sockets.some((socket) => socket.id === line.connectionId) ?? false;
  if (state === undefined || (!listed && state.phase === 'open')) {
    return errorFrame('say-hello', 'unable to take the heartbeat; the chat does not list this socket', frame.ref);
  }
  const { after = 0 } = frame;
  const { unseen } = state.customer;
  // What their device has is known; outside the log, where it is looked up when the time is over (PUSH-13).
  if (unseen !== undefined && after >= unseen.from) {
    await deps.readMarks.note(chatId, 'DEVICE', Math.min(after, state.index), deps.clock.now());
  }
  return { type: 'pong', ...refOf(frame), behind: behind(chatId, state, { type: 'CLIENT' }, after) };
};

const pingDesk = async (deps: FrameDeps, line: DeskLine, frame: Frame<'ping'>): Promise<ServerFrame> => {
  const { agentId } = line.bearer;
  const desk = await deps.desks.read(agentId);
  if (desk?.sockets.some((socket) => socket.id === line.connectionId) !== true) {
    return errorFrame('say-hello', 'unable to take the heartbeat; the registry does not list this socket', frame.ref);
  }
  await noteDeskAlive(deps, desk);
  const reader: Reader = { type: 'AGENT', agentId };
  const found = await Promise.all(
    Object.entries(frame.chats ?? {}).map(async ([chatId, after]) => {
      const state = await stateIfReadable(deps, chatId);
      return state === undefined ? [] : behind(chatId, state, reader, after);
    }),
  );
  return { type: 'pong', ...refOf(frame), behind: found.flat() };
};

/** One chat that cannot be read now spoils no heartbeat: the next one sees it. */
const stateIfReadable = async (deps: FrameDeps, chatId: ChatId): Promise<Session | undefined> => {
  try {
    return (await deps.log.load(chatId, 'weak'))?.state;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    deps.journal.note('CHAT_UNREADABLE', { chatId, fault: error.message });
    return undefined;
  }
};

const behind = (
  chatId: ChatId,
  state: Session,
  reader: Reader,
  after: number,
): { chat: ChatId; position: number }[] => {
  const position = state.last[classOf(reader)];
  return position > after ? [{ chat: chatId, position }] : [];
};

/** Shows typing to the others who are there. Nothing is stored, answered or repeated (TYP-1). */
export const showTyping = async (deps: FrameDeps, line: Line, frame: Frame<'typing'>): Promise<void> => {
  const chatId = chatOf(line, frame.chat);
  if (typeof chatId !== 'string') return;
  const state = (await deps.log.load(chatId, 'weak'))?.state;
  const typist = readerOf(line);
  if (state === undefined || !mayType(state, typist)) return;
  const { sockets, agents } = typingRecipients(state, typist);
  const shown = JSON.stringify(typingFrame(chatId, fromOf(state, typist), await masked(deps, state.service, frame)));
  await Promise.all([
    ...sockets.map((connectionId) => deps.sockets.post(connectionId, shown)),
    ...agents.map((agentId) => postToDesk(deps, agentId, shown)),
    noteTyping(deps, line, state, frame.on),
  ]);
};

/** Typing that counts as activity is put into the log once in a while; with Genesys' defaults it does not (IDLE-10). */
const noteTyping = async (deps: FrameDeps, line: Line, state: Session, on: boolean): Promise<void> => {
  const { connectionId } = line;
  const by: Author = isDeskLine(line)
    ? { type: 'AGENT', agentId: line.bearer.agentId }
    : { type: 'CLIENT', connectionId };
  if (!isTypingNoted(state, { by, on }, deps.clock.now(), await deps.options.of(state.service))) return;
  const command = { type: 'note-typing', id: commandIds.typing(connectionId), by, on } as const;
  await handleCommand(deps, state.chatId, { command });
};

const DIGIT = /\p{Nd}/gu;

/** Masked as a message is (MASK-1). Digits would be read while they are typed, before a rule could match them (TYP-3). */
const masked = async (deps: FrameDeps, service: string, frame: Frame<'typing'>): Promise<Frame<'typing'>> => {
  if (frame.preview === undefined) return frame;
  const { previewMasked, maskCharacter, masks } = await deps.options.of(service);
  const preview = maskText(frame.preview, masks, maskCharacter);
  return { ...frame, preview: previewMasked ? preview?.replace(DIGIT, () => maskCharacter) : preview };
};

const typingFrame = (chatId: ChatId, from: From, frame: Frame<'typing'>): ServerFrame => ({
  type: 'typing',
  chat: chatId,
  from,
  on: frame.on,
  ...(frame.preview === undefined ? {} : { preview: frame.preview }),
});

const fromOf = (state: Session, typist: Reader): From => {
  if (typist.type === 'CLIENT') return { type: 'CLIENT', nickname: state.customer.nickname };
  const seat = state.agents.find((member) => member.agentId === typist.agentId);
  return { type: 'AGENT', nickname: seat?.nickname ?? '' };
};

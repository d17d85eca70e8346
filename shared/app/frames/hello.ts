import type { ChatId } from '../../domain/events.ts';
import type { ClientFrame } from '../../protocol/client-frames.ts';
import { PAGE_BYTES_MAX, PING_VISIBLE_SEC, ROTATE_AFTER_SEC } from '../../protocol/limits.ts';
import type { FrameOf, Missed, ServerFrame } from '../../protocol/server-frames.ts';
import { utf8Bytes } from '../../protocol/text-size.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import { catchUp } from '../catch-up.ts';
import { commandIds } from '../command-ids.ts';
import { deliver } from '../deliver.ts';
import { handleCommand } from '../handle-command.ts';
import { Fault, type Desk, type DeskRegistry, type SocketSender } from '../ports.ts';
import { readMember } from './read-marks.ts';
import {
  errorFrame,
  isCustomerLine,
  isDeskLine,
  type CustomerLine,
  type DeskLine,
  type FrameDeps,
  type Line,
} from './frame-deps.ts';

type HelloFrame = Extract<ClientFrame, { op: 'hello' }>;
type ChatMissed = FrameOf<'hello-ok'>['chats'][number];

/** The first frame on a socket: joins it to what it belongs to, and answers with what was missed (HELLO-1). */
export const answerHello = async (deps: FrameDeps, line: Line, frame: HelloFrame): Promise<ServerFrame> => {
  if (frame.v !== PROTOCOL_VERSION) {
    const message = `unable to speak protocol version ${frame.v}; this is version ${PROTOCOL_VERSION}`;
    return errorFrame('unsupported-version', message, frame.ref);
  }
  if (isCustomerLine(line)) return helloCustomer(deps, line, frame);
  if (isDeskLine(line)) return helloDesk(deps, line, frame);
  return errorFrame('not-allowed', 'unable to say hello; the socket has no role', frame.ref);
};

const helloOk = (frame: HelloFrame, role: 'customer' | 'agent', chats: ChatMissed[]): FrameOf<'hello-ok'> => ({
  type: 'hello-ok',
  ...(frame.ref === undefined ? {} : { ref: frame.ref }),
  v: PROTOCOL_VERSION,
  role,
  chats,
  pingSec: PING_VISIBLE_SEC,
  rotateSec: ROTATE_AFTER_SEC,
});

/** The commit that lists the socket proves that everything before it has been read, and that everything after it is posted to it. */
const helloCustomer = async (deps: FrameDeps, line: CustomerLine, frame: HelloFrame): Promise<ServerFrame> => {
  const { connectionId, bearer } = line;
  const after = frame.after ?? 0;
  const id = commandIds.hello(connectionId);
  const outcome = await handleCommand(deps, bearer.chatId, {
    command: { type: 'connect-customer', id, connectionId, seen: after },
  });
  if (outcome.kind === 'rejected') return errorFrame(outcome.code, outcome.detail, frame.ref);
  const state = outcome.kind === 'committed' ? outcome.after : outcome.state;
  if (state === undefined) return errorFrame('chat-not-found', 'unable to find the chat; its log is empty', frame.ref);
  if (outcome.kind === 'committed') await deliver(deps, outcome, { connectionId });
  const known = outcome.kind === 'committed' ? [...outcome.tail, outcome.event] : outcome.tail;
  const eyes = { reader: { type: 'CLIENT' }, customerNickname: state.customer.nickname } as const;
  const missed = await catchUp(deps.log, state, known, after, eyes);
  const read = await readMember(deps, missed);
  return helloOk(frame, 'customer', [{ ...missed, closed: state.phase === 'closed', ...read }]);
};

/** First registers the socket, then reads: a sender that commits later finds it in the registry (DLV-2). */
const helloDesk = async (deps: FrameDeps, line: DeskLine, frame: HelloFrame): Promise<ServerFrame> => {
  const { agentId } = line.bearer;
  const { desk, wasLost } = await deps.desks.register(agentId, line.connectionId, deps.clock.now());
  const cursors = new Map<ChatId, number>(Object.entries(frame.chats ?? {}));
  for (const chatId of await deps.agentChats.list(agentId)) {
    if (!cursors.has(chatId)) cursors.set(chatId, 0);
  }
  const chats: ChatMissed[] = [];
  let bytesLeft = PAGE_BYTES_MAX;
  for (const [chatId, after] of cursors) {
    const missed = await readableMissed(deps, agentId, chatId, after, bytesLeft);
    if (missed === undefined) continue;
    bytesLeft -= utf8Bytes(JSON.stringify(missed.events));
    chats.push(missed);
  }
  await tellOtherDesks(deps, desk, line.connectionId);
  return { ...helloOk(frame, 'agent', chats), desks: desk.sockets.length, ...(wasLost ? { declaredLost: true } : {}) };
};

/** One chat that cannot be read now keeps no desk from its others: the desk is told to catch up on it later (HELLO-2). */
const readableMissed = async (...args: Parameters<typeof deskMissed>): ReturnType<typeof deskMissed> => {
  const [deps, , chatId, after] = args;
  try {
    return await deskMissed(...args);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    deps.journal.note('CHAT_UNREADABLE', { chatId, fault: error.message });
    return { chat: chatId, events: [], position: after, more: true, closed: false };
  }
};

const deskMissed = async (
  deps: FrameDeps,
  agentId: string,
  chatId: ChatId,
  after: number,
  bytesLeft: number,
): Promise<ChatMissed | undefined> => {
  const loaded = await deps.log.load(chatId, 'strong');
  if (loaded === undefined) return undefined;
  const { state, tail } = loaded;
  const closed = state.phase === 'closed';
  // The frame is full: the desk catches up on this chat by itself.
  if (bytesLeft <= 0) return { chat: chatId, events: [], position: after, more: state.index > after, closed };
  const eyes = { reader: { type: 'AGENT', agentId }, customerNickname: state.customer.nickname } as const;
  const missed: Missed = await catchUp(deps.log, state, tail, after, eyes, bytesLeft);
  return { ...missed, closed, ...(await readMember(deps, missed)) };
};

/** Tells an agent's other sockets how many there are now, so that they know whether to ask for echoes (DESK-2). */
export const tellOtherDesks = async (
  deps: { readonly sockets: SocketSender; readonly desks: DeskRegistry },
  desk: Desk,
  except: string,
): Promise<void> => {
  const frame: ServerFrame = { type: 'desks', count: desk.sockets.length };
  const others = desk.sockets.filter((socket) => socket.id !== except);
  await Promise.all(others.map((socket) => deps.sockets.post(socket.id, JSON.stringify(frame))));
};

import type { AgentId, ChatEvent, ConnectionId } from '../domain/events.ts';
import { classOf, isAuthor, recipientsOf, type Reader } from '../domain/readers.ts';
import type { Session } from '../domain/session.ts';
import { PAGE_BYTES_MAX } from '../protocol/limits.ts';
import type { ServerFrame } from '../protocol/server-frames.ts';
import { utf8Bytes } from '../protocol/text-size.ts';
import { commandIds } from './command-ids.ts';
import { handleCommand, type CommandDeps, type Committed } from './handle-command.ts';
import type { Clock, DeskRegistry, SocketSender } from './ports.ts';
import { toWire } from './views.ts';

export interface DeliveryDeps extends CommandDeps {
  readonly sockets: SocketSender;
  readonly desks: DeskRegistry;
}

/** Where a delivery need not go: the frame's own socket has its ack; the author's other desks only on request. */
export interface Origin {
  readonly connectionId?: ConnectionId;
  readonly echo?: boolean;
}

/** A second look costs time that the ack waits for: only when the first was quick (DLV-4). */
const SECOND_LOOK_MS = 500;

/**
 * Posts a committed event to everyone who may see it and has a socket: best effort, made safe by the cursor (DLV-3). What
 * turns out to be gone is told to the chat or the registry; that may make further events, which are delivered too.
 */
export const deliver = async (deps: DeliveryDeps, committed: Committed, origin: Origin = {}): Promise<void> => {
  const { before, event, after } = committed;
  const { sockets, agents } = recipientsOf(before, event, after);
  const customer: Reader = { type: 'CLIENT' };
  const customerFrame = frameFor(customer, before, event, after);
  const posts: Promise<void>[] = [];
  for (const connectionId of sockets) {
    if (connectionId !== origin.connectionId && customerFrame !== undefined) {
      posts.push(postToCustomer(deps, after, connectionId, customerFrame));
    }
  }
  for (const agentId of agents) {
    const reader: Reader = { type: 'AGENT', agentId };
    const frame = frameFor(reader, before, event, after);
    const isOwn = isAuthor(reader, event) && origin.echo !== true && origin.connectionId !== undefined;
    if (frame !== undefined && !isOwn) posts.push(postToDesk(deps, agentId, frame, origin.connectionId));
  }
  await Promise.all(posts);
};

/** The frame that shows `event` to `reader`; one that outgrew a frame is left to the reader's catch-up. */
const frameFor = (
  reader: Reader,
  before: Session | undefined,
  event: ChatEvent,
  after: Session,
): string | undefined => {
  const prev = before?.last[classOf(reader)] ?? 0;
  const wire = toWire(event, prev, { reader, customerNickname: after.customer.nickname });
  if (wire === undefined) return undefined;
  const frame: ServerFrame = { type: 'event', chat: after.chatId, event: wire };
  const text = JSON.stringify(frame);
  return utf8Bytes(text) > PAGE_BYTES_MAX * 4 ? undefined : text;
};

const postToCustomer = async (
  deps: DeliveryDeps,
  state: Session,
  connectionId: ConnectionId,
  frame: string,
): Promise<void> => {
  if ((await deps.sockets.post(connectionId, frame)) !== 'gone') return;
  // A 410 is a hint: it is confirmed before it becomes an event (PRES-6).
  if ((await deps.sockets.probe(connectionId)) === 'gone')
    await noteCustomerSocketGone(deps, state.chatId, connectionId);
};

/** Tells the chat that a socket of its customer is gone, and delivers what follows. */
export const noteCustomerSocketGone = async (
  deps: DeliveryDeps,
  chatId: string,
  connectionId: ConnectionId,
  cause: 'gone' | 'closed' = 'gone',
): Promise<void> => {
  const id = commandIds.socketGone(connectionId);
  const command = { type: 'disconnect-customer', id, connectionId, cause } as const;
  const outcome = await handleCommand(deps, chatId, { command });
  if (outcome.kind === 'committed') await deliver(deps, outcome);
};

/** Posts to every socket of an agent; after a gone or a missing one the registry is read once more (DLV-2). */
export const postToDesk = async (
  deps: { readonly desks: DeskRegistry; readonly sockets: SocketSender; readonly clock: Clock },
  agentId: AgentId,
  frame: string,
  except?: ConnectionId,
): Promise<void> => {
  const startedAt = deps.clock.now();
  const tried = new Set<ConnectionId>(except === undefined ? [] : [except]);
  const first = await postToNew(deps, agentId, frame, tried);
  if (first === 'reached' || deps.clock.now() - startedAt > SECOND_LOOK_MS) return;
  await postToNew(deps, agentId, frame, tried);
};

const postToNew = async (
  deps: { readonly desks: DeskRegistry; readonly sockets: SocketSender; readonly clock: Clock },
  agentId: AgentId,
  frame: string,
  tried: Set<ConnectionId>,
): Promise<'reached' | 'look-again'> => {
  const desk = await deps.desks.read(agentId);
  const fresh = (desk?.sockets ?? []).filter((socket) => !tried.has(socket.id));
  const outcomes = await Promise.all(
    fresh.map(async ({ id }) => {
      tried.add(id);
      const outcome = await deps.sockets.post(id, frame);
      if (outcome === 'gone' && (await deps.sockets.probe(id)) === 'gone') {
        await deps.desks.unregister(agentId, id, deps.clock.now());
      }
      return outcome;
    }),
  );
  return outcomes.length > 0 && outcomes.every((outcome) => outcome !== 'gone') ? 'reached' : 'look-again';
};

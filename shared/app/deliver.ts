import type { AgentId, ChatEvent, ConnectionId, Visibility } from '../domain/events.ts';
import { classOf, isAuthor, recipientsOf, type Reader, type Recipients } from '../domain/readers.ts';
import type { LastVisible, Session } from '../domain/session.ts';
import type { ServerFrame } from '../protocol/server-frames.ts';
import { commandIds } from './command-ids.ts';
import { handleCommand, type CommandDeps, type Committed, type Unchanged } from './handle-command.ts';
import { Fault, type Clock, type DeskRegistry, type Journal, type SocketSender } from './ports.ts';
import { toWire } from './views.ts';

/** What delivering needs: the sockets, the registry, and the chat to tell what is gone. */
export interface DeliveryDeps extends CommandDeps {
  readonly sockets: SocketSender;
  readonly desks: DeskRegistry;
  readonly journal: Journal;
}

/** Where a delivery need not go: the frame's own socket has its ack; the author's other desks only on request. */
export interface Origin {
  readonly connectionId?: ConnectionId;
  readonly echo?: boolean;
}

/** A second look costs time that the ack waits for: only when the first was quick (DLV-4). */
const SECOND_LOOK_MS = 500;

/** A committed event with what its delivery needs to know. */
interface Delivery {
  readonly event: ChatEvent;
  readonly after: Session;
  readonly recipients: Recipients;
  /** The index before the event that a class of reader may see. */
  readonly prev: LastVisible;
}

/**
 * Posts a committed event to everyone who may see it and has a socket: best effort, made safe by the cursor (DLV-3). What
 * turns out to be gone is told to the chat or the registry; that may make further events, which are delivered too. A fault
 * on the way is noted and never thrown: the event is durable, and its ack or the next due event must not wait for it
 * (DLV-7).
 */
export const deliver = (deps: DeliveryDeps, committed: Committed, origin: Origin = {}): Promise<void> => {
  const { before, event, after } = committed;
  const recipients = recipientsOf(before, event, after);
  return post(deps, { event, after, recipients, prev: before?.last ?? NOTHING_BEFORE }, origin);
};

const NOTHING_BEFORE: LastVisible = { ALL: 0, INT: 0, VIP: 0 };

/**
 * Delivers the event of a repeated command again, if it is among the newest (CMD-6): the first delivery may have been cut
 * off between the commit and the posts.
 */
export const deliverAgain = async (
  deps: DeliveryDeps,
  { index, state, tail }: Unchanged,
  origin: Origin,
): Promise<void> => {
  const event = tail.find((candidate) => candidate.index === index);
  if (event === undefined || state === undefined) return;
  const earlier = tail.filter((candidate) => candidate.index < event.index);
  const prevFor = (...classes: Visibility[]): number =>
    earlier.findLast((candidate) => classes.includes(candidate.visibility))?.index ?? event.index - 1;
  const prev = { ALL: prevFor('ALL'), INT: prevFor('ALL', 'INT'), VIP: prevFor('ALL', 'INT', 'VIP') };
  await post(deps, { event, after: state, recipients: recipientsOf(state, event, state), prev }, origin);
};

const post = async (deps: DeliveryDeps, delivery: Delivery, origin: Origin): Promise<void> => {
  const { event, after, recipients } = delivery;
  const posts: Promise<void>[] = [];
  const customerFrame = frameFor({ type: 'CLIENT' }, delivery);
  for (const connectionId of recipients.sockets) {
    if (connectionId !== origin.connectionId && customerFrame !== undefined) {
      posts.push(postToCustomer(deps, after, connectionId, customerFrame));
    }
  }
  for (const agentId of recipients.agents) {
    const reader: Reader = { type: 'AGENT', agentId };
    const frame = frameFor(reader, delivery);
    const isOwn = isAuthor(reader, event) && origin.echo !== true && origin.connectionId !== undefined;
    if (frame !== undefined && !isOwn) posts.push(postToDesk(deps, agentId, frame, origin.connectionId));
  }
  for (const result of await Promise.allSettled(posts)) {
    if (result.status === 'fulfilled') continue;
    const reason: unknown = result.reason;
    if (!(reason instanceof Fault)) throw reason;
    deps.journal.note('DELIVERY_UNKNOWN', { chatId: after.chatId, index: event.index, fault: reason.message });
  }
};

/** The frame that shows the event to `reader`, if it may be shown. */
const frameFor = (reader: Reader, { event, after, prev }: Delivery): string | undefined => {
  const eyes = { reader, customerNickname: after.customer.nickname };
  const wire = toWire(event, prev[classOf(reader)], eyes);
  if (wire === undefined) return undefined;
  const frame: ServerFrame = { type: 'event', chat: after.chatId, event: wire };
  return JSON.stringify(frame);
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

import type { Audience, Author } from './commands.ts';
import type { Actor, AgentId, ChatEvent, ConnectionId, Visibility } from './events.ts';
import type { LastVisible, Session } from './session.ts';

/** For whom each kind of author may speak (VIS-5). */
const AUDIENCES: Readonly<Record<Author['type'], readonly Audience[]>> = {
  CLIENT: ['ALL'],
  AGENT: ['ALL', 'INT'],
  EXTERNAL: ['ALL', 'INT', 'VIP'],
};

/** Whether `author` may speak for these readers (MSG-2, NOTE-2, FLOW-2). */
export const maySpeakFor = (author: Author, audience: Audience): boolean => AUDIENCES[author.type].includes(audience);

/** Who reads: the customer sees ALL; agents ALL and INT. */
export type Reader = { readonly type: 'CLIENT' } | { readonly type: 'AGENT'; readonly agentId: AgentId };

/** The class of positions that a reader counts in. */
export const classOf = (reader: Reader): keyof LastVisible => (reader.type === 'CLIENT' ? 'ALL' : 'INT');

/** Whether `reader` may see an event of this visibility (VIS-1). */
export const maySee = (reader: Reader, visibility: Visibility): boolean =>
  visibility === 'ALL' || (visibility === 'INT' && reader.type === 'AGENT');

const nameOf = (who: Reader | Actor): string => (who.type === 'AGENT' ? `AGENT/${who.agentId}` : who.type);

/** Whether `reader` gave the command that made `event`, and so may see its id (CMD-4). */
export const isAuthor = (reader: Reader, event: ChatEvent): boolean => nameOf(reader) === nameOf(event.actor);

/** Whom an event goes to: sockets that the state names, and agents whose sockets are kept elsewhere. */
export interface Recipients {
  readonly sockets: readonly ConnectionId[];
  readonly agents: readonly AgentId[];
}

/**
 * The recipients of a committed event. The commit proves that the customer's sockets are current; the agents' sockets are
 * read after it (DLV-1, DLV-2). An agent who has just left still learns it.
 */
export const recipientsOf = (before: Session | undefined, event: ChatEvent, after: Session): Recipients => {
  if (event.visibility === 'NONE') return { sockets: [], agents: [] };
  const sockets = event.visibility === 'ALL' ? after.customer.sockets.map((socket) => socket.id) : [];
  if (event.visibility === 'VIP') return { sockets, agents: [] };
  const present = after.agents.map((seat) => seat.agentId);
  const left = (before?.agents ?? []).map((seat) => seat.agentId).filter((agentId) => !present.includes(agentId));
  return { sockets, agents: [...present, ...left] };
};

/** Whom typing goes to: everybody in the chat but the one who types. Nothing is stored (TYP-1). */
export const typingRecipients = (state: Session, typist: Reader): Recipients => {
  const agents = state.agents.map((seat) => seat.agentId);
  if (typist.type === 'CLIENT') return { sockets: [], agents };
  const sockets = state.customer.sockets.map((socket) => socket.id);
  return { sockets, agents: agents.filter((agentId) => agentId !== typist.agentId) };
};

/** Whether `typist` may announce typing: the chat is open and, for an agent, they are in it (TYP-2). */
export const mayType = (state: Session, typist: Reader): boolean =>
  state.phase === 'open' && (typist.type === 'CLIENT' || state.agents.some((seat) => seat.agentId === typist.agentId));

/** One side of a chat: its customer, or its agents together. */
export type Side = Reader['type'];

/**
 * Up to where `reader` has read when their client says `upTo`: nobody has read what is not there. Undefined when it is nobody's
 * business: the chat is closed, or the agent is not in it (READ-2, READ-4).
 */
export const readUpTo = (state: Session, reader: Reader, upTo: number): number | undefined =>
  mayType(state, reader) ? Math.min(upTo, state.last[classOf(reader)]) : undefined;

/** Whom it concerns what somebody has read: the other side (READ-1). */
export const otherSideOf = (state: Session, { type }: Reader): Recipients =>
  type === 'CLIENT'
    ? { sockets: [], agents: state.agents.map((seat) => seat.agentId) }
    : { sockets: state.customer.sockets.map((socket) => socket.id), agents: [] };

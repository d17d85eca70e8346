import { armingsAfter } from './armings.ts';
import type { ChatEvent, ConnectionId, EventOf, Place, UserDataChanges } from './events.ts';
import { filesAfter } from './files.ts';
import { idleAfter, isCustomersWord, WORDS } from './idle.ts';
import { ACCEPTED_MAX, LEASE_MS, SLIP_MS, SOCKETS_MAX } from './limits.ts';
import { showsTheSame } from './list-row.ts';
import { busyAfter } from './pace.ts';
import { pushesAfter } from './push.ts';
import type { Absence, AgentSeat, Customer, LastVisible, Session, Socket } from './session.ts';
import { STATUS, statusAfter } from './status.ts';

/** Folds one event into the state. Total for every known event; never mutates; depends on nothing but its arguments. */
export const evolve = (state: Session | undefined, event: ChatEvent): Session => {
  if (state === undefined) {
    if (event.type !== 'chat-opened') throw new Error(`unable to fold ${event.type}; a log begins with chat-opened`);
    return opened(event);
  }
  const agents = agentsAfter(state.agents, event);
  const status = statusAfter(state, event, agents);
  const { accepted, forgotten } = acceptedAfter(state, event);
  // Every field by name: a request folds several times, and taking the state apart with a rest costs more than naming.
  const after: Session = {
    chatId: state.chatId,
    service: state.service,
    phase: event.type === 'chat-closed' ? 'closed' : state.phase,
    openedAt: state.openedAt,
    index: event.index,
    at: event.at,
    status,
    statusAt: status === state.status ? state.statusAt : event.at,
    periods: event.periods ?? state.periods,
    idle: idleAfter(state, event),
    customer: customerAfter(state.customer, event),
    agents,
    armings: armingsAfter(state.armings, event),
    armed: event.arm?.number ?? state.armed,
    accepted,
    forgotten,
    last: lastAfter(state.last, event),
    rowIndex: state.rowIndex,
  };
  const complete = withRareFields(after, state, event);
  return showsTheSame(state, complete) ? complete : { ...complete, rowIndex: event.index };
};

/** What few chats have, so that the snapshots of the others have no byte for it. */
const withRareFields = (after: Session, state: Session, event: ChatEvent): Session => {
  const busy = busyAfter(state.busy, event);
  const placed = placedAfter(state, event, after.agents);
  const userData = event.type === 'user-data-updated' ? mergedUserData(state.userData, event.userData) : state.userData;
  const files = filesAfter(state.files, event);
  if (busy === undefined && placed === undefined && userData === undefined && files === undefined) return after;
  return {
    ...after,
    ...(busy === undefined ? {} : { busy }),
    ...(placed === undefined ? {} : { placed }),
    ...(userData === undefined ? {} : { userData }),
    ...(files === undefined ? {} : { files }),
  };
};

/** Where the last agent to go put the chat; with an agent in it, it is in nobody's queue (TRF-2). */
const placedAfter = (state: Session, event: ChatEvent, agents: readonly AgentSeat[]): Place | undefined => {
  if (agents.length > 0) return undefined;
  return event.type === 'agent-left' && state.agents.length > 0 ? event.place : state.placed;
};

/** All that was changed since the opening: a deleted key stays, because the opening may have set it. */
export const mergedUserData = (before: Session['userData'], changes: UserDataChanges): UserDataChanges => ({
  ...before,
  ...changes,
});

const opened = (event: EventOf<'chat-opened'>): Session => {
  if (event.periods === undefined) throw new Error('unable to fold chat-opened; it names no periods');
  return {
    chatId: event.chatId,
    service: event.service,
    phase: 'open',
    openedAt: event.at,
    index: event.index,
    at: event.at,
    status: STATUS.opened,
    statusAt: event.at,
    periods: event.periods,
    idle: { since: event.at },
    customer: newcomer(event),
    agents: [],
    armings: armingsAfter([], event),
    armed: event.arm?.number ?? 0,
    accepted: [],
    forgotten: 0,
    last: { ALL: event.index, INT: event.index, VIP: event.index },
    rowIndex: event.index,
  };
};

const newcomer = (event: EventOf<'chat-opened'>): Customer => {
  const { nickname, push, at } = event;
  const customer: Customer = { nickname, push, sockets: [], seen: 0, absence: { since: at }, removed: false };
  return { ...customer, ...pushesAfter(event, event, customer) };
};

const agentsAfter = (agents: readonly AgentSeat[], event: ChatEvent): readonly AgentSeat[] => {
  switch (event.type) {
    case 'agent-joined': {
      const { agentId, nickname, epoch } = event;
      const before = agents.find((seat) => seat.agentId === agentId);
      const seat: AgentSeat = { agentId, nickname, epoch, joinedAt: before?.joinedAt ?? event.at };
      return before === undefined ? [...agents, seat] : agents.map((other) => (other === before ? seat : other));
    }
    case 'agent-left':
      return agents.filter((seat) => seat.agentId !== event.agentId);
    case 'notice-sent': {
      const { actor, notice, text } = event;
      if (notice !== 'nickname-changed' || actor.type !== 'AGENT') return agents;
      return agents.map((seat) => (seat.agentId === actor.agentId ? { ...seat, nickname: text } : seat));
    }
    default:
      return agents;
  }
};

const socketsAfter = (sockets: readonly Socket[], event: ChatEvent): readonly Socket[] => {
  const isLiving = (socket: Socket): boolean => socket.since + LEASE_MS + SLIP_MS > event.at;
  const living = sockets.every(isLiving) ? sockets : sockets.filter(isLiving);
  if (event.type === 'customer-disconnected') return living.filter((socket) => socket.id !== event.connectionId);
  if (event.type === 'customer-removed') return [];
  const arrived: ConnectionId | undefined = event.type === 'customer-connected' ? event.connectionId : event.socket;
  if (arrived === undefined) return living;
  const others = living.filter((socket) => socket.id !== arrived);
  return [...others, { id: arrived, since: event.at }].slice(-SOCKETS_MAX);
};

const nicknameAfter = (nickname: string, event: ChatEvent): string => {
  if (event.type !== 'notice-sent' || event.notice !== 'nickname-changed') return nickname;
  return event.actor.type === 'CLIENT' ? event.text : nickname;
};

const absenceAfter = (before: Customer, sockets: readonly Socket[], event: ChatEvent): Absence | undefined => {
  if (sockets.length > 0 || event.type === 'customer-removed') return undefined;
  // A command without a socket is a sign of life too.
  if (before.sockets.length > 0 || event.actor.type === 'CLIENT' || event.restores) return { since: event.at };
  if (event.type === 'presence-confirmed') return { since: event.contactAt };
  if (event.type === 'presence-doubted') return { since: before.absence?.since ?? event.at, doubtedAt: event.at };
  return before.absence;
};

const customerAfter = (customer: Customer, event: ChatEvent): Customer => {
  const sockets = socketsAfter(customer.sockets, event);
  const absence = absenceAfter(customer, sockets, event);
  const isBack = sockets.length > 0 || isCustomersWord(event) || event.restores;
  const after: Customer = {
    nickname: nicknameAfter(customer.nickname, event),
    push: customer.push,
    sockets,
    seen: Math.max(customer.seen, event.seen ?? 0),
    removed: event.type === 'customer-removed' || (customer.removed && !isBack),
  };
  const pushes = pushesAfter(customer, event, after);
  const told = pushes === undefined ? after : { ...after, ...pushes };
  return absence === undefined ? told : { ...told, absence };
};

const REMEMBERED: ReadonlySet<ChatEvent['type']> = new Set([...WORDS, 'agent-joined', 'agent-left', 'chat-closed']);

const acceptedAfter = (state: Session, event: ChatEvent): Pick<Session, 'accepted' | 'forgotten'> => {
  if (!REMEMBERED.has(event.type) || event.actor.type === 'SYSTEM') {
    return { accepted: state.accepted, forgotten: state.forgotten };
  }
  const all = [...state.accepted, { id: event.id, index: event.index }];
  const dropped = all.slice(0, Math.max(0, all.length - ACCEPTED_MAX));
  return { accepted: all.slice(-ACCEPTED_MAX), forgotten: dropped.at(-1)?.index ?? state.forgotten };
};

const lastAfter = (last: LastVisible, event: ChatEvent): LastVisible => {
  switch (event.visibility) {
    case 'ALL':
      return { ALL: event.index, INT: event.index, VIP: event.index };
    case 'INT':
      return { ...last, INT: event.index, VIP: event.index };
    case 'VIP':
      return { ...last, VIP: event.index };
    case 'NONE':
      return last;
  }
};
